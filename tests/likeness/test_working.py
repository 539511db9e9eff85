"""The work beside the listeners: hints bring polls forward and have photos checked again."""

import threading
from collections.abc import Iterator

import pytest

from connector.values import EventKind, HostId, HostName, WebhookEvent
from likeness.storage.errors import StorageError, StoreBroken, StoreBusy, StoreFull
from likeness.storage.store import SqlStore
from likeness.working import Tempo, Work
from scheduler.jobs.process_asset import Outcome
from tests.fakes.eyes import Painted
from tests.fakes.host import Call, Fault
from tests.scheduler.world import World

DEADLINE_S = 60.0
SELDOM_S = 86_400.0


class Running:
    """A world whose timers tick once a day: whatever happens sooner was hinted at."""

    def __init__(self, store: SqlStore, *, threads: int = 1) -> None:
        self.world = World(store)
        self._done = threading.Semaphore(0)
        self.world.photo("first.jpg", Painted(x=0.4))
        self.work = Work(
            self.world.deps,
            Tempo(threads=threads, timezone="Europe/Amsterdam", poll_s={self.host: SELDOM_S}),
            on_done=self._note,
            on_refused=lambda: None,
        )

    @property
    def host(self) -> HostName:
        return self.world.host.name

    def _note(self, _: Outcome) -> None:
        self._done.release()

    def processed(self) -> bool:
        return self._done.acquire(timeout=DEADLINE_S)

    def hint(self, kind: EventKind, photo: HostId | None = None) -> None:
        self.work.hints.hint(WebhookEvent(host=self.host, host_id=photo, kind=kind, id="m"))


@pytest.fixture
def running(store: SqlStore) -> Iterator[Running]:
    running = Running(store)
    running.work.start()
    assert running.processed()
    yield running
    running.work.stop(DEADLINE_S)


def test_a_hint_brings_the_poll_forward(running: Running) -> None:
    running.world.photo("second.jpg", Painted(x=0.4))

    running.hint(EventKind.CHANGED)

    assert running.processed()
    assert running.world.status("second.jpg") == "review"


def test_a_photo_somebody_asks_for_is_looked_at_again(running: Running) -> None:
    photo = running.world.host.ref("first.jpg").id
    before = running.world.asset("first.jpg").scan_done

    running.hint(EventKind.CHECK, photo)

    assert running.processed()
    assert running.world.asset("first.jpg").scan_done > before


def test_a_host_in_trouble_is_asked_again_at_the_next_hint(running: Running) -> None:
    running.world.photo("second.jpg", Painted(x=0.4))
    running.world.host.fail(Fault.UNAVAILABLE, times=1)
    gate = running.world.host.hold(Call.CHANGES)
    running.hint(EventKind.CHANGED)
    assert gate.reached.wait(DEADLINE_S)

    running.hint(EventKind.CHANGED)
    gate.go.set()

    assert running.processed()


def test_stopping_twice_is_no_trouble(running: Running) -> None:
    running.work.stop(DEADLINE_S)

    running.work.stop(DEADLINE_S)


class TroubledStore:
    """The real store, whose transactions begin with an error as long as one is set."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.error: Exception | None = None
        self.refused = threading.Semaphore(0)

    def begin(self) -> object:
        return self._guarded().begin()

    def read(self) -> object:
        return self._guarded().read()

    def _guarded(self) -> SqlStore:
        if self.error is not None:
            self.refused.release()
            raise self.error
        return self._store

    def __getattr__(self, name: str) -> object:  # noqa: D105 - passes on
        return getattr(self._store, name)


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(StoreBusy("busy"), id="locked"),
        pytest.param(StoreFull("full"), id="disk full"),
        pytest.param(StoreBroken("broken"), id="damaged"),
        pytest.param(ValueError("unexpected"), id="anything else"),
    ],
)
def test_every_thread_outlives_a_database_in_trouble(
    store: SqlStore, error: StorageError | ValueError
) -> None:
    troubled = TroubledStore(store)
    running = Running(troubled, threads=3)  # type: ignore[arg-type]  # a store with faults
    running.work.start()
    assert running.processed()

    troubled.error = error
    for _ in range(6):
        running.hint(EventKind.CHANGED)
        assert troubled.refused.acquire(timeout=DEADLINE_S)
    troubled.error = None
    running.world.photo("second.jpg", Painted(x=0.4))
    running.hint(EventKind.CHANGED)
    processed = running.processed()
    loops = (running.work.workers, running.work.timers, *running.work.hints.loops())
    alive = [state.alive for each in loops for state in each.states()]
    running.work.stop(DEADLINE_S)

    assert processed
    assert all(alive)
    assert len(alive) == 3 + 5 + 1
