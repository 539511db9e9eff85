"""Who put which photo into a host, for as long as it takes to tell them. In memory alone."""

import threading
from collections import OrderedDict

from connector.values import EventKind, HostId, HostName, WebhookEvent

REMEMBERED = 10_000


class Uploads:
    """Remembers uploaders by photo; the oldest make room for new ones. Thread-safe."""

    def __init__(self, *, remembered: int = REMEMBERED) -> None:
        """Begin with nobody."""
        self._remembered = remembered
        self._lock = threading.Lock()
        self._by: OrderedDict[tuple[HostName, HostId], str] = OrderedDict()

    def note(self, event: WebhookEvent) -> None:
        """Remember who did it, where a message says so."""
        if event.kind is not EventKind.CHANGED or event.host_id is None or not event.by:
            return
        with self._lock:
            self._by[(event.host, event.host_id)] = event.by
            self._by.move_to_end((event.host, event.host_id))
            while len(self._by) > self._remembered:
                self._by.popitem(last=False)

    def of(self, host: HostName, photo: HostId) -> str:
        """Give who put a photo there; empty where that is not known."""
        with self._lock:
            return self._by.get((host, photo), "")
