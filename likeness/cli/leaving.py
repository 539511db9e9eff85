"""What a host keeps of ours besides marks, taken back when we leave: webhooks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector.errors import HostError
from likeness.cli.frame import Frame

if TYPE_CHECKING:
    from connector.nextcloud.api import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksTaken:
    """What became of our webhooks."""

    taken: int = 0
    left: int = 0
    said: str = ""


def webhooks_taken(frame: Frame, host: str, admin: "Account | None") -> WebhooksTaken:
    """Take our webhooks of a host away, where there are any."""
    from likeness.bootstrap.cloud_webhooks import remove_webhooks, webhooks_known

    known = webhooks_known(frame.places, host)
    if not known:
        return WebhooksTaken()
    try:
        taken = remove_webhooks(frame.places, host, admin)
    except HostError as error:
        command = f"likeness nextcloud webhooks --remove --host {host} --admin ADMIN"
        said = f" {known} webhooks of ours are left. {error} Run: {command}"
        return WebhooksTaken(left=known, said=said)
    return WebhooksTaken(taken=taken, said=f" {taken} of {known} webhooks of ours were taken away.")
