"""Handing in answers: one transaction, once, with everything that follows from them."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from consent.asks import Link, LinkKind
from consent.errors import ContradictoryInput, NotAllowed
from consent.ids import Channel, LinkHash, PersonId, SignerId
from consent.lifecycle import How
from consent.quitclaims import ForSession, Signer
from consent.signing import Means, VerifiedBy
from consent.states import ConsentState
from scheduler.errors import LinkOver, NoticeMissing
from scheduler.jobs.ask_person import end_ask, resend
from scheduler.jobs.ask_session import close_session_link, open_session_link
from scheduler.jobs.publish_notice import invalidate_notice
from scheduler.jobs.sign import sign
from tests.fakes.eyes import Painted
from tests.scheduler.asking import (
    BOTH,
    DAD,
    MUM,
    TOWN,
    Form,
    ask_state,
    asked,
    child,
    letters,
    link_of,
    name_face,
    names,
    publish,
    quitclaims,
    session,
    signed,
)
from tests.scheduler.world import ME, PRINT, WEB, World


@pytest.fixture(autouse=True)
def published(world: World) -> None:
    publish(world)


@pytest.fixture
def anna(world: World) -> PersonId:
    return world.person("Anna")


def test_a_full_answer_makes_one_permission_with_its_evidence(world: World, anna: PersonId) -> None:
    ask = asked(world, anna, way=Means.LINK)

    done = Form(world, ask=ask).say(anna, WEB, PRINT).hand_in()

    given = quitclaims(world, anna)["given"]
    assert (given.channels, given.begins, given.ends) == (BOTH, date(2026, 3, 2), date(2031, 3, 1))
    assert (given.notice, given.notice_version, given.evidence) == (TOWN, 1, done.signature)
    assert ask_state(world, ask.id) == "answered"
    with world.store.read() as tx:
        steps = tx.transitions.of_quitclaim(given.id)
        sealed = tx.signatures.sealed(done.signature, anna)
        evidence = tx.evidence.of_person(anna)
    assert [(step.after, step.evidence) for step in steps] == [
        (ConsentState.REQUESTED, None),
        (ConsentState.GIVEN, done.signature),
    ]
    assert sealed is not None
    assert sealed.shown.startswith("town 1 en adult")
    assert [kept.signature for kept in evidence] == [done.signature]


def test_a_partial_answer_is_a_yes_and_a_no(world: World, anna: PersonId) -> None:
    signed(world, anna, WEB)

    said = quitclaims(world, anna)
    assert said["given"].channels == {WEB}
    assert said["refused"].channels == {PRINT}


def test_nothing_granted_is_a_no_to_every_use(world: World, anna: PersonId) -> None:
    signed(world, anna)

    said = quitclaims(world, anna)
    assert {state: entry.channels for state, entry in said.items()} == {"refused": BOTH}


def test_a_use_the_text_does_not_ask_about_is_never_granted(world: World, anna: PersonId) -> None:
    signed(world, anna, WEB, Channel("advertising"))

    assert quitclaims(world, anna)["given"].channels == {WEB}


def test_signing_again_renews_and_an_unticked_use_ends(world: World, anna: PersonId) -> None:
    signed(world, anna, WEB, PRINT)
    world.clock.forward(days=30)

    signed(world, anna, WEB)

    said = quitclaims(world, anna)
    assert said["renewed"].channels == {WEB}
    assert said["renewed"].begins == date(2026, 4, 1)
    assert said["renewed"].ends == date(2031, 3, 31)
    assert said["refused"].channels == {PRINT}


def test_signing_again_with_nothing_ticked_withdraws(world: World, anna: PersonId) -> None:
    signed(world, anna, WEB)
    world.clock.forward(days=1)

    signed(world, anna)

    assert set(quitclaims(world, anna)) == {"withdrawn", "refused"}


def test_the_same_form_handed_in_twice_signs_once(world: World, anna: PersonId) -> None:
    form = Form(world, ask=asked(world, anna)).say(anna, WEB)

    first, second = form.hand_in(), form.hand_in()

    assert (first.already, second.already) == (False, True)
    assert second.signature == first.signature
    assert second.receipt_secret == first.receipt_secret
    assert letters(world) == ["ask", "receipt"]


def test_a_second_form_at_the_same_link_is_told_that_it_is_saved(
    world: World, anna: PersonId
) -> None:
    ask = asked(world, anna)
    first = Form(world, ask=ask).say(anna, WEB).hand_in()

    second = Form(world, ask=ask).say(anna, WEB, PRINT).hand_in()

    assert (second.already, second.signature) == (True, first.signature)
    assert quitclaims(world, anna)["given"].channels == {WEB}


def test_fifty_posts_of_one_link_at_once_are_one_signature(world: World, anna: PersonId) -> None:
    ask = asked(world, anna)
    forms = [Form(world, ask=ask).say(anna, WEB).signing() for _ in range(50)]
    start, done = threading.Barrier(50), []

    def post(number: int) -> None:
        start.wait()
        done.append(sign(world.deps, forms[number], link_of(world, ask), ME))

    threads = [threading.Thread(target=post, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one.already for one in done) == [False] + [True] * 49
    assert len({one.signature for one in done}) == 1
    assert letters(world) == ["ask", "receipt"]
    with world.store.read() as tx:
        assert len(tx.signatures.of_person(anna)) == 1
        assert len(tx.evidence.of_person(anna)) == 1


@pytest.mark.parametrize("over", ["unknown", "resent", "ended", "too-late", "receipt"])
def test_links_that_open_nothing_all_say_the_same(world: World, anna: PersonId, over: str) -> None:
    ask = asked(world, anna)
    form = Form(world, ask=ask).say(anna, WEB)
    link = link_of(world, ask)
    if over == "unknown":
        link = LinkHash("0" * 64)
    elif over == "resent":
        resend(world.deps, ask.id, ME)
    elif over == "ended":
        end_ask(world.deps, ask.id, ME)
    elif over == "too-late":
        world.clock.forward(days=91)
    else:
        done = signed(world, world.person("Bo"), WEB)
        link = world.deps.secrets.hash_of(done.receipt_secret)

    with pytest.raises(LinkOver, match=r"^This link opens nothing any more\.$"):
        form.hand_in(link)

    with world.store.read() as tx:
        assert tx.signatures.of_person(anna) == ()


def test_an_answer_for_somebody_else_is_refused(world: World, anna: PersonId) -> None:
    bo = world.person("Bo")

    with pytest.raises(NotAllowed):
        Form(world, ask=asked(world, anna)).say(bo, WEB).hand_in()


def test_another_text_than_the_one_shown_is_refused(world: World, anna: PersonId) -> None:
    ask = asked(world, anna)
    signing = replace(Form(world, ask=ask).say(anna, WEB).signing(), shown_sha256="0" * 64)

    with pytest.raises(ContradictoryInput):
        sign(world.deps, signing, link_of(world, ask), ME)

    assert "given" not in quitclaims(world, anna)


def test_an_older_version_that_holds_may_be_signed_and_an_invalid_one_not(
    world: World, anna: PersonId
) -> None:
    bo = world.person("Bo")
    first, second = asked(world, anna), asked(world, bo)
    publish(world, "New words")
    Form(world, ask=first, version=1).say(anna, WEB).hand_in()
    late = Form(world, ask=second, version=1).say(bo, WEB)

    invalidate_notice(world.deps, TOWN, 1, ME)

    with pytest.raises(NoticeMissing):
        late.hand_in()


def test_an_invalidated_text_stops_counting_and_its_photos_change(
    world: World, anna: PersonId
) -> None:
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    signed(world, anna, WEB, PRINT, recognition=True)
    name_face(world, "a.jpg", anna)
    world.work()
    before = world.status("a.jpg")

    woken = invalidate_notice(world.deps, TOWN, 1, ME)

    world.work()
    with world.store.read() as tx:
        recognition = tx.people.recognition_consent(anna)
    assert (before, world.status("a.jpg"), woken) == ("cleared", "blocked", 1)
    assert recognition is not None
    assert recognition.state is ConsentState.INVALIDATED
    assert invalidate_notice(world.deps, TOWN, 1, ME) == 0


def test_recognition_is_asked_apart_and_an_empty_box_is_a_no(world: World, anna: PersonId) -> None:
    bo = world.person("Bo")
    signed(world, anna, WEB, recognition=True)
    signed(world, bo, WEB)

    with world.store.read() as tx:
        consents = tx.people.recognition_consents()
    assert consents[anna].state is ConsentState.GIVEN
    assert consents[anna].ends == date(2031, 3, 1)
    assert consents[bo].state is ConsentState.REFUSED


def test_leaving_the_box_empty_when_signing_again_ends_recognition(
    world: World, anna: PersonId
) -> None:
    signed(world, anna, WEB, recognition=True)
    world.clock.forward(days=1)

    signed(world, anna, WEB)

    with world.store.read() as tx:
        consent = tx.people.recognition_consent(anna)
    assert consent is not None
    assert consent.state is ConsentState.WITHDRAWN


def test_many_sign_at_the_link_of_a_session(world: World) -> None:
    fair = session(world)
    link = world.deps.secrets.hash_of(open_session_link(world.deps, fair, TOWN, ME))

    def visitor(email: str) -> Form:
        return Form(
            world,
            email=email,
            session=fair,
            means=Means.SESSION,
            verified_by=VerifiedBy.NONE,
        )

    first = visitor("eva@example.org").say(None, WEB, name="Eva").hand_in(link)
    second = visitor("").say(None, PRINT, name="Finn").hand_in(link)

    persons = (*first.persons, *second.persons)
    with world.store.read() as tx:
        (made,) = [one for one in tx.sessions.all() if one.id == fair]
        given = quitclaims(world, first.persons[0])["given"]
    assert names(persons, world) == ["Eva", "Finn"]
    assert made.roster == set(persons)
    assert given.scope == ForSession(session=fair)
    assert given.signer == Signer(id=SignerId(first.persons[0]))
    assert letters(world) == ["receipt"], "nobody without an address gets a letter"


def test_who_proved_the_same_address_at_the_same_session_is_the_same_person(world: World) -> None:
    fair = session(world)
    link = world.deps.secrets.hash_of(open_session_link(world.deps, fair, TOWN, ME))

    def visitor(verified_by: VerifiedBy) -> Form:
        return Form(
            world,
            email="eva@example.org",
            session=fair,
            means=Means.SESSION,
            verified_by=verified_by,
        )

    first = visitor(VerifiedBy.CODE).say(None, WEB, name="Eva").hand_in(link)
    again = visitor(VerifiedBy.CODE).say(None, WEB, PRINT, name="  EVA ").hand_in(link)
    other = visitor(VerifiedBy.NONE).say(None, WEB, name="Eva").hand_in(link)

    assert again.persons == first.persons
    assert other.persons != first.persons, "an address nobody proved changes nothing of somebody"


def test_a_closed_session_link_opens_nothing_and_a_new_one_does(world: World) -> None:
    fair = session(world)
    old = open_session_link(world.deps, fair, TOWN, ME)
    again = open_session_link(world.deps, fair, TOWN, ME)
    close_session_link(world.deps, fair, ME)
    new = open_session_link(world.deps, fair, TOWN, ME)

    def at(secret: str) -> None:
        form = Form(world, session=fair, means=Means.SESSION, verified_by=VerifiedBy.NONE)
        form.say(None, WEB, name="Eva").hand_in(world.deps.secrets.hash_of(secret))

    assert old == again
    assert new != old
    at(new)
    with pytest.raises(LinkOver):
        at(old)


def test_a_guardian_answers_for_several_children_with_separate_answers(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM)
    cy = child(world, "Cy", date(2018, 5, 1), MUM)

    done = Form(world, ask=asked(world, bo, cy, signer=MUM)).say(bo, WEB).say(cy, PRINT).hand_in()

    assert done.persons == (bo, cy)
    assert quitclaims(world, bo)["given"].channels == {WEB}
    assert quitclaims(world, cy)["given"].channels == {PRINT}
    with world.store.read() as tx:
        assert len(tx.evidence.of_person(bo)) == 1
        sealed = tx.signatures.sealed(done.signature, cy)
    assert sealed is not None
    assert sealed.answer.granted == {PRINT}


def test_the_answer_of_a_guardian_ends_before_the_child_comes_of_age(world: World) -> None:
    bo = child(world, "Bo", date(2012, 5, 1), MUM)

    Form(world, ask=asked(world, bo, signer=MUM)).say(bo, WEB, recognition=True).hand_in()

    assert quitclaims(world, bo)["given"].ends == date(2028, 4, 30)
    with world.store.read() as tx:
        consent = tx.people.recognition_consent(bo)
    assert consent is not None
    assert consent.ends == date(2028, 4, 30)


def test_without_a_birth_date_a_guardian_is_asked_again_after_a_year(
    world: World,
) -> None:
    fair = session(world)
    link = world.deps.secrets.hash_of(open_session_link(world.deps, fair, TOWN, ME))
    form = Form(
        world,
        session=fair,
        signer=Signer(id=MUM, guardian=True),
        means=Means.SESSION,
        verified_by=VerifiedBy.NONE,
    )

    done = form.say(None, WEB, name="Bo", under_age=True).hand_in(link)

    (bo,) = done.persons
    assert quitclaims(world, bo)["given"].ends == date(2027, 3, 1)
    with world.store.read() as tx:
        profile = tx.people.profile(bo)
        guardians = tx.guardians.of(bo)
    assert profile.minor_until == date(2042, 3, 2)
    assert [(one.signer, one.email) for one in guardians] == [(MUM, "anna@example.org")]


def test_the_no_of_either_guardian_counts_for_recognition(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM, DAD)

    def answer(signer: SignerId, *, recognition: bool) -> ConsentState:
        form = Form(world, ask=asked(world, bo, signer=signer, way=Means.LINK))
        form.say(bo, WEB, recognition=recognition).hand_in()
        world.clock.forward(hours=1)
        with world.store.read() as tx:
            consent = tx.people.recognition_consent(bo)
        assert consent is not None
        return consent.state

    assert answer(MUM, recognition=False) is ConsentState.REFUSED
    assert answer(DAD, recognition=True) is ConsentState.REFUSED
    assert answer(MUM, recognition=True) is ConsentState.GIVEN
    assert answer(DAD, recognition=False) is ConsentState.WITHDRAWN


def test_the_office_hands_in_what_was_signed_on_paper(world: World, anna: PersonId) -> None:
    form = Form(world, means=Means.PAPER, verified_by=VerifiedBy.OPERATOR, email="")

    done = form.say(anna, WEB).hand_in()

    assert quitclaims(world, anna)["given"].channels == {WEB}
    with world.store.read() as tx:
        assert tx.signatures.get(done.signature).means is Means.PAPER


def test_somebody_on_their_own_page_answers_for_themselves_only(
    world: World, anna: PersonId
) -> None:
    bo = world.person("Bo")
    visit = Link(
        hash=LinkHash("9" * 64),
        kind=LinkKind.VISIT,
        made_at=world.clock.now(),
        persons=(anna,),
        signer=SignerId(anna),
    )
    with world.store.begin() as tx:
        tx.links.put(visit)
    own = Signer(id=SignerId(anna))
    form = Form(world, signer=own, means=Means.PERSONAL).say(anna, PRINT)

    form.hand_in(visit.hash)

    assert quitclaims(world, anna)["given"].channels == {PRINT}
    with pytest.raises(NotAllowed):
        Form(world, signer=own, means=Means.PERSONAL).say(bo, PRINT).hand_in(visit.hash)


def test_a_handed_in_answer_decides_the_photos_again(world: World, anna: PersonId) -> None:
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    name_face(world, "a.jpg", anna)
    world.work()
    before = world.status("a.jpg")

    signed(world, anna, WEB, PRINT)
    world.work()

    assert (before, world.status("a.jpg")) == ("review", "cleared")


def test_who_how_and_on_what_evidence_is_in_every_step(world: World, anna: PersonId) -> None:
    done = signed(world, anna, WEB)

    with world.store.read() as tx:
        (step,) = tx.transitions.of_quitclaim(quitclaims(world, anna)["refused"].id)
    assert How(by=step.by, means=step.means, evidence=step.evidence) == How(
        by=ME, means=Means.MAIL, evidence=done.signature
    )
