"""Our one comment, with a mention of who put the photo there: Nextcloud notifies whom it names.

Its own notifications only an administrator may send. The mention stays in the comment, so whoever
was told of a no is told when it changes, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from connector.nextcloud.comments import NextcloudComments
from connector.nextcloud.wording import LIMIT, WARNING
from connector.values import HostId, PhotoRef

_BEGIN, _END = '\n@"', '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class MentioningComments:
    """Comments that mention the uploader where something stands against a use."""

    inner: NextcloudComments
    uploader: Callable[[HostId], str]
    """Gives the user who put a photo there; empty where that is not known any more."""

    def read(self, ref: PhotoRef) -> str:
        """Give the text of our comment without its mention; empty = none. Raises `PhotoGone`."""
        return _split(self.inner.read(ref))[0]

    def write(self, ref: PhotoRef, text: str) -> bool:
        """Make our one comment say this; empty takes it away. Says whether anything changed.

        Somebody is mentioned with news alone: a comment that says the same stays as it is.
        """
        before, mention = _split(self.inner.read(ref))
        if text != before and not mention and f"\n{WARNING}" in text:
            mention = _mention(self.uploader(ref.id))
        whole = text + mention if text and len(text + mention) <= LIMIT else text
        return self.inner.write(ref, whole)


def _mention(user: str) -> str:
    return f"{_BEGIN}{user}{_END}" if user and _END not in user and "\n" not in user else ""


def _split(text: str) -> tuple[str, str]:
    """Part a comment and its mention."""
    said, begin, rest = text.rpartition(_BEGIN)
    if begin and rest.endswith(_END) and "\n" not in rest:
        return said, begin + rest
    return text, ""
