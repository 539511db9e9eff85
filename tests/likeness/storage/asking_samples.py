"""A notice, an ask, a link, a signature, a group, a guardian, a withdrawal and a ground."""

from datetime import date

from consent.asks import Ask, AskState, Link, LinkKind
from consent.families import Guardian
from consent.grounds import SessionGround
from consent.groups import Group
from consent.ids import (
    AskId,
    Channel,
    GroupId,
    LinkHash,
    NoticeId,
    PersonId,
    SessionId,
    SignatureId,
    SignerId,
    WithdrawalId,
)
from consent.notices import (
    Audience,
    Duration,
    Notice,
    NoticeSection,
    NoticeUse,
    SectionKind,
)
from consent.quitclaims import Signer
from consent.signing import Means, PersonAnswer, Sealed, Signature, VerifiedBy
from consent.states import Ground
from consent.withdrawals import Withdrawal, Withdrawn
from likeness.storage.store import SqlTx
from tests.likeness.storage.samples import ANNA, ME, NOW

SCHOOL = NoticeId("school")
S1 = SessionId("s1")
MUM = SignerId("signer-mum")


def notice(
    language: str = "en", audience: Audience = Audience.ADULT, title: str = "Photos"
) -> Notice:
    return Notice(
        id=SCHOOL,
        version=0,
        language=language,
        audience=audience,
        title=title,
        sections=tuple(
            NoticeSection(kind=kind, title=kind.value, paragraphs=("One.", "Two."))
            for kind in SectionKind
        ),
        uses=(NoticeUse(channel=Channel("website"), label="Website", explanation="Ours."),),
        recognition="May we?",
        duration=Duration(month=7, day=31),
        controller="School",
        contact="privacy@school.example",
    )


def ask(
    number: str = "ask-1", persons: tuple[PersonId, ...] = (ANNA,), state: AskState = AskState.OPEN
) -> Ask:
    return Ask(
        id=AskId(number),
        persons=persons,
        signer=SignerId(persons[0]) if persons else MUM,
        guardian=False,
        session=None,
        notice=SCHOOL,
        language="nl",
        way=Means.MAIL,
        state=state,
        made_at=NOW,
        made_by=ME,
        last_sent_at=NOW,
        reminders=0,
        ends_on=date(2026, 6, 1),
    )


def link(secret: str = "1" * 64, kind: LinkKind = LinkKind.ASK, number: str = "ask-1") -> Link:
    return Link(hash=LinkHash(secret), kind=kind, made_at=NOW, ask=AskId(number))


def page_link(secret: str, kind: LinkKind, persons: tuple[PersonId, ...]) -> Link:
    return Link(
        hash=LinkHash(secret), kind=kind, made_at=NOW, persons=persons, signer=SignerId(persons[0])
    )


def signature(
    number: str = "sig-1",
    persons: tuple[PersonId, ...] = (ANNA,),
    *,
    nonce: str = "nonce-1",
    answers: str | None = "ask-1",
) -> Signature:
    return Signature(
        id=SignatureId(number),
        ask=AskId(answers) if answers else None,
        session=None,
        notice=SCHOOL,
        notice_version=1,
        language="nl",
        shown_sha256="a" * 64,
        signer=Signer(id=SignerId(persons[0])),
        means=Means.MAIL,
        at=NOW,
        verified_by=VerifiedBy.MAIL,
        nonce=nonce,
        persons=persons,
    )


def sealed(name: str = "Anna Ölander", email: str = "anna@example.org") -> Sealed:
    answer = PersonAnswer(
        person=ANNA,
        name=name,
        birth_date=date(2012, 2, 29),
        under_age=True,
        granted=frozenset({Channel("website")}),
        recognition=True,
    )
    return Sealed(
        answer=answer, signer_name=name, signer_email=email, shown="text", drawing=b"\x89PNG"
    )


def withdrawal(number: str = "w1", person: PersonId = ANNA) -> Withdrawal:
    return Withdrawal(
        id=WithdrawalId(number),
        person=person,
        at=NOW,
        by=ME,
        what=Withdrawn.ALL,
        channels=frozenset({Channel("website")}),
        photos=0,
    )


def ground(persons: frozenset[PersonId]) -> SessionGround:
    return SessionGround(
        session=S1,
        ground=Ground.CONTRACT,
        channels=frozenset({Channel("website")}),
        persons=persons,
        reference="C-2026-7",
        begins=date(2026, 1, 1),
        ends=None,
        by=ME,
        at=NOW,
    )


def everything_asked(tx: SqlTx, person: PersonId, other: PersonId, name: str, email: str) -> None:
    """Ask, link, sign, group, guard, withdraw and ground, about one person and with another."""
    both = (person, other)
    tx.notices.publish([notice()], NOW)
    for number, persons in (("ask-1", (person,)), ("ask-2", both)):
        tx.asks.save(ask(number, persons))
    tx.links.put(link())
    for secret, persons in (("2" * 64, (person,)), ("3" * 64, both)):
        tx.links.put(page_link(secret, LinkKind.RECEIPT, persons))
    for number, persons in (("sig-1", (person,)), ("sig-2", both)):
        row = signature(number, persons, nonce=number, answers=None)
        tx.signatures.add(row)
        tx.signatures.name_persons(row.id, persons)
        tx.signatures.seal(row.id, person, sealed(name, email))
    tx.groups.save(Group(id=GroupId("g1"), name="3b", members=frozenset(both)))
    tx.guardians.save(person, Guardian(signer=MUM, name=name, email=email))
    tx.guardians.save(other, Guardian(signer=SignerId(person), name="A", email="a@example.org"))
    tx.withdrawals.add(withdrawal("w1", person), [])
    tx.grounds.add("ground-1", ground(frozenset(both)))
