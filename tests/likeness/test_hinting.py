"""Hints become polls."""

import threading
from collections.abc import Callable, Iterator

import pytest

from connector.values import EventKind, HostId, HostName, PhotoRef, WebhookEvent
from likeness.hinting import MOST_PHOTOS, Hinted, HintedHosts

DAM = HostName("dam")
DEADLINE_S = 60.0


def changed(host: str = "dam") -> WebhookEvent:
    return WebhookEvent(host=HostName(host), host_id=None, kind=EventKind.CHANGED, id="m")


def asked(photo: str, kind: EventKind = EventKind.CHECK) -> WebhookEvent:
    return WebhookEvent(host=DAM, host_id=HostId(photo), kind=kind, id=f"{kind}-{photo}")


class Host:
    """Counts its polls; each waits until it is let go."""

    def __init__(self, *, apart_s: float = 0.0, answers: tuple[bool, ...] = ()) -> None:
        self.polls, self.checked = 0, list[PhotoRef]()
        self.go, self.polled = threading.Semaphore(0), threading.Semaphore(0)
        self._answers = list(answers)
        acts = {EventKind.CHECK: self._check, EventKind.GONE: self._check}
        self.hinted = Hinted(self._poll, acts, name="dam", apart_s=apart_s)

    def _check(self, photo: PhotoRef, _by: str) -> None:
        self.checked.append(photo)

    def _poll(self) -> bool:
        assert self.go.acquire(timeout=DEADLINE_S)
        self.polls += 1
        self.polled.release()
        return self._answers.pop(0) if self._answers else True

    def wait(self) -> None:
        assert self.polled.acquire(timeout=DEADLINE_S)


@pytest.fixture
def running() -> Iterator[Callable[[Host], Host]]:
    started: list[Host] = []

    def start(host: Host) -> Host:
        started.append(host)
        host.hinted.start()
        return host

    yield start
    for host in started:
        host.go.release(100)
        host.hinted.stop(DEADLINE_S)


def test_what_somebody_changed_of_ours_comes_before_what_asks_the_host() -> None:
    order: list[EventKind] = []
    polled = threading.Event()

    def poll() -> bool:
        polled.set()
        return True

    acts = {kind: _noting(order, kind) for kind in (EventKind.GONE, EventKind.TOUCHED)}
    hinted = Hinted(poll, acts, name="dam")
    for number in range(20):
        hinted.hint(asked(str(number), EventKind.GONE))
    hinted.hint(asked("forged", EventKind.TOUCHED))

    hinted.start()
    assert polled.wait(DEADLINE_S)
    hinted.stop(DEADLINE_S)

    assert order == [EventKind.TOUCHED, *[EventKind.GONE] * 20]


def _noting(order: list[EventKind], kind: EventKind) -> Callable[[PhotoRef, str], None]:
    return lambda _photo, _by: order.append(kind)


def test_a_hint_polls_the_host(running: Callable[[Host], Host]) -> None:
    host = running(Host())

    host.hinted.hint(changed())
    host.go.release()
    host.wait()

    assert host.polls == 1


def test_many_hints_during_a_poll_are_one_more_poll(running: Callable[[Host], Host]) -> None:
    host = running(Host())
    host.hinted.hint(changed())
    host.go.release()
    host.wait()
    for _ in range(100):
        host.hinted.hint(changed())

    host.go.release(100)
    host.wait()
    host.hinted.stop(DEADLINE_S)

    assert 2 <= host.polls <= 3


def test_a_hint_while_the_host_is_being_polled_asks_once_more(
    running: Callable[[Host], Host],
) -> None:
    host = running(Host(answers=(False, True)))

    host.hinted.hint(changed())
    host.go.release(2)
    host.wait()
    host.wait()

    assert host.polls == 2


def test_a_photo_to_check_again_is_checked_before_the_poll(
    running: Callable[[Host], Host],
) -> None:
    host = running(Host())

    host.hinted.hint(asked("12"))
    host.go.release()
    host.wait()

    assert host.checked == [PhotoRef(host=DAM, id=HostId("12"))]


def test_no_more_photos_are_kept_than_fit(running: Callable[[Host], Host]) -> None:
    host = Host()
    for number in range(MOST_PHOTOS + 5):
        host.hinted.hint(asked(str(number)))

    running(host)
    host.go.release()
    host.wait()

    assert len(host.checked) == MOST_PHOTOS


def test_stopping_twice_and_before_the_start_is_no_trouble() -> None:
    host = Host()

    host.hinted.stop(DEADLINE_S)
    host.hinted.stop(DEADLINE_S)

    assert host.polls == 0


def test_a_host_in_trouble_holds_up_no_other(running: Callable[[Host], Host]) -> None:
    stuck, well = running(Host()), running(Host())
    hosts = HintedHosts({DAM: stuck.hinted, HostName("other"): well.hinted})

    hosts.hint(changed("dam"))
    hosts.hint(changed("other"))
    well.go.release()
    well.wait()

    assert (stuck.polls, well.polls) == (0, 1)


def test_a_hint_about_no_host_of_ours_is_nothing() -> None:
    host = Host()

    HintedHosts({DAM: host.hinted}).hint(changed("elsewhere"))

    assert host.polls == 0
