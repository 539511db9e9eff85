"""Children: who is asked, when they come of age, guardians who disagree; and asks that end."""

from datetime import date, timedelta

import pytest

from consent.errors import NotAllowed
from consent.families import Conflict, Guardian
from consent.ids import PersonId, SignerId
from consent.lifecycle import How
from consent.signing import Means
from consent.states import ConsentState
from scheduler.asking import AskRequest, Problem, Wish
from scheduler.errors import ConsentMissing, NoticeMissing
from scheduler.jobs.ask_person import (
    ask,
    end_ask,
    expire_asks,
    preview_asks,
    remind,
    resend,
)
from scheduler.jobs.expire_quitclaims import expire_quitclaims
from scheduler.jobs.hand_over import plan_hand_overs
from scheduler.jobs.remind_asked import preview_reminders, remind_many
from scheduler.jobs.renew import renew, renew_household
from scheduler.jobs.save_guardian import conflicts, remove_guardian
from scheduler.jobs.turn_day import turn_day
from tests.fakes.eyes import Painted
from tests.scheduler.asking import (
    DAD,
    MUM,
    TOWN,
    Form,
    ask_state,
    asked,
    child,
    letters,
    name_face,
    publish,
    quitclaims,
    signed,
)
from tests.scheduler.world import ME, PRINT, WEB, World

HERS = How(by=ME, means=Means.PERSONAL)


@pytest.fixture(autouse=True)
def published(world: World) -> None:
    publish(world)


def _wish(*persons: PersonId, way: Means = Means.MAIL) -> Wish:
    return Wish(persons=persons, notice=TOWN, way=way)


def test_one_letter_per_household_however_many_children(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM, DAD)
    cy = child(world, "Cy", date(2018, 5, 1), MUM)

    plan = preview_asks(world.deps, _wish(bo, cy))

    assert {(request.signer, request.persons) for request in plan.requests} == {
        (MUM, (bo, cy)),
        (DAD, (bo,)),
    }
    assert plan.problems == {}


def test_children_of_other_languages_and_names_share_the_letter_of_their_parent(
    world: World,
) -> None:
    bo, cy = child(world, "Bo", date(2016, 5, 1)), child(world, "Cy", date(2018, 5, 1))
    with world.store.begin() as tx:
        for person, language, name in ((bo, "", "Mum Bo"), (cy, "nl", "Mum Cy")):
            guardian = Guardian(signer=MUM, name=name, email="mum@example.org", language=language)
            tx.guardians.save(person, guardian)

    (request,) = preview_asks(world.deps, _wish(bo, cy)).requests

    assert (request.persons, request.language) == ((bo, cy), "nl")


def test_what_stands_in_the_way_is_said_before_anything_is_sent(world: World) -> None:
    no_guardian = child(world, "Bo", date(2016, 5, 1))
    no_address = world.person("Cy")
    nobody = PersonId("nobody")

    plan = preview_asks(world.deps, _wish(no_guardian, no_address, nobody))

    assert plan.requests == ()
    assert plan.problems == {
        no_guardian: Problem.NO_GUARDIAN,
        no_address: Problem.NO_ADDRESS,
        nobody: Problem.UNKNOWN,
    }
    assert letters(world) == []


def test_who_is_asked_already_is_not_asked_again(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM)
    (request,) = preview_asks(world.deps, _wish(bo)).requests
    first = ask(world.deps, request, ME)

    again = ask(world.deps, request, ME)

    assert again.id == first.id
    assert preview_asks(world.deps, _wish(bo)).problems == {bo: Problem.ASKED}
    assert letters(world) == ["ask"]


def test_without_a_published_text_nobody_is_asked(world: World) -> None:
    anna = world.person("Anna")
    wish = Wish(persons=(anna,), notice=type(TOWN)("other"), way=Means.LINK)

    assert preview_asks(world.deps, wish).problems == {anna: Problem.NO_NOTICE}
    with pytest.raises(NoticeMissing):
        ask(
            world.deps,
            AskRequest(
                persons=(anna,),
                signer=SignerId(anna),
                guardian=False,
                notice=wish.notice,
                language="en",
                way=Means.LINK,
            ),
            ME,
        )


def test_only_the_person_or_a_guardian_can_be_asked(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM)

    with pytest.raises(NotAllowed):
        asked(world, bo, signer=DAD)


def test_asking_again_ends_the_earlier_link_and_sends_a_new_one(world: World) -> None:
    anna = world.person("Anna")
    first = asked(world, anna)

    second = resend(world.deps, first.id, ME)

    assert second.serial == 2
    assert letters(world) == ["ask", "ask"]
    with world.store.read() as tx:
        assert len([row for row in tx.outbox.all() if row.letter.refs["serial"] == 2]) == 1


def test_a_reminder_goes_by_mail_only_and_not_after_the_answer(world: World) -> None:
    anna, bo = world.person("Anna"), world.person("Bo")
    by_mail, by_link = asked(world, anna), asked(world, bo, way=Means.LINK)

    said = (
        remind(world.deps, by_mail.id, ME),
        remind(world.deps, by_mail.id, ME),
        remind(world.deps, by_link.id, ME),
    )
    Form(world, ask=by_mail).say(anna, WEB).hand_in()

    assert said == (True, True, False)
    assert letters(world).count("reminder") == 1, "two presses at once are one letter"
    with pytest.raises(NotAllowed):
        remind(world.deps, by_mail.id, ME)


def test_an_ask_that_ends_leaves_nothing_requested(world: World) -> None:
    anna = world.person("Anna")
    made = asked(world, anna)
    before = set(quitclaims(world, anna))

    end_ask(world.deps, made.id, ME)

    assert before == {"requested"}
    assert set(quitclaims(world, anna)) == {"unknown"}


def test_asks_nobody_answered_expire_with_their_day(world: World) -> None:
    anna = world.person("Anna")
    made = asked(world, anna)
    world.clock.forward(days=90)
    early = expire_asks(world.deps)
    world.clock.forward(days=1)

    late = turn_day(world.deps).lapsed

    assert (early, late) == (0, 1)
    assert ask_state(world, made.id) == "expired"


def test_a_consent_whose_last_day_is_over_says_so_and_can_be_renewed(world: World) -> None:
    anna = world.person("Anna")
    signed(world, anna, WEB)
    world.clock.forward(days=365 * 5 + 3)
    ended = expire_quitclaims(world.deps)
    again = renew(world.deps, anna, SignerId(anna), HERS)

    Form(world, ask=again).say(anna, WEB, PRINT).hand_in()

    assert ended == 1
    assert expire_quitclaims(world.deps) == 0
    renewed = quitclaims(world, anna)["renewed"]
    assert renewed.begins == world.clock.today()
    with world.store.read() as tx:
        (subject,) = tx.people.subjects([anna])
        steps = [step.after for step in tx.transitions.of_quitclaim(renewed.id)]
    (before,) = [one for one in subject.quitclaims if one.state is ConsentState.EXPIRED]
    assert before.channels == {WEB}, "what was answered before stays as it was"
    assert steps == [ConsentState.RENEWED]


def test_while_a_renewal_is_open_the_permission_holds(world: World) -> None:
    anna = world.person("Anna")
    signed(world, anna, WEB)

    renew(world.deps, anna, SignerId(anna), HERS)

    assert "given" in quitclaims(world, anna)
    assert "requested" not in quitclaims(world, anna)


def test_there_is_nothing_to_renew_where_nothing_was_given(world: World) -> None:
    anna = world.person("Anna")

    with pytest.raises(ConsentMissing):
        renew(world.deps, anna, SignerId(anna), HERS)


def test_a_household_renews_on_one_page(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM)
    cy = child(world, "Cy", date(2018, 5, 1), MUM)
    Form(world, ask=asked(world, bo, cy, signer=MUM)).say(bo, WEB).say(cy, WEB).hand_in()

    made = renew_household(world.deps, (bo, cy), MUM, HERS, Means.MAIL)

    assert (made.persons, made.guardian, made.way) == ((bo, cy), True, Means.MAIL)


def test_guardians_who_disagree_are_shown_and_the_no_counts(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM, DAD)
    Form(world, ask=asked(world, bo, signer=MUM)).say(bo, WEB, PRINT).hand_in()
    none = conflicts(world.deps)

    Form(world, ask=asked(world, bo, signer=DAD)).say(bo, WEB).hand_in()

    (found,) = conflicts(world.deps)
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    name_face(world, "a.jpg", bo)
    world.work()
    assert none == ()
    assert found == Conflict(person=bo, channels=frozenset({PRINT}), refused_by=frozenset({DAD}))
    assert world.status("a.jpg") == "partly"


def test_a_guardian_who_is_taken_away_leaves_what_they_said(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM)
    Form(world, ask=asked(world, bo, signer=MUM)).say(bo, WEB).hand_in()

    removed = remove_guardian(world.deps, bo, MUM, ME)

    assert removed
    assert not remove_guardian(world.deps, bo, MUM, ME)
    assert quitclaims(world, bo)["given"].channels == {WEB}


def test_who_comes_of_age_is_asked_ninety_and_thirty_days_before(world: World) -> None:
    birthday = world.clock.today() + timedelta(days=100)
    bo = child(world, "Bo", birthday.replace(year=birthday.year - 16), MUM)
    Form(world, ask=asked(world, bo, signer=MUM)).say(bo, WEB, PRINT).hand_in()
    seen = []
    for days in (0, 10, 1, 58, 1, 1, 40):
        world.clock.forward(days=days)
        plan_hand_overs(world.deps)
        plan_hand_overs(world.deps)
        seen.append(letters(world).count("coming-of-age"))

    assert seen == [0, 1, 1, 1, 2, 2, 2]


def test_after_the_birthday_the_guardians_answer_ends_by_rule(world: World) -> None:
    birthday = world.clock.today() + timedelta(days=100)
    bo = child(world, "Bo", birthday.replace(year=birthday.year - 16), MUM)
    Form(world, ask=asked(world, bo, signer=MUM)).say(bo, WEB, PRINT).hand_in()
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    name_face(world, "a.jpg", bo)
    world.work()
    before = world.status("a.jpg")

    world.clock.forward(days=100)
    turn_day(world.deps)
    world.work()

    assert (before, world.status("a.jpg")) == ("cleared", "blocked")


def test_an_own_answer_given_before_the_birthday_counts_from_that_day(world: World) -> None:
    birthday = world.clock.today() + timedelta(days=20)
    bo = child(world, "Bo", birthday.replace(year=birthday.year - 16), MUM)
    Form(world, ask=asked(world, bo, signer=MUM)).say(bo, WEB).hand_in()
    plan_hand_overs(world.deps)
    with world.store.read() as tx:
        own = next(one for one in tx.asks.open_of(bo) if not one.guardian)
    world.clock.forward(hours=1)
    Form(world, ask=own).say(bo, WEB, PRINT).hand_in()
    with world.store.read() as tx:
        (subject,) = tx.people.subjects([bo])
    given = next(entry for entry in subject.quitclaims if entry.channels == {WEB, PRINT})
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    name_face(world, "a.jpg", bo)
    world.work()
    before = world.status("a.jpg")

    world.clock.forward(days=20)
    turn_day(world.deps)
    world.work()

    assert (given.begins, given.signer.guardian) == (birthday, False)
    assert (before, world.status("a.jpg")) == ("partly", "cleared")
    plan_hand_overs(world.deps)
    assert letters(world).count("coming-of-age") == 1


def test_who_was_asked_is_reminded_once_a_day_and_who_answered_never(world: World) -> None:
    anna, eva = world.person("Anna"), world.person("Eva")
    wish = _wish(anna, eva)
    by_mail = asked(world, anna)
    asked(world, eva)
    minutes = remind_many(world.deps, wish, ME)
    Form(world, ask=by_mail).say(anna, WEB).hand_in()
    world.clock.moment += timedelta(days=2)

    first, second = remind_many(world.deps, wish, ME), remind_many(world.deps, wish, ME)

    assert (len(minutes.due), len(minutes.recent)) == (0, 2)
    assert (len(first.due), len(second.due), len(second.recent)) == (1, 0, 1)
    assert second.last_sent_at == world.clock.now()
    assert letters(world).count("reminder") == 1
    assert preview_asks(world.deps, wish).problems[anna] is Problem.ANSWERED
    assert not preview_reminders(world.deps, wish).due
