"""Letters are composed from ids when they are sent: in the reader's language, as things are then."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from connector.causes import Kind, cause
from consent.alerts import AlertPlan
from consent.asks import Ask, AskState, LinkKind
from consent.endings import blocked_floor
from consent.families import Guardian
from consent.findings import Finding
from consent.groups import Group
from consent.ids import (
    AskId,
    AssetId,
    FindingId,
    GroupId,
    NoticeId,
    PersonId,
    QuitclaimId,
    SessionId,
    SignatureId,
    SignerId,
    WithdrawalId,
)
from consent.lifecycle import How
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, Signer
from consent.sessions import Session
from consent.signing import Means, PersonAnswer, Sealed, Signature, VerifiedBy
from consent.states import ConsentState, FindingKind, RemovedCause
from consent.withdrawals import Withdrawal, Withdrawn
from likeness.i18n.words import Wording
from likeness.mail.letters import LetterComposer
from likeness.mail.writing import Desk
from scheduler import letters
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.hold_evidence import hold_evidence, lift_holds
from scheduler.jobs.plan_alerts import AlertRules, plan_alerts
from scheduler.ports.outbox import Letter, LetterKind, OutboxState, Ref
from scheduler.ports.pages import AddressChange
from scheduler.ports.post import Composed, HostMessage, Mail, Moot
from scheduler.values import OpenLink, Priority
from tests.fakes.eyes import Painted
from tests.scheduler.asking import TOWN, publish
from tests.scheduler.world import ME, PRINT, WEB, World

ZONE = ZoneInfo("Europe/Amsterdam")
URL = "https://consent.example.org"
MANAGER = "manager@example.org"
HOW = How(by=ME, means=Means.COMMAND)
MOTHER = Guardian(signer=SignerId("mother"), name="Mia", email="mia@example.net", language="nl")
LABELS = {"website": {"en": "Website", "nl": "Website"}, "print": {"en": "Print", "nl": "Drukwerk"}}
RULES = AlertRules(plan=AlertPlan(), zone=ZONE, to=(MANAGER,))


@dataclass(slots=True)
class Writing:
    """A world with a desk."""

    world: World
    desk: Desk

    def compose(self, kind: LetterKind, person: PersonId | None, **refs: Ref) -> Composed:
        letter = Letter(key="k", kind=kind, person=person, refs=refs, due_at=self.world.clock.now())
        return self.compose_letter(letter)

    def compose_letter(self, letter: Letter) -> Composed:
        with self.world.store.begin() as tx:
            tx.outbox.put(letter)
        with self.world.store.read() as tx:
            posted = next(one for one in tx.outbox.all() if one.letter.key == letter.key)
        return LetterComposer(store=self.world.store, desk=self.desk).compose(posted)

    def person(self, **profile: object) -> PersonId:
        person = PersonId(str(uuid4()))
        values: dict[str, object] = {"name": "Anna", "email": "anna@example.net", "language": "nl"}
        made = Person(id=person, profile=Profile(**(values | profile)))  # type: ignore[arg-type]
        with self.world.store.begin() as tx:
            tx.people.add(made)
        return person

    def child(self, name: str = "Bo") -> PersonId:
        person = self.person(name=name, email="")
        with self.world.store.begin() as tx:
            tx.guardians.save(person, MOTHER)
        return person

    def ask(self, *persons: PersonId, **changes: object) -> Ask:
        made = Ask(
            id=AskId(str(uuid4())),
            persons=persons,
            signer=SignerId(persons[0]),
            guardian=False,
            session=None,
            notice=NoticeId("municipality"),
            language="en",
            way=Means.MAIL,
            state=AskState.OPEN,
            made_at=self.world.clock.now(),
            made_by=ME,
            last_sent_at=None,
            reminders=0,
            ends_on=date(2026, 6, 1),
        )
        made = replace(made, **changes)  # type: ignore[arg-type]
        with self.world.store.begin() as tx:
            tx.asks.save(made)
        return made

    def grant(self, person: PersonId, ends: date, signer: Signer | None = None) -> Quitclaim:
        made = Quitclaim(
            id=QuitclaimId(str(uuid4())),
            person=person,
            state=ConsentState.GIVEN,
            channels=frozenset({WEB}),
            at=self.world.clock.now() - timedelta(days=400),
            signer=signer or Signer(id=SignerId(person)),
            ends=ends,
        )
        self.save(made)
        return made

    def save(self, quitclaim: Quitclaim) -> None:
        with self.world.store.begin() as tx:
            tx.people.save_quitclaim(quitclaim, HOW)

    def planned(self, kind: LetterKind) -> Letter:
        plan_alerts(self.world.deps, RULES)
        with self.world.store.read() as tx:
            return next(one.letter for one in tx.outbox.all() if one.letter.kind is kind)

    def link(self, kind: LinkKind, about: str, serial: int = 1) -> str:
        letter = {LinkKind.ASK: "s", LinkKind.RECEIPT: "r", LinkKind.FRESH: "m"}[kind]
        return f"{URL}/{letter}/{self.world.deps.secrets.make(kind, about, serial)}"


@pytest.fixture
def writing(world: World) -> Writing:
    desk = Desk(
        secrets=world.deps.secrets,
        public_url=URL,
        office_url="https://likeness.intra.example",
        controller="Example School",
        language="en",
        zone=ZONE,
        wording=Wording(labels=LABELS),
        alerts_to=(MANAGER,),
        now=world.clock.now,
    )
    return Writing(world, desk)


def mail(composed: Composed) -> Mail:
    assert isinstance(composed, Mail), composed
    return composed


def moot(composed: Composed) -> tuple[OutboxState, str]:
    assert isinstance(composed, Moot), composed
    return composed.state, composed.word


def test_an_ask_in_the_language_of_the_ask(writing: Writing) -> None:
    ask = writing.ask(writing.person(), serial=3)

    made = mail(writing.compose(LetterKind.ASK, ask.persons[0], ask=ask.id, serial=3))

    assert (made.to, made.language) == ("anna@example.net", "en")
    assert made.subject == "May we use photos of you?"
    assert made.text.startswith("Dear Anna,")
    assert writing.link(LinkKind.ASK, ask.id, 3) in made.text
    assert "1 June 2026" in made.text


def test_a_guardian_is_asked_for_all_children_and_the_subject_names_nobody(
    writing: Writing,
) -> None:
    one, other = writing.child("Bo"), writing.child("Cleo")
    session = Session(id=SessionId("party"), name="Zomerfeest")
    with writing.world.store.begin() as tx:
        tx.sessions.save(session)
    ask = writing.ask(
        one, other, signer=MOTHER.signer, guardian=True, language="nl", session=session.id
    )

    made = mail(writing.compose(LetterKind.ASK, one, ask=ask.id, serial=1))

    assert (made.to, made.language) == ("mia@example.net", "nl")
    assert made.subject == "Mogen we foto's van uw kinderen gebruiken?"
    assert "Bo en Cleo" in made.text
    assert "Zomerfeest" in made.text


def test_a_reminder_carries_the_same_link(writing: Writing) -> None:
    ask = writing.ask(writing.person())

    made = mail(writing.compose(LetterKind.REMINDER, ask.persons[0], ask=ask.id, serial=1))

    assert made.subject.startswith("Reminder: ")
    assert writing.link(LinkKind.ASK, ask.id) in made.text


@pytest.mark.parametrize(
    ("changes", "serial", "word"),
    [
        pytest.param({"state": AskState.ANSWERED}, 1, "not-open", id="answered"),
        pytest.param({"state": AskState.ENDED}, 1, "not-open", id="ended"),
        pytest.param({"serial": 2}, 1, "newer-link", id="sent again since"),
    ],
)
def test_an_ask_that_is_no_more_is_not_sent(
    writing: Writing, changes: dict[str, object], serial: int, word: str
) -> None:
    ask = writing.ask(writing.person(), **changes)

    made = writing.compose(LetterKind.ASK, ask.persons[0], ask=ask.id, serial=serial)

    assert moot(made) == (OutboxState.CANCELLED, word)


def test_without_public_pages_an_ask_fails_and_says_so(writing: Writing) -> None:
    writing.desk = replace(writing.desk, public_url="")
    ask = writing.ask(writing.person())

    made = writing.compose(LetterKind.ASK, ask.persons[0], ask=ask.id, serial=1)

    assert moot(made) == (OutboxState.FAILED, "no-public-url")


def test_without_an_address_a_letter_fails_and_says_so(writing: Writing) -> None:
    ask = writing.ask(writing.person(email=""))

    made = writing.compose(LetterKind.ASK, ask.persons[0], ask=ask.id, serial=1)

    assert moot(made) == (OutboxState.FAILED, "no-address")


def test_who_comes_of_age_is_told_from_when_they_decide(writing: Writing) -> None:
    person = writing.person(minor_until=date(2026, 5, 4))
    ask = writing.ask(person, language="nl")

    made = mail(writing.compose(LetterKind.COMING_OF_AGE, person, ask=ask.id, serial=1, step=30))

    assert "4 mei 2026" in made.text
    assert "beslist u zelf" in made.text


def signed(writing: Writing, *answers: PersonAnswer, notice: str = "municipality") -> Signature:
    persons = tuple(answer.person for answer in answers if answer.person)
    made = Signature(
        id=SignatureId(str(uuid4())),
        ask=None,
        session=None,
        notice=NoticeId(notice),
        notice_version=1,
        language="nl",
        shown_sha256="0" * 64,
        signer=Signer(id=SignerId(persons[0])),
        means=Means.LINK,
        at=writing.world.clock.now(),
        verified_by=VerifiedBy.MAIL,
        nonce=str(uuid4()),
        persons=persons,
    )
    with writing.world.store.begin() as tx:
        tx.signatures.add(made)
        tx.signatures.name_persons(made.id, persons)
        for answer in answers:
            assert answer.person
            sealed = Sealed(
                answer=answer, signer_name="Anna", signer_email="new@example.net", shown="text"
            )
            tx.signatures.seal(made.id, answer.person, sealed)
    return made


def test_a_receipt_goes_where_the_signer_said_and_tells_what_was_answered(
    writing: Writing,
) -> None:
    one, other = writing.person(), writing.person(name="Bo")
    yes = PersonAnswer(person=one, name="Anna", granted=frozenset({WEB, PRINT}), recognition=True)
    no = PersonAnswer(person=other, name="Bo")
    signature = signed(writing, yes, no)

    made = mail(writing.compose(LetterKind.RECEIPT, one, signature=signature.id))

    assert made.to == "new@example.net"
    assert "Anna: ja voor Drukwerk en Website; ja voor gezichtsherkenning" in made.text
    assert "Bo: nee voor elk gebruik; nee voor gezichtsherkenning" in made.text
    assert writing.link(LinkKind.RECEIPT, signature.id) in made.text


def test_a_receipt_states_the_noes_and_the_end_of_this_signature(writing: Writing) -> None:
    person = writing.person()
    writing.grant(person, ends=date(2040, 1, 1))
    publish(writing.world)
    answer = PersonAnswer(person=person, name="Anna", granted=frozenset({WEB}))
    signature = signed(writing, answer, notice=TOWN)
    given = writing.grant(person, ends=date(2030, 5, 4))
    writing.save(replace(given, evidence=signature.id))

    made = mail(writing.compose(LetterKind.RECEIPT, person, signature=signature.id))

    assert (
        "Anna: ja voor Website; nee voor Print; nee voor gezichtsherkenning. "
        "Dit geldt tot en met 4 mei 2030." in " ".join(made.text.split())
    )


def test_a_code_goes_to_the_address_that_is_to_be_proved(writing: Writing) -> None:
    now = writing.world.clock.now()
    until = now + timedelta(minutes=15)
    with writing.world.store.begin() as tx:
        code = tx.codes.make("code-1", "typed@example.net", "nl", until)

    made = mail(writing.compose_letter(letters.code("code-1", until, now)))

    assert made.to == "typed@example.net"
    assert code.digits in made.text
    assert code.digits not in made.subject


def test_a_fresh_link_opens_the_signers_own_page(writing: Writing) -> None:
    now, child = writing.world.clock.now(), writing.child()
    letter = letters.fresh_link("f1", [child], MOTHER.signer, now + timedelta(minutes=15), now)

    made = mail(writing.compose_letter(letter))

    assert made.to == "mia@example.net"
    assert writing.link(LinkKind.FRESH, "f1") in made.text


@pytest.mark.parametrize("what", list(Withdrawn))
def test_a_withdrawal_is_confirmed(writing: Writing, what: Withdrawn) -> None:
    person = writing.person(language="en")
    made = Withdrawal(
        id=WithdrawalId("w1"),
        person=person,
        at=writing.world.clock.now(),
        by=ME,
        what=what,
        channels=frozenset({WEB}),
        photos=0,
    )
    with writing.world.store.begin() as tx:
        tx.withdrawals.add(made, [])

    letter = mail(writing.compose(LetterKind.WITHDRAWN, person, withdrawal="w1"))

    assert "2 March 2026 you withdrew" in letter.text
    assert "photo had to" not in letter.text


def test_a_withdrawal_says_which_photos_were_not_reached(writing: Writing) -> None:
    person = writing.person(language="en")
    asset = _left_with_a_yes(writing, person)
    made = Withdrawal(
        id=WithdrawalId("w1"),
        person=person,
        at=writing.world.clock.now(),
        by=ME,
        what=Withdrawn.ALL,
        channels=frozenset({WEB}),
        photos=0,
    )
    with writing.world.store.begin() as tx:
        tx.withdrawals.add(made, [asset])

    letter = mail(writing.compose(LetterKind.WITHDRAWN, person, withdrawal="w1"))

    assert "1 photo was not reached: it left our sight on 2 March 2026" in letter.text


def test_photos_out_of_sight_are_in_the_digest(writing: Writing) -> None:
    _left_with_a_yes(writing, writing.person())

    made = mail(writing.compose_letter(writing.planned(LetterKind.DIGEST)))

    assert "1 photo left our sight while it was marked as usable." in made.text


def _left_with_a_yes(writing: Writing, person: PersonId) -> AssetId:
    """Clear a photo of somebody, and take it out of the host."""
    world = writing.world
    world.grant(person)
    world.photo("gone.jpg")
    world.run()
    asset = world.asset("gone.jpg").id
    attest_photo(world.deps, asset, [person], ME, only=True)
    world.work()
    assert world.status("gone.jpg") == "cleared"
    world.host.delete("gone.jpg")
    world.run()
    return asset


@pytest.mark.parametrize(("side", "to"), [("old", "anna@example.net"), ("new", "new@example.net")])
def test_both_addresses_confirm_a_change(writing: Writing, side: str, to: str) -> None:
    now, person = writing.world.clock.now(), writing.person()
    change = AddressChange(
        id="c1",
        person=person,
        new_email="new@example.net",
        old_done=False,
        new_done=False,
        ends_at=now + timedelta(days=1),
    )
    with writing.world.store.begin() as tx:
        tx.address_changes.make(change)

    letter = letters.address_change("c1", side, person, change.ends_at, now)
    made = mail(writing.compose_letter(letter))

    assert made.to == to
    assert f"{URL}/" in made.text


def test_a_legal_hold_is_told_with_its_reason_until_it_is_lifted(writing: Writing) -> None:
    world, person = writing.world, writing.person()
    until = date(2031, 5, 31)
    hold = hold_evidence(world.deps, person, "A claim about the summer party", until, ME)
    with world.store.read() as tx:
        (posted,) = tx.outbox.all((), 10)

    told = mail(writing.compose_letter(posted.letter))
    lift_holds(world.deps, person, ME)
    after = writing.compose_letter(posted.letter)

    assert posted.letter.key == f"hold:{hold.id}"
    assert "31 mei 2031" in told.text
    assert "A claim about the summer party" in told.text
    assert after == Moot(state=OutboxState.CANCELLED, word="gone")


@pytest.mark.parametrize("kind", [LetterKind.PENDING_DROPPED])
def test_a_child_without_an_address_is_told_through_a_guardian(
    writing: Writing, kind: LetterKind
) -> None:
    assert mail(writing.compose(kind, writing.child())).to == "mia@example.net"


def in_days(writing: Writing, days: int) -> date:
    return writing.world.clock.today() + timedelta(days=days)


def test_a_renewal_names_the_children_that_are_still_concerned(writing: Writing) -> None:
    one, other = writing.child("Bo"), writing.child("Cleo")
    signer = Signer(id=MOTHER.signer, guardian=True)
    writing.grant(one, in_days(writing, 30), signer)
    gone = writing.grant(other, in_days(writing, 30), signer)
    letter = writing.planned(LetterKind.RENEWAL)
    writing.save(replace(gone, state=ConsentState.WITHDRAWN, at=writing.world.clock.now()))

    made = mail(writing.compose_letter(letter))

    assert made.to == "mia@example.net"
    assert "Bo" in made.text
    assert "Cleo" not in made.text
    assert writing.link(LinkKind.RECEIPT, letter.key) in made.text


def test_a_renewal_of_what_was_renewed_is_not_sent(writing: Writing) -> None:
    quitclaim = writing.grant(writing.person(), in_days(writing, 30))
    letter = writing.planned(LetterKind.RENEWAL)
    writing.save(replace(quitclaim, state=ConsentState.WITHDRAWN, at=writing.world.clock.now()))

    assert moot(writing.compose_letter(letter)) == (OutboxState.CANCELLED, "settled")


def test_an_end_is_told(writing: Writing) -> None:
    writing.grant(writing.person(), in_days(writing, -1))

    made = mail(writing.compose_letter(writing.planned(LetterKind.EXPIRED)))

    assert made.subject == "Uw toestemming voor foto's is geëindigd"
    assert "1 maart 2026" in made.text


def test_a_digest_counts_by_session_group_and_day_and_names_nobody(writing: Writing) -> None:
    pupils = [writing.person(name=f"Pupil {number}") for number in range(3)]
    with writing.world.store.begin() as tx:
        tx.groups.save(Group(id=GroupId("g"), name="Class 3B", members=frozenset(pupils[:2])))
    for person in pupils:
        writing.grant(person, in_days(writing, 7))

    made = mail(writing.compose_letter(writing.planned(LetterKind.DIGEST)))

    assert made.to == MANAGER
    assert "Class 3B\n\n- ends on 9 March 2026: 2 people" in made.text
    assert "Without a group\n\n- ends on 9 March 2026: 1 person" in made.text
    assert "Pupil" not in made.text
    assert "likeness.intra.example" in made.text


def test_a_digest_of_what_was_settled_meanwhile_is_not_sent(writing: Writing) -> None:
    quitclaim = writing.grant(writing.person(), in_days(writing, 7))
    letter = writing.planned(LetterKind.DIGEST)
    writing.save(replace(quitclaim, state=ConsentState.WITHDRAWN, at=writing.world.clock.now()))

    assert moot(writing.compose_letter(letter)) == (OutboxState.CANCELLED, "settled")


def test_a_manager_who_left_gets_no_digest(writing: Writing) -> None:
    writing.grant(writing.person(), in_days(writing, 7))
    letter = writing.planned(LetterKind.DIGEST)
    writing.desk = replace(writing.desk, alerts_to=())

    assert moot(writing.compose_letter(letter)) == (OutboxState.CANCELLED, "no-address")


def test_missing_answers_and_photos_in_use_are_in_the_digest(writing: Writing) -> None:
    with writing.world.store.begin() as tx:
        tx.sessions.save(Session(id=SessionId("party"), name="Summer party"))
    writing.ask(writing.person(), session=SessionId("party"))
    writing.world.photo("a.jpg")
    writing.world.run()
    withdrawal = Withdrawal(
        id=WithdrawalId("w1"),
        person=writing.person(),
        at=writing.world.clock.now(),
        by=ME,
        what=Withdrawn.ALL,
        channels=frozenset({WEB}),
        photos=0,
    )
    with writing.world.store.begin() as tx:
        assets = [asset.id for asset in tx.assets.of_host(writing.world.host.name)]
        tx.withdrawals.add(withdrawal, assets)
    writing.world.clock.moment += timedelta(days=4)

    made = mail(writing.compose_letter(writing.planned(LetterKind.DIGEST)))

    assert "- Summer party: 1 person" in made.text
    assert "- withdrawn on 2 March 2026: 1 photo" in made.text


def test_blocked_photos_that_lie_open_are_in_the_digest(writing: Writing) -> None:
    world = writing.world
    world.photo("a.jpg", Painted(x=0.2))
    world.run()
    with world.store.begin() as tx:
        (asset,) = tx.assets.of_host(world.host.name)
        removed = Finding(
            id=FindingId("f"),
            kind=FindingKind.REMOVED,
            cause=RemovedCause.ERASURE,
            floor=blocked_floor(world.deps.rules.decide.channels),
        )
        tx.findings.replace(asset.id, [removed])
        tx.queue.wake([asset.id], Priority.CONSENT, world.clock.now())
    world.work()
    with world.store.begin() as tx:
        link = OpenLink(asset=asset.id, id="7")
        tx.found_links.save(asset.id, [link], world.clock.now())

    made = mail(writing.compose_letter(writing.planned(LetterKind.DIGEST)))

    assert "1 photo that may not be used can be opened by a public link." in made.text


def test_what_is_in_the_way_of_a_host_is_in_the_digest(writing: Writing) -> None:
    world = writing.world
    gone = cause(Kind.FIELD_GONE, field=94, part="link")
    with world.store.begin() as tx:
        since = world.clock.now() - timedelta(hours=2)
        tx.host_troubles.save(world.host.name, (gone,), since)

    made = mail(writing.compose_letter(writing.planned(LetterKind.DIGEST)))

    assert f"- Host memory: {gone.text}" in made.text


def test_a_digest_is_told_on_screens(writing: Writing) -> None:
    made = writing.compose(LetterKind.DESK, None, steps="s", host="dam", user="eva")

    assert isinstance(made, HostMessage)
    assert (made.host, made.user) == ("dam", "eva")


def test_editors_are_told_which_of_their_photos_are_concerned(writing: Writing) -> None:
    writing.world.photo("a.jpg")
    writing.world.run()
    withdrawal = Withdrawal(
        id=WithdrawalId("w1"),
        person=writing.person(),
        at=writing.world.clock.now(),
        by=ME,
        what=Withdrawn.ALL,
        channels=frozenset({WEB}),
        photos=0,
    )
    with writing.world.store.begin() as tx:
        (asset,) = tx.assets.of_host(writing.world.host.name)
        tx.withdrawals.add(withdrawal, [asset.id])
    host, number = writing.world.host.name, str(asset.ref.id)

    made = writing.compose(
        LetterKind.EDITOR, None, withdrawal="w1", host=host, user="eva", photos=(number, "99")
    )

    assert isinstance(made, HostMessage)
    assert number in made.text
    assert "99" not in made.text.replace(number, "")


def test_somebody_erased_gets_nothing(writing: Writing) -> None:
    person = writing.person()
    ask = writing.ask(person)
    letter = Letter(
        key="k",
        kind=LetterKind.ASK,
        refs={"ask": ask.id, "serial": 1},
        due_at=writing.world.clock.now(),
    )
    writing.world.store.erase(person, writing.world.clock.now())

    assert moot(writing.compose_letter(letter))[0] is OutboxState.CANCELLED


@pytest.mark.parametrize(
    ("language", "written"),
    [("nl", "nl"), ("nl-BE", "nl"), ("de", "de"), ("tr", "en"), ("", "en"), ("x\r\ny", "en")],
)
def test_a_language_we_have_no_letters_in_gets_ours(
    writing: Writing, language: str, written: str
) -> None:
    ask = writing.ask(writing.person(language=""), language=language)

    made = mail(writing.compose(LetterKind.ASK, ask.persons[0], ask=ask.id, serial=1))

    assert made.language == written


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'A" onx="', "Anna\r\nBcc: x@y.example"]
)
def test_a_name_runs_nothing_and_breaks_nothing(writing: Writing, name: str) -> None:
    ask = writing.ask(writing.person(name=name))

    made = mail(writing.compose(LetterKind.ASK, ask.persons[0], ask=ask.id, serial=1))

    assert "<script" not in made.html
    assert 'A" onx' not in made.html
    assert "\n" not in made.subject


def test_html_fetches_nothing(writing: Writing) -> None:
    ask = writing.ask(writing.person())

    made = mail(writing.compose(LetterKind.ASK, ask.persons[0], ask=ask.id, serial=1))

    assert not re.search(r"<(img|script|link|iframe|style)|url\(", made.html)
    assert set(re.findall(r"https?://[^/\"<]+", made.html)) == {URL}


FORBIDDEN: Sequence[str] = ("quitclaim", "template", "vector", "channel", "biometric")


def test_letters_use_no_jargon(writing: Writing) -> None:
    ask = writing.ask(writing.person())

    made = mail(writing.compose(LetterKind.ASK, ask.persons[0], ask=ask.id, serial=1))

    assert not [word for word in FORBIDDEN if word in made.text.lower()]
