"""Notifications on the screen of a user, which Nextcloud takes from administrators alone."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from connector.errors import HostRefused
from connector.nextcloud import answers
from connector.nextcloud.api import Api
from connector.nextcloud.ocs import send

PATH = "apps/notifications/api/v2/admin_notifications"
SHORT, LONG = 255, 4000
"""Bytes that Nextcloud takes as the line and as the text of a notification."""
_MORE = "…"
_ADMIN = "Nextcloud takes notifications from administrators only, and our account is none"
_NOBODY = "the notification was not taken: is there such a user, and is the app Notifications on?"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudMessage:
    """Notifications by our account (a `connector.host.Message`)."""

    api: Api

    def tell(self, user: str, text: str) -> None:
        """Put one notification there. Raises `HostRefused` where ours is no administrator."""
        said = {"shortMessage": _cut(text, SHORT)}
        if said["shortMessage"] != text:
            said["longMessage"] = _cut(text, LONG)
        reply = send(self.api, "POST", f"{PATH}/{quote(user, safe='')}", said)
        if reply.status == HTTPStatus.FORBIDDEN:
            raise HostRefused(_ADMIN)
        if reply.status == HTTPStatus.NOT_FOUND:
            raise HostRefused(_NOBODY)
        answers.ocs(reply)


def _cut(text: str, most: int) -> str:
    """Give the text, or what of it fits into so many bytes of UTF-8."""
    data = text.encode()
    if len(data) <= most:
        return text
    return data[: most - len(_MORE.encode())].decode(errors="ignore") + _MORE
