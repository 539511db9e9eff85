"""The service that plans and sends: begins by taking back what a dead process left."""

import threading
from zoneinfo import ZoneInfo

import pytest

from consent.alerts import AlertPlan
from likeness.metrics import Metrics, OutboxCounts
from likeness.posting import Letters, Pace
from likeness.storage.store import SqlStore
from scheduler.jobs.plan_alerts import AlertRules
from scheduler.ports.outbox import Letter, LetterKind, OutboxState
from scheduler.ports.post import Post
from tests.fakes.post import FakeComposer, FakeMailer
from tests.scheduler.world import World

RULES = AlertRules(plan=AlertPlan(desk=False), zone=ZoneInfo("Europe/Amsterdam"))
DEADLINE_S = 60.0


@pytest.fixture
def world(store: SqlStore) -> World:
    return World(store=store)


def put(world: World, key: str) -> None:
    with world.store.begin() as tx:
        letter = Letter(key=key, kind=LetterKind.ASK, due_at=world.clock.now())
        tx.outbox.put(letter)


def test_what_a_dead_process_was_sending_is_taken_back_and_sent(world: World) -> None:
    put(world, "a")
    with world.store.begin() as tx:
        claim = tx.letter_claims.claim(world.clock.now(), 3600.0)
        assert claim
        tx.letter_claims.sending(claim)
    arrived = threading.Event()
    mailer = FakeMailer(during=lambda _address: arrived.set())
    post = Post(composer=FakeComposer(), mailer=mailer)
    letters = Letters(world.deps, post, RULES, Pace(send_s=0.05, plan_s=0.05))

    letters.start()
    came = arrived.wait(DEADLINE_S)
    letters.stop(1.0)
    letters.stop(1.0)

    assert came
    with world.store.read() as tx:
        (posted,) = tx.outbox.all()
    assert (posted.state, posted.doubts) == (OutboxState.SENT, 1)


def test_metrics_count_letters_by_state() -> None:
    metrics = Metrics()
    metrics.watch_outbox(lambda: OutboxCounts(states={"waiting": 3, "held": 1}, doubts=2))

    text = metrics.text().decode()

    assert 'likeness_letters{state="waiting"} 3.0' in text
    assert "likeness_letters_in_doubt_total 2.0" in text
