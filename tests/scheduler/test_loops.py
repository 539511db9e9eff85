"""Loops go on, whatever a round raises."""

import threading
from collections.abc import Callable, Iterator

import pytest
from structlog.testing import capture_logs

from scheduler.loops import (
    FIRST_REST_S,
    LATE_S,
    UNTIL_WOKEN,
    Loop,
    Loops,
    rest_after,
    timer,
)

DEADLINE_S = 60.0


class Rounds:
    """Counts rounds; the first ones raise what they are given."""

    def __init__(self, *raising: BaseException) -> None:
        self.raising = list(raising)
        self.done = threading.Semaphore(0)

    def act(self) -> float:
        if self.raising:
            raise self.raising.pop(0)
        self.done.release()
        return UNTIL_WOKEN

    def happened(self) -> bool:
        return self.done.acquire(timeout=DEADLINE_S)

    def loop(self, name: str = "rounds", rest_s: float = 0.01) -> Loop:
        return Loop(name=name, act=self.act, every_s=UNTIL_WOKEN, longest_rest_s=rest_s)


@pytest.fixture
def start() -> Iterator[Callable[..., Loops]]:
    started: list[Loops] = []

    def begin(*loops: Loop) -> Loops:
        started.append(Loops(loops))
        started[-1].start()
        return started[-1]

    yield begin
    for loops in started:
        loops.stop(DEADLINE_S)


@pytest.mark.parametrize(
    "error", [ValueError("a"), OSError("b"), MemoryError(), RuntimeError("c"), LookupError("d")]
)
def test_a_loop_goes_on_after_whatever_a_round_raised(
    start: Callable[..., Loops], error: Exception
) -> None:
    rounds = Rounds(error, error, error)

    loops = start(rounds.loop())

    assert rounds.happened()
    assert [state.alive for state in loops.states()] == [True]


def test_a_loop_that_was_woken_begins_its_next_round(start: Callable[..., Loops]) -> None:
    rounds = Rounds()
    loops = start(rounds.loop())
    assert rounds.happened()

    loops.wake("rounds")

    assert rounds.happened()


def test_a_loop_that_was_woken_during_a_round_does_one_more(start: Callable[..., Loops]) -> None:
    entered, leave, rounds = threading.Event(), threading.Event(), threading.Semaphore(0)

    def act() -> float:
        entered.set()
        assert leave.wait(DEADLINE_S)
        rounds.release()
        return UNTIL_WOKEN

    loops = start(Loop(name="slow", act=act, every_s=UNTIL_WOKEN, longest_rest_s=1.0))
    assert entered.wait(DEADLINE_S)

    loops.wake("slow")
    leave.set()

    assert rounds.acquire(timeout=DEADLINE_S)
    assert rounds.acquire(timeout=DEADLINE_S)


def test_a_loop_in_trouble_holds_up_no_other(start: Callable[..., Loops]) -> None:
    stuck, well = threading.Event(), Rounds()

    def wait() -> float:
        stuck.wait(DEADLINE_S)
        return UNTIL_WOKEN

    start(Loop(name="stuck", act=wait, every_s=1.0, longest_rest_s=1.0), well.loop("well"))
    happened = well.happened()
    stuck.set()

    assert happened


class Clock:
    """A monotonic clock that tests move."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_loop_without_a_round_for_long_is_late() -> None:
    clock, rounds = Clock(), Rounds()
    tick = Loop(
        name="tick",
        act=lambda: (rounds.act(), UNTIL_WOKEN)[1],
        every_s=30.0,
        longest_rest_s=30.0,
    )
    loops = Loops([tick], clock)
    loops.start()
    assert rounds.happened()

    clock.seconds += 3 * 30.0 + LATE_S + 1
    (state,) = loops.states()
    loops.stop(DEADLINE_S)

    assert state.late
    assert state.age_s > LATE_S


def test_a_loop_that_was_stopped_is_not_alive() -> None:
    rounds = Rounds()
    loops = Loops([rounds.loop()])
    loops.start()
    assert rounds.happened()

    loops.stop(DEADLINE_S)
    loops.stop(DEADLINE_S)

    assert [state.alive for state in loops.states()] == [False]


@pytest.mark.parametrize(
    ("failures", "longest_s", "rest_s"),
    [
        pytest.param(1, 30.0, FIRST_REST_S, id="first"),
        pytest.param(2, 30.0, 2.0, id="doubled"),
        pytest.param(5, 30.0, 16.0, id="four times doubled"),
        pytest.param(6, 30.0, 30.0, id="never longer than the longest"),
        pytest.param(10_000, 30.0, 30.0, id="many"),
        pytest.param(3, 3.0, 3.0, id="a timer never waits longer than its interval"),
    ],
)
def test_failures_in_a_row_wait_longer(failures: int, longest_s: float, rest_s: float) -> None:
    assert rest_after(failures, longest_s) == rest_s


def test_a_timer_calls_again_after_its_interval(start: Callable[..., Loops]) -> None:
    calls = threading.Semaphore(0)

    start(timer("tick", calls.release, 0.01))

    assert calls.acquire(timeout=DEADLINE_S)
    assert calls.acquire(timeout=DEADLINE_S)


def test_what_was_raised_and_its_end_are_logged_under_the_name_of_the_loop() -> None:
    rounds = Rounds(ValueError("Anna Jansen"))
    loops = Loops([rounds.loop("poll:archive")])

    with capture_logs() as lines:
        loops.start()
        assert rounds.happened()
        loops.stop(DEADLINE_S)

    events = [(line["event"], line["loop"]) for line in lines]
    assert events == [("round-failed", "poll:archive"), ("round-recovered", "poll:archive")]
    assert "Anna" not in str(lines)
