"""Readiness and metrics know which threads should live, and how old each timer is."""

import pytest

from likeness.bootstrap.running import health_of_loops
from likeness.metrics import Metrics
from scheduler.loops import LoopState


def state(
    name: str, *, alive: bool = True, late: bool = False, failures: int = 0, age_s: float = 1.0
) -> LoopState:
    return LoopState(name=name, alive=alive, late=late, failures=failures, age_s=age_s)


@pytest.mark.parametrize(
    ("odd", "ok", "words"),
    [
        pytest.param(state("worker-1"), True, "", id="all well"),
        pytest.param(
            state("worker-1", alive=False),
            False,
            "Ended: worker-1. Restart the service; the log says why.",
            id="a thread ended",
        ),
        pytest.param(
            state("poll:dam", late=True),
            False,
            "Late: poll:dam. Restart the service; the log says why.",
            id="a timer is late",
        ),
        pytest.param(
            state("poll:dam", failures=3),
            True,
            "Failing, tried again: poll:dam.",
            id="failing is no reason to be out of service",
        ),
    ],
)
def test_readiness_names_the_threads_in_trouble(
    odd: LoopState,
    ok: bool,  # noqa: FBT001 - a column of the table
    words: str,
) -> None:
    health = health_of_loops((state("worker-0"), odd, state("turn-day")))

    assert (health.name, health.ok, health.advice) == ("threads", ok, words)


def test_metrics_tell_workers_that_live_from_those_that_should() -> None:
    metrics = Metrics()
    metrics.watch_workers(lambda: (state("worker-0"), state("worker-1", alive=False)))

    text = metrics.text().decode()

    assert "likeness_workers_wanted 2.0" in text
    assert "likeness_workers_alive 1.0" in text


def test_metrics_tell_the_age_and_the_failures_of_every_loop() -> None:
    metrics = Metrics()
    metrics.watch_loops(lambda: (state("poll:dam", age_s=42.0, failures=2), state("turn-day")))

    text = metrics.text().decode()

    assert 'likeness_loop_age_seconds{loop="poll:dam"} 42.0' in text
    assert 'likeness_loop_failures{loop="poll:dam"} 2.0' in text
    assert 'likeness_loop_failures{loop="turn-day"} 0.0' in text
