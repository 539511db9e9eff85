"""What a changed setting and a new day do to photos that were decided already."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consent.errors import NotAllowed
from consent.ids import PersonId
from consent.states import Confirm, ConsentState, FindingKind
from scheduler.jobs.erase_person import PENDING
from scheduler.jobs.notice_rules import notice_rules
from scheduler.jobs.turn_day import turn_day
from tests.fakes.eyes import Painted
from tests.scheduler.world import WEB, World


def test_the_first_run_notices_nothing_new(world: World) -> None:
    world.photo("a.jpg")
    world.run()

    assert [notice_rules(world.deps), notice_rules(world.deps)] == [0, 0]


def test_a_channel_that_is_taken_away_is_decided_anew(world: World) -> None:
    notice_rules(world.deps)
    world.photo("a.jpg")
    world.run()
    rules = replace(world.deps.rules, decide=replace(world.deps.rules.decide, channels=(WEB,)))
    world.deps = replace(world.deps, rules=rules)

    woken = notice_rules(world.deps)
    world.work()

    marks = world.shown("a.jpg")
    assert marks is not None
    assert (woken, marks.channels, world.eyes.scans) == (1, ("website",), 1)


def test_a_stricter_policy_has_every_photo_looked_at_again(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    notice_rules(world.deps)
    world.run()
    before = world.status("a.jpg")

    world.confirm_by(Confirm.ALWAYS)
    notice_rules(world.deps)
    world.work()

    assert (before, world.status("a.jpg")) == ("cleared", "review")


def test_accepting_alone_is_refused_in_a_gallery_over_the_limit(world: World) -> None:
    world.enrolled()
    world.deps = replace(world.deps, rules=replace(world.deps.rules, auto_limit=0))

    with pytest.raises(NotAllowed, match="Set confirm to weak"):
        notice_rules(world.deps)


def test_a_recognition_consent_ends_with_its_last_day(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.agree(anna, ends=date(2026, 3, 3))
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()
    on_the_day = world.status("a.jpg")

    world.clock.forward(days=2)
    turned = turn_day(world.deps)
    world.work()

    assert (on_the_day, turned.ended, world.status("a.jpg")) == ("cleared", 1, "review")
    assert [f.kind for f in world.findings("a.jpg")] == [FindingKind.REMOVED]
    with world.store.read() as tx:
        assert tx.people.recognition_consents()[anna].state is ConsentState.EXPIRED
        assert tx.people.template_counts("fake") == {}


def test_a_missed_day_is_caught_up(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna, ends=date(2026, 3, 5))
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    world.clock.forward(days=60)
    turn_day(world.deps)
    world.work()

    assert world.status("a.jpg") == "blocked"


def test_the_hand_over_birthday_ends_a_guardians_grant(world: World) -> None:
    world.recognise_everywhere()
    birthday = world.clock.today() + timedelta(days=10)
    child = world.enrolled(minor_until=birthday)
    world.grant(child, guardian=True)
    world.photo("a.jpg", Painted(x=0.2, who=child))
    world.run()
    marks = world.shown("a.jpg")
    assert marks is not None
    until = marks.until

    world.clock.forward(days=10)
    turn_day(world.deps)
    world.work()

    assert until == birthday - timedelta(days=1)
    assert world.status("a.jpg") == "blocked"


def test_an_erasure_that_was_interrupted_is_finished_by_the_timer(world: World) -> None:
    anna = world.person()
    with world.store.begin() as tx:
        tx.facts.put(PENDING + anna, "yes")

    turned = turn_day(world.deps)

    assert turned.erased == 1
    with world.store.read() as tx:
        assert PersonId(anna) not in tx.people.ids()


def test_photos_gone_for_the_grace_period_are_purged(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.2))
    world.photo("b.jpg")
    world.run()
    world.host.delete("a.jpg")
    world.run()

    world.clock.forward(days=world.deps.rules.grace_days + 1)

    assert turn_day(world.deps).purged == 1
