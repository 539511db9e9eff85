"""Comments: one of ours per file, given another text in place, never a second one."""

from dataclasses import dataclass

from connector.errors import HostConfused
from connector.nextcloud import wording
from connector.nextcloud.api import Api, file_id
from connector.nextcloud.rows import FileId, Remark
from connector.values import PhotoRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudComments:
    """The comments of our account."""

    api: Api

    def read(self, ref: PhotoRef) -> str:
        """Give the text of our comment; empty = none. Raises `PhotoGone`."""
        ours = self._ours(file_id(ref.id))
        return ours[0].text if ours else ""

    def write(self, ref: PhotoRef, text: str) -> bool:
        """Make our one comment say this; empty takes it away. Says whether anything changed.

        Safe to run twice: where a crash left a second comment of ours, it goes.
        """
        file = file_id(ref.id)
        ours = self._ours(file)
        keep = ours[:1] if text else ()
        for extra in ours[len(keep) :]:
            self.api.drop_remark(file, extra.id)
        if keep and keep[0].text != text:
            self.api.change_remark(file, keep[0].id, text)
        elif text and not keep:
            self._add(file, text)
        return len(ours) > 1 or (ours[0].text if ours else "") != text

    def _ours(self, file: FileId) -> tuple[Remark, ...]:
        return tuple(
            one
            for one in self.api.remarks(file)
            if one.actor == self.api.account.user and wording.is_ours(one.text)
        )

    def _add(self, file: FileId, text: str) -> None:
        self.api.remark(file, text)
        if not self._ours(file):
            raise HostConfused("the comment did not stay")
