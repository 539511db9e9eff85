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
"""Characters that Nextcloud takes as the line and as the text of a notification."""
_ADMIN = "Nextcloud takes notifications from administrators only, and our account is none"
_NOBODY = "the notification was not taken: is there such a user, and is the app Notifications on?"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudMessage:
    """Notifications by our account (a `connector.host.Message`)."""

    api: Api

    def tell(self, user: str, text: str) -> None:
        """Put one notification there. Raises `HostRefused` where ours is no administrator."""
        said = {"shortMessage": text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"}
        if len(text) > SHORT:
            said["longMessage"] = text[:LONG]
        reply = send(self.api, "POST", f"{PATH}/{quote(user, safe='')}", said)
        if reply.status == HTTPStatus.FORBIDDEN:
            raise HostRefused(_ADMIN)
        if reply.status == HTTPStatus.NOT_FOUND:
            raise HostRefused(_NOBODY)
        answers.ocs(reply)
