"""Turns hints into polls at once: as many as it takes, and never two close together."""

import threading
from collections.abc import Callable, Mapping

import structlog

from connector.values import EventKind, HostName, PhotoRef, WebhookEvent
from scheduler.loops import UNTIL_WOKEN, Loop, Loops

APART_S = 1.0
"""Between two polls of one host that were hinted at: a storm of messages is a poll a second."""
MOST_PHOTOS = 10_000
"""To be looked into at most, between two polls; what is beyond must be asked for once more.

Whoever marks a whole selection at once sends a message for each photo.
"""
LONGEST_REST_S = 60.0
"""Between two tries of a hinted poll that fails; the timer polls beside it."""


class Hinted:
    """The hints of one host, in a thread of its own: a host in trouble holds up no other."""

    def __init__(
        self,
        poll: Callable[[], bool],
        acts: Mapping[EventKind, Callable[[PhotoRef, str], object]],
        *,
        name: str,
        apart_s: float = APART_S,
    ) -> None:
        """Prepare; nothing runs yet. `poll` gives False where one was under way already.

        `acts`: what is done about one photo, by what was hinted at, before the poll.
        """
        self._poll, self._acts, self._apart_s = poll, acts, apart_s
        self._lock, self._rest = threading.Lock(), threading.Event()
        self._photos: dict[tuple[EventKind, PhotoRef], str] = {}
        self._name = f"hints:{name}"
        self.loops = Loops(
            [
                Loop(
                    name=self._name,
                    act=self._act,
                    every_s=UNTIL_WOKEN,
                    longest_rest_s=LONGEST_REST_S,
                    first_s=UNTIL_WOKEN,
                )
            ]
        )

    def hint(self, event: WebhookEvent) -> None:
        """Take note. Gives back at once."""
        if event.kind in self._acts and event.host_id is not None:
            with self._lock:
                if len(self._photos) < MOST_PHOTOS:
                    photo = PhotoRef(host=event.host, id=event.host_id)
                    self._photos[event.kind, photo] = event.by
        self.loops.wake(self._name)

    def start(self) -> None:
        """Begin to act on hints."""
        self.loops.start()

    def stop(self, grace_s: float) -> None:
        """Finish the poll under way, within this time. Safe to call twice."""
        self._rest.set()
        self.loops.stop(grace_s)

    def _act(self) -> float:
        with self._lock:
            photos, self._photos = self._photos, {}
        for kind, photo in sorted(photos, key=lambda hint: hint[0] is not EventKind.TOUCHED):
            self._act_on(kind, photo, photos[kind, photo])
        polled = self._poll()
        self._rest.wait(self._apart_s)
        return UNTIL_WOKEN if polled else 0.0  # one under way may have begun before the change

    def _act_on(self, kind: EventKind, photo: PhotoRef, by: str) -> None:
        """Do what was hinted at about one photo; trouble with it holds up no other photo.

        Nothing is lost: the poll that follows is the truth.
        """
        try:
            self._acts[kind](photo, by)
        except Exception as error:  # noqa: BLE001 - a hint is never the only way to a change
            log = structlog.get_logger()
            log.warning("hint-failed", loop=self._name, kind=kind, error=type(error).__name__)


class HintedHosts:
    """Passes each hint to its host (implements `likeness.web.hooks.Hints`)."""

    def __init__(self, hosts: Mapping[HostName, Hinted]) -> None:
        """Know the hosts."""
        self._hosts = hosts

    def hint(self, event: WebhookEvent) -> None:
        """Pass it on; a hint about no host of ours is nothing."""
        if hinted := self._hosts.get(event.host):
            hinted.hint(event)

    def loops(self) -> tuple[Loops, ...]:
        """Give the loops behind the hints, to be watched."""
        return tuple(hinted.loops for hinted in self._hosts.values())

    def start(self) -> None:
        """Begin to act on hints."""
        for hinted in self._hosts.values():
            hinted.start()

    def stop(self, grace_s: float) -> None:
        """Finish what is under way, within this time. Safe to call twice."""
        for hinted in self._hosts.values():
            hinted.stop(grace_s)
