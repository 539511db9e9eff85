"""Our marks in a Nextcloud: exactly one consent tag per file, tags of channels, one comment.

Tags are put and taken one file at a time. What says more than is allowed goes first: in between a
file says less than it may, never more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connector.errors import HostConfused
from connector.host import Comment
from connector.nextcloud.api import Api, file_id
from connector.nextcloud.rows import FileId, TagId
from connector.nextcloud.wording import Wording
from connector.values import MarkSet, PhotoRef, Written

_MILDEST_FIRST = ("no-people", "cleared", "partly", "not-assessed", "review", "blocked")
_BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class OurTags:
    """Which tags are ours, and what they mean."""

    status: Mapping[str, TagId] = field(default_factory=dict)
    channels: Mapping[str, TagId] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[TagId]:
        """Give every tag of ours."""
        return frozenset((*self.status.values(), *self.channels.values()))

    def said_by(self, tags: frozenset[TagId]) -> str:
        """Give the status that tags say; where there are several the mildest: it is believed."""
        said = {status for status, tag in self.status.items() if tag in tags}
        return next((status for status in _MILDEST_FIRST if status in said), "")

    def wanted(self, marks: MarkSet) -> frozenset[TagId]:
        """Give the tags a file should have of ours."""
        status = self.status.get(marks.status)
        channels = (self.channels.get(one) for one in marks.channels)
        return frozenset(tag for tag in (status, *channels) if tag is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudMarks:
    """The marks of one Nextcloud."""

    api: Api
    tags: OurTags
    wording: Wording
    words: Mapping[str, str] = field(default_factory=dict)
    comments: Comment | None = None

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Give what the tags and our comment say; None = no tag of ours. Raises `PhotoGone`."""
        present = self._present(file_id(ref.id))
        status = self.tags.said_by(present)
        if not status:
            return None
        text = self.comments.read(ref) if self.comments else ""
        if text:
            return self.wording.read(text, status)
        channels = sorted(one for one, tag in self.tags.channels.items() if tag in present)
        return MarkSet(status=status, word=self.words.get(status, ""), channels=tuple(channels))

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Make tags and comment say exactly this. Safe to run twice.

        A status without a tag of its own takes everything of ours away; where no tags are set,
        nothing is written. Raises `MarkRefused` where the file is read-only for us, `HostRefused`
        where a tag is not ours to put, and `PhotoGone`.
        """
        shown = marks.status in self.tags.status
        if not self.tags.status:
            return Written(changed=False)
        wanted = self.tags.wanted(marks) if shown else frozenset()
        file = file_id(ref.id)
        present = self._present(file)
        changed = self._retag(file, present, wanted, first=marks.status == _BLOCKED)
        if self.comments:
            text = self.wording.write(marks) if shown else ""
            changed = self.comments.write(ref, text) or changed
        return Written(changed=changed, found=self.tags.said_by(present))

    def clear(self, ref: PhotoRef) -> Written:
        """Take our tags and our comment away. Safe to run twice."""
        file = file_id(ref.id)
        present = self._present(file)
        changed = self._retag(file, present, frozenset(), first=False)
        if self.comments:
            changed = self.comments.write(ref, "") or changed
        return Written(changed=changed, found=self.tags.said_by(present))

    def _present(self, file: FileId) -> frozenset[TagId]:
        """Read the tags of ours on one file, at the file itself: listings drop some."""
        return frozenset(tag.id for tag in self.api.tags_of(file)) & self.tags.all

    def _retag(
        self, file: FileId, present: frozenset[TagId], wanted: frozenset[TagId], *, first: bool
    ) -> bool:
        """Change tags and read them back. `first`: put before taking off, so that it is closed."""
        if present == wanted:
            return False
        for step in ("put", "take") if first else ("take", "put"):
            if step == "put":
                for tag in sorted(wanted - present):
                    self.api.assign(file, tag)
            else:
                for tag in sorted(present - wanted):
                    self.api.take_off(file, tag)
        if self._present(file) != wanted:
            raise HostConfused("the tags read back are not those that were written")
        return True
