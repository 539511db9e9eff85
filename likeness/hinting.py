"""Turns hints into polls at once: as many as it takes, and never two close together."""

import threading
from collections.abc import Callable, Mapping

from connector.values import EventKind, HostName, PhotoRef, WebhookEvent

APART_S = 1.0
"""Between two polls of one host that were hinted at: a storm of messages is a poll a second."""
MOST_PHOTOS = 1000
"""To be looked into at most, between two polls; what is beyond must be asked for once more."""


class Hinted:
    """The hints of one host, in a thread of its own: a host in trouble holds up no other."""

    def __init__(
        self,
        poll: Callable[[], bool],
        acts: Mapping[EventKind, Callable[[PhotoRef], None]],
        *,
        apart_s: float = APART_S,
    ) -> None:
        """Prepare; nothing runs yet. `poll` gives False where one was under way already.

        `acts`: what is done about one photo, by what was hinted at, before the poll.
        """
        self._poll, self._acts, self._apart_s = poll, acts, apart_s
        self._stop, self._due, self._lock = threading.Event(), threading.Event(), threading.Lock()
        self._photos: set[tuple[EventKind, PhotoRef]] = set()
        self._thread = threading.Thread(target=self._run, name="hints", daemon=True)

    def hint(self, event: WebhookEvent) -> None:
        """Take note. Gives back at once."""
        if event.kind in self._acts and event.host_id is not None:
            with self._lock:
                if len(self._photos) < MOST_PHOTOS:
                    self._photos.add((event.kind, PhotoRef(host=event.host, id=event.host_id)))
        self._due.set()

    def start(self) -> None:
        """Begin to act on hints."""
        self._thread.start()

    def stop(self, grace_s: float) -> None:
        """Finish the poll under way, within this time. Safe to call twice."""
        self._stop.set()
        self._due.set()
        if self._thread.is_alive():
            self._thread.join(grace_s)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._due.wait()
            self._due.clear()
            if self._stop.is_set():
                return
            self._act()
            self._stop.wait(self._apart_s)

    def _act(self) -> None:
        with self._lock:
            photos, self._photos = self._photos, set()
        for kind, photo in photos:
            self._acts[kind](photo)
        if not self._poll():  # that one may have begun before the change: ask once more
            self._due.set()


class HintedHosts:
    """Passes each hint to its host (implements `likeness.web.hooks.Hints`)."""

    def __init__(self, hosts: Mapping[HostName, Hinted]) -> None:
        """Know the hosts."""
        self._hosts = hosts

    def hint(self, event: WebhookEvent) -> None:
        """Pass it on; a hint about no host of ours is nothing."""
        if hinted := self._hosts.get(event.host):
            hinted.hint(event)

    def start(self) -> None:
        """Begin to act on hints."""
        for hinted in self._hosts.values():
            hinted.start()

    def stop(self, grace_s: float) -> None:
        """Finish what is under way, within this time. Safe to call twice."""
        for hinted in self._hosts.values():
            hinted.stop(grace_s)
