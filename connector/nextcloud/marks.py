"""Our marks in a Nextcloud: exactly one consent tag per file, tags of channels, one comment.

Tags are put and taken one file at a time. What says more than is allowed goes first: in between a
file says less than it may, never more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connector.causes import Cause
from connector.errors import HostConfused, HostRefused, MarkRefused, PhotoGone
from connector.host import Comment
from connector.nextcloud.api import Api, file_id
from connector.nextcloud.book import COMMENTS_OFF, TagBook
from connector.nextcloud.retagging import Steps, Tags, is_milder, steps
from connector.nextcloud.rows import FileId
from connector.nextcloud.wording import Wording
from connector.values import MarkSet, PhotoRef, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudMarks:
    """The marks of one Nextcloud."""

    api: Api
    book: TagBook
    wording: Wording
    words: Mapping[str, str] = field(default_factory=dict)
    comments: Comment | None = None

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Give what the tags and our comment say; None = no tag of ours. Raises `PhotoGone`."""
        tags, present = self.book.tags, self._present(file_id(ref.id))
        status = tags.said_by(present)
        if not status:
            return None
        text = self.comments.read(ref) if self.comments else ""
        if text:
            return self.wording.read(text, status)
        channels = sorted(one for one, tag in tags.channels.items() if tag in present)
        return MarkSet(status=status, word=self.words.get(status, ""), channels=tuple(channels))

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Make tags and comment say exactly this, or as much of it as is stricter.

        Safe to run twice. A status without a tag of its own takes everything of ours away; where no
        tags are set, nothing is written. Raises `MarkRefused` where the file is read-only for us,
        and `PhotoGone`.
        """
        tags = self.book.tags
        if not tags.status:
            return Written(changed=False)
        shown = marks.status in tags.status
        wanted = tags.wanted(marks.status, marks.channels) if shown else frozenset()
        file = file_id(ref.id)
        present = self._present(file)
        found = tags.said_by(present)
        after = self._retag(file, present, wanted, marks.status)
        waits, changed, causes = after != wanted, after != present, self._causes()
        if self.comments and not (waits and is_milder(marks.status, found)):
            text = self.wording.write(marks) if shown else ""
            said, more = self._comment(self.comments, ref, text)
            changed, causes = changed or said, (*causes, *more)
        return Written(changed=changed, found=found, causes=causes, waits=waits)

    def clear(self, ref: PhotoRef) -> Written:
        """Take our tags and our comment away. Safe to run twice.

        Raises `MarkRefused` where a tag stays that is not ours to take off.
        """
        file = file_id(ref.id)
        present = self._present(file)
        after = self._retag(file, present, frozenset(), "")
        changed, causes = after != present, tuple[Cause, ...]()
        if self.comments:
            said, causes = self._comment(self.comments, ref, "")
            changed = changed or said
        if after:
            raise MarkRefused("no-permission")
        return Written(changed=changed, found=self.book.tags.said_by(present), causes=causes)

    def _causes(self) -> tuple[Cause, ...]:
        return tuple(self.book.troubles().values())

    def _comment(
        self, comments: Comment, ref: PhotoRef, text: str
    ) -> tuple[bool, tuple[Cause, ...]]:
        """Write the comment; comments that are switched off hold no tag up.

        The tags of this file were read, so it is there: that its comments are not, has another
        reason.
        """
        try:
            return comments.write(ref, text), ()
        except PhotoGone:
            if self.api.has_comments():
                raise
            return False, (COMMENTS_OFF,)
        except HostRefused:
            raise MarkRefused("no-permission") from None

    def _present(self, file: FileId) -> Tags:
        """Read the tags of ours on one file, at the file itself: listings drop some."""
        return frozenset(tag.id for tag in self.api.tags_of(file)) & self.book.tags.all

    def _retag(self, file: FileId, present: Tags, wanted: Tags, status: str) -> Tags:
        """Change tags and read them back; gives what is there now.

        A tag that is refused is looked at: where something is in its way, only what is stricter is
        done, in the same call.
        """
        if present == wanted:
            return present
        milder = is_milder(status, self.book.tags.said_by(present))
        # A tag that was made invisible meanwhile is on the file and not in what was read.
        troubles = self.book.troubles() if milder else self.book.again()
        todo = steps(self.book.tags, present, wanted, status, frozenset(troubles))
        refused = self._carry_out(file, todo)
        if refused is not None:
            again = self.book.again()
            if again == troubles:
                raise refused
            troubles = again
            self._put_back(file, todo)
            now = self._present(file)
            todo = steps(self.book.tags, now, wanted, status, frozenset(troubles))
            refused = self._carry_out(file, todo)
            if refused is not None:
                raise refused
        after = self._present(file)
        if not troubles and after != wanted:
            raise HostConfused("the tags read back are not those that were written")
        return after

    def _carry_out(self, file: FileId, todo: Steps) -> HostRefused | None:
        """Put and take, in order; gives the first refusal of a tag. No refusal stops a taking."""
        refused: HostRefused | None = None
        for what, tags in todo.ordered():
            for tag in sorted(tags):
                try:
                    self.api.assign(file, tag) if what == "put" else self.api.take_off(file, tag)
                except HostRefused as error:
                    refused = refused or error
        return refused

    def _put_back(self, file: FileId, todo: Steps) -> None:
        """Undo a step towards milder that could not be finished."""
        if not todo.milder:
            return
        for tag in sorted(todo.take):
            try:
                self.api.assign(file, tag)
            except HostRefused:
                continue
