"""How far a long look through a host is, in the log."""

from structlog.testing import capture_logs

from connector.values import HostName
from likeness.importing import EVERY_S, ImportLog


class Clock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_long_look_says_how_far_it_is_and_what_is_left() -> None:
    clock = Clock()
    log = ImportLog(host=HostName("dam"), clock=clock)

    with capture_logs() as lines:
        for seen in (200, 400, 600):
            log(seen, 1000)
            clock.now += EVERY_S

    assert [(line["seen"], line["total"], line["left_s"]) for line in lines] == [
        (400, 1000, 45),
        (600, 1000, 30),
    ]


def test_a_short_look_is_not_worth_a_word() -> None:
    clock = Clock()
    log = ImportLog(host=HostName("dam"), clock=clock)

    with capture_logs() as lines:
        for seen in (200, 400, 600):
            log(seen, 1000)
            clock.now += 1.0

    assert lines == []


def test_without_any_progress_there_is_no_estimate() -> None:
    clock = Clock()
    log = ImportLog(host=HostName("dam"), clock=clock)

    with capture_logs() as lines:
        log(200, 1000)
        clock.now += EVERY_S
        log(200, 1000)

    assert [line["left_s"] for line in lines] == [None]
