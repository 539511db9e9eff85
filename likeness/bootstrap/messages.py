"""Messages of hosts in a running service: what reads them, and a note of when the last one came."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from connector.errors import SecretUnfit
from connector.registry import KINDS
from connector.values import HostName, WebhookEvent
from connector.webhooks import Reader, WebhookKeys
from likeness.bootstrap.app import App
from likeness.storage.errors import StorageError
from likeness.uploads import Uploads
from likeness.web.hooks import Hints
from scheduler.ports import Store, Tx

NOTED_APART = timedelta(seconds=60)


def message_readers(app: App) -> dict[HostName, Reader]:
    """Give what reads the messages of each host that has a secret for them.

    Raises `SecretUnfit`.
    """
    found = {}
    for name, host in app.settings.hosts.items():
        read = KINDS[host.kind].messages
        secret = app.places.secrets.find(f"{name}-webhook")
        if read is not None and secret is not None:
            try:
                keys = WebhookKeys.read(secret.value.get_secret_value())
            except SecretUnfit as error:
                raise SecretUnfit(f"{error} It comes from: {secret.origin}.") from None
            found[HostName(name)] = read(host, keys)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """When the last message of a host came."""

    at: datetime
    late_s: int | None
    """How long after the event; None where the host does not say when that was."""


@dataclass(slots=True, kw_only=True)
class HeardHints:
    """Notes now and then that a host was heard, and passes every hint on (a `Hints`)."""

    hints: Hints
    store: Store
    uploads: Uploads
    now: Callable[[], datetime]
    _noted: dict[HostName, datetime] = field(default_factory=dict)

    def hint(self, event: WebhookEvent) -> None:
        """Take note and give back at once; never raises."""
        self.uploads.note(event)
        self.hints.hint(event)
        at = self.now()
        last = self._noted.get(event.host)
        if last is not None and at - last < NOTED_APART:
            return
        self._noted[event.host] = at
        late_s = round((at - event.at).total_seconds()) if event.at else None
        try:
            with self.store.begin() as tx:
                said = json.dumps({"at": at.isoformat(), "late_s": late_s})
                tx.facts.put(_fact(event.host), said)
        except StorageError as error:
            structlog.get_logger().warning("webhook-not-noted", error=type(error).__name__)


def last_heard(tx: Tx, host: HostName) -> Heard | None:
    """Give when the last message of a host came; None where none ever did."""
    said = tx.facts.get(_fact(host))
    if not said:
        return None
    body = json.loads(said)
    return Heard(at=datetime.fromisoformat(body["at"]), late_s=body["late_s"])


def _fact(host: HostName) -> str:
    return f"heard:{host}"
