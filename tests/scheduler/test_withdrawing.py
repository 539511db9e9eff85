"""Taking permission back: at once, in the right extent, and proved photo by photo."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from consent.ids import Actor, Channel, PersonId, WithdrawalId
from consent.lifecycle import How
from consent.signing import Means
from consent.states import ConsentState, Mode
from consent.withdrawals import Withdrawal, Withdrawn
from scheduler.errors import ConsentMissing, NoSuchRow
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.set_mode import set_mode
from scheduler.jobs.withdraw import (
    object_photo,
    withdraw_all,
    withdraw_recognition,
    withdraw_uses,
)
from scheduler.values import Finished, Priority
from scheduler.worker import Worker
from tests.fakes.eyes import Painted
from tests.scheduler.asking import (
    BOTH,
    DAD,
    MUM,
    Form,
    asked,
    child,
    letters,
    name_face,
    publish,
    quitclaims,
    signed,
)
from tests.scheduler.world import INSTALLATION, ME, PRINT, WEB, World

MOST_STATEMENTS = 40
"""For one photo with a face, from claim to record; a rate of the host depends on it."""
HERS = How(by=Actor("person:anna"), means=Means.PERSONAL)


@pytest.fixture(autouse=True)
def published(world: World) -> None:
    publish(world)


@pytest.fixture
def anna(world: World) -> PersonId:
    """Somebody who agreed to everything and is named on two photos."""
    person = world.person("Anna")
    signed(world, person, WEB, PRINT, recognition=True)
    for place in ("a.jpg", "b.jpg"):
        world.photo(place, Painted(x=0.4))
    world.run()
    for place in ("a.jpg", "b.jpg"):
        name_face(world, place, person)
    world.work()
    world.clock.forward(hours=1)
    return person


def _proof(world: World) -> Withdrawal:
    with world.store.read() as tx:
        return tx.withdrawals.all()[0]


def test_everything_taken_back_blocks_every_photo_and_is_counted(
    world: World, anna: PersonId
) -> None:
    before = world.status("a.jpg")

    withdraw_all(world.deps, anna, HERS)
    running = _proof(world)
    world.clock.forward(seconds=3)
    world.work()

    done = _proof(world)
    assert (before, world.status("a.jpg"), world.status("b.jpg")) == (
        "cleared",
        "blocked",
        "blocked",
    )
    assert (running.done, running.photos, running.seconds) == (0, 2, None)
    assert (done.done, done.photos, done.seconds) == (2, 2, 3)
    assert "withdrawn" in letters(world)
    with world.store.read() as tx:
        consent = tx.people.recognition_consent(anna)
    assert consent is not None
    assert consent.state is ConsentState.WITHDRAWN


def test_following_a_withdrawal_asks_the_database_little_and_no_more_with_many_people(
    world: World, anna: PersonId
) -> None:
    for _ in range(20):
        world.agree(world.person())
    withdraw_all(world.deps, anna, HERS)
    step = Worker(world.deps).step
    step()
    said: list[str] = []

    def listen(*args: object) -> None:
        said.append(" ".join(str(args[2]).split()))

    event.listen(Engine, "before_cursor_execute", listen)
    step()
    event.remove(Engine, "before_cursor_execute", listen)

    whole = [
        line for line in said if "FROM recognition_consents" in line or "FROM sessions" in line
    ]
    assert whole == []
    assert len(said) <= MOST_STATEMENTS


def test_the_letter_goes_when_the_last_photo_followed(world: World, anna: PersonId) -> None:
    withdraw_all(world.deps, anna, HERS)
    before = letters(world)

    world.work()

    assert before.count("withdrawn") == 0
    assert letters(world).count("withdrawn") == 1


def test_some_uses_are_taken_back_and_the_others_stay(world: World, anna: PersonId) -> None:
    withdraw_uses(world.deps, anna, [PRINT], HERS)
    world.work()

    said = quitclaims(world, anna)
    assert world.status("a.jpg") == "partly"
    assert said["given"].channels == {WEB}
    assert said["withdrawn"].channels == {PRINT}
    assert _proof(world).what is Withdrawn.USES


def test_naming_no_use_takes_nothing_back(world: World, anna: PersonId) -> None:
    with pytest.raises(ConsentMissing):
        withdraw_uses(world.deps, anna, [], HERS)

    assert "withdrawn" not in quitclaims(world, anna)


def test_recognition_alone_leaves_the_permission(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled("Anna")
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.4, who=anna))
    world.run()
    before = world.status("a.jpg")

    withdraw_recognition(world.deps, anna, HERS)
    world.work()

    with world.store.read() as tx:
        assert tx.people.template_counts(world.deps.rules.pack) == {}
    assert (before, world.status("a.jpg")) == ("cleared", "review")
    assert (_proof(world).done, _proof(world).photos) == (1, 1)


def test_recognition_that_was_never_allowed_cannot_be_taken_back(world: World) -> None:
    bo = world.person("Bo")

    with pytest.raises(ConsentMissing):
        withdraw_recognition(world.deps, bo, HERS)


def test_a_use_that_nobody_is_asked_about_is_refused(world: World, anna: PersonId) -> None:
    with pytest.raises(ConsentMissing):
        withdraw_uses(world.deps, anna, [WEB, Channel("../../x")], HERS)

    assert "withdrawn" not in quitclaims(world, anna)


AGAIN = [
    pytest.param(lambda world, anna: withdraw_all(world.deps, anna, HERS), id="everything"),
    pytest.param(lambda world, anna: withdraw_uses(world.deps, anna, [PRINT], HERS), id="one use"),
    pytest.param(
        lambda world, anna: withdraw_recognition(world.deps, anna, HERS), id="recognition"
    ),
    pytest.param(
        lambda world, anna: object_photo(world.deps, anna, world.asset("a.jpg").id, HERS),
        id="a photo",
    ),
]


@pytest.mark.parametrize("act", AGAIN)
def test_taking_back_once_more_is_no_new_withdrawal_and_sends_no_new_letter(
    world: World, anna: PersonId, act: Callable[[World, PersonId], WithdrawalId]
) -> None:
    first = act(world, anna)
    world.work()
    before = (letters(world), quitclaims(world, anna))
    world.clock.forward(days=1)

    again = act(world, anna)
    world.work()

    assert again == first
    assert (letters(world), quitclaims(world, anna)) == before
    with world.store.read() as tx:
        assert [one.id for one in tx.withdrawals.of_person(anna)] == [first]


@pytest.mark.parametrize("act", AGAIN[:3])
def test_taking_back_what_was_given_anew_is_a_new_withdrawal(
    world: World, anna: PersonId, act: Callable[[World, PersonId], WithdrawalId]
) -> None:
    first = act(world, anna)
    world.clock.forward(hours=1)
    signed(world, anna, WEB, PRINT, recognition=True)
    world.clock.forward(hours=1)

    again = act(world, anna)

    assert again != first


def test_everything_is_taken_back_after_one_use_was(world: World, anna: PersonId) -> None:
    first = withdraw_uses(world.deps, anna, [PRINT], HERS)
    world.clock.forward(hours=1)

    everything = withdraw_all(world.deps, anna, HERS)
    once_more = withdraw_uses(world.deps, anna, [PRINT], HERS)

    assert everything != first
    assert once_more == everything
    assert set(quitclaims(world, anna)) == {"withdrawn"}


def test_each_guardian_takes_back_for_themselves(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM, DAD)
    for signer in (MUM, DAD):
        Form(world, ask=asked(world, bo, signer=signer)).say(bo, WEB, PRINT).hand_in()

    mums = withdraw_all(world.deps, bo, HERS, MUM)
    dads = withdraw_all(world.deps, bo, HERS, DAD)

    assert mums != dads
    assert withdraw_all(world.deps, bo, HERS, MUM) in {mums, dads}


def test_an_objection_blocks_one_photo_and_not_the_other(world: World, anna: PersonId) -> None:
    object_photo(world.deps, anna, world.asset("a.jpg").id, HERS)
    world.work()

    assert (world.status("a.jpg"), world.status("b.jpg")) == ("blocked", "cleared")
    assert (_proof(world).what, _proof(world).done) == (Withdrawn.PHOTO, 1)


def test_what_another_ground_or_list_gave_ends_too(world: World, anna: PersonId) -> None:
    world.grant(anna, [WEB])

    withdraw_all(world.deps, anna, HERS)

    assert set(quitclaims(world, anna)) == {"withdrawn"}


def test_who_was_never_asked_can_still_say_no(world: World) -> None:
    bo = world.person("Bo")

    withdraw_all(world.deps, bo, HERS)

    assert quitclaims(world, bo)["withdrawn"].channels == BOTH
    assert _proof(world).seconds == 0


def test_nobody_can_take_back_for_somebody_unknown(world: World) -> None:
    with pytest.raises(NoSuchRow):
        withdraw_all(world.deps, PersonId("nobody"), HERS)


def test_one_guardian_takes_back_and_that_counts_against_the_other(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM, DAD)
    for signer in (MUM, DAD):
        Form(world, ask=asked(world, bo, signer=signer)).say(bo, WEB, PRINT).hand_in()
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    name_face(world, "a.jpg", bo)
    world.work()
    before = world.status("a.jpg")
    world.clock.forward(hours=1)

    withdraw_all(world.deps, bo, HERS, MUM)
    world.work()

    with world.store.read() as tx:
        (subject,) = tx.people.subjects([bo])
    dads = {str(entry.state) for entry in subject.quitclaims if entry.signer.id == DAD}
    assert (before, world.status("a.jpg")) == ("cleared", "blocked")
    assert dads == {"given"}, "what the other guardian said stays as it was said"


def test_signing_again_after_taking_back_counts(world: World, anna: PersonId) -> None:
    withdraw_all(world.deps, anna, HERS)
    world.clock.forward(hours=1)

    signed(world, anna, WEB, PRINT)
    world.work()

    assert world.status("a.jpg") == "cleared"


def test_an_erasure_is_proved_too_without_saying_who_it_was(world: World, anna: PersonId) -> None:
    erase_person(world.deps, anna, ME)
    world.work()

    proof = _proof(world)
    assert (proof.what, proof.person, proof.done, proof.photos) == (Withdrawn.ERASED, None, 2, 2)


def test_a_photo_that_is_worked_on_meanwhile_counts_only_when_it_followed(
    world: World, anna: PersonId
) -> None:
    with world.store.begin() as tx:
        tx.queue.wake([world.asset("a.jpg").id], Priority.WITHDRAWAL, world.clock.now())
        claim = tx.claims.take(world.asset("a.jpg").id, world.clock.now(), 300)
    assert claim is not None

    withdraw_all(world.deps, anna, HERS)

    with world.store.begin() as tx:
        finished = Finished(status=None, redecide_on=None, looked=False)
        tx.claims.finish(claim, finished, world.clock.now())
        tx.withdrawals.done(claim.asset, claim.wanted, world.clock.now())

    assert _proof(world).done == 0
    world.clock.forward(seconds=400)
    world.work()
    assert _proof(world).done == 2


def test_a_mode_that_sees_nobody_still_follows(world: World, anna: PersonId) -> None:
    set_mode(world.deps, INSTALLATION, Mode.OFF, ME)
    world.work()

    withdraw_all(world.deps, anna, HERS)
    world.work()

    assert _proof(world).done == 2
    assert world.status("a.jpg") == "blocked"
