"""Short ways to write the values that the tests of consent are about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from consent.answers import FaceAnswer
from consent.decision import decide
from consent.decisions import Decision, PhotoFacts, Reason, Rules
from consent.findings import Area, Finding, Score
from consent.ids import (
    Actor,
    AnswerId,
    AssetId,
    Channel,
    FindingId,
    PersonId,
    QuitclaimId,
    SessionId,
    SignerId,
)
from consent.quitclaims import ForPhotos, ForSession, Quitclaim, Signer, Subject
from consent.states import AnswerKind, ConsentState, FindingKind, Mode, Verdict

WEB = Channel("website")
PRINT = Channel("print")
TODAY = date(2026, 6, 15)
YESTERDAY = date(2026, 6, 14)
TOMORROW = date(2026, 6, 16)
AT = datetime(2026, 6, 15, 10, tzinfo=UTC)
ASSET = AssetId("asset-1")
SESSION = SessionId("session-1")
P = PersonId("person-p")
Q = PersonId("person-q")
ACTOR = Actor("cli:test")
CONTENT = "sha256-original:aa"
OTHER_CONTENT = "sha256-original:bb"

PHOTO = PhotoFacts(mode=Mode.GALLERY, assessed=True, asset=ASSET, sessions=frozenset({SESSION}))
RULES = Rules(channels=(WEB,))
BOTH = Rules(channels=(WEB, PRINT))

PERSON = Signer(id=SignerId("self"))
MOTHER = Signer(id=SignerId("mother"), guardian=True)
FATHER = Signer(id=SignerId("father"), guardian=True)
NEIGHBOUR = Signer(id=SignerId("neighbour"), entitled=False)

THIS_SESSION = ForSession(session=SESSION)
OTHER_SESSION = ForSession(session=SessionId("session-2"))
THIS_PHOTO = ForPhotos(assets=frozenset({ASSET}))
OTHER_PHOTO = ForPhotos(assets=frozenset({AssetId("asset-2")}))

GRANT = Quitclaim(
    id=QuitclaimId("q1"),
    person=P,
    state=ConsentState.GIVEN,
    channels=frozenset({WEB}),
    at=AT - timedelta(days=100),
    signer=PERSON,
)
"""Given by P for the website, in force without end; tests replace what they are about."""

FACE = Finding(
    id=FindingId("f1"),
    kind=FindingKind.NAMED,
    area=Area(x=0.1, y=0.1, w=0.1, h=0.1),
    size=0.1,
    person=P,
)
"""The face of P, named by hand; tests replace what they are about."""

SCORE = Score(best=0.6, second=0.2, threshold=0.4, persons=10)


def no(state: ConsentState, days_ago: int = 1, **fields: object) -> Quitclaim:
    """Make a no of P for the website."""
    return changed(GRANT, id=f"no-{state}", state=state, at=days(-days_ago), **fields)


def changed(record: Quitclaim, **fields: object) -> Quitclaim:
    """Change some fields of a quitclaim."""
    return replace(record, **fields)  # type: ignore[arg-type]  # typed at each call


def days(number: int) -> datetime:
    """Give the instant of deciding, some days later."""
    return AT + timedelta(days=number)


def subject(*records: Quitclaim, person: PersonId = P, minor_until: date | None = None) -> Subject:
    """Make a person with records."""
    return Subject(id=person, minor_until=minor_until, quitclaims=records)


def face(kind: FindingKind, number: int = 1, person: PersonId | None = None) -> Finding:
    """Make a face at its own place on the photo."""
    return Finding(
        id=FindingId(f"f{number}"),
        kind=kind,
        area=box(number),
        size=0.1,
        person=person,
    )


def box(number: int) -> Area:
    """Make the nth box from the left; boxes do not overlap."""
    return Area(x=0.09 * number, y=0.2, w=0.08, h=0.1)


def answer(kind: AnswerKind, finding: Finding = FACE, days_ago: int = 5) -> FaceAnswer:
    """Make one answer about a face on the picture as it is."""
    return FaceAnswer(
        id=AnswerId(f"answer-{kind}-{days_ago}"),
        asset=ASSET,
        content=CONTENT,
        kind=kind,
        by=ACTOR,
        at=days(-days_ago),
        finding=finding.id,
        area=finding.area,
        reason="crowd in the distance" if kind is AnswerKind.NOBODY_TO_ASK else "",
    )


def decided(
    *faces: Finding,
    subjects: tuple[Subject, ...] = (),
    photo: PhotoFacts = PHOTO,
    rules: Rules = RULES,
    today: date = TODAY,
) -> Decision:
    """Decide at the usual moment."""
    return decide(photo, faces, subjects, rules, AT, today)


def verdict(decision: Decision) -> Verdict:
    """Give the verdict of the first channel."""
    return decision.channels[0].verdict


def first_reason(decision: Decision) -> Reason:
    """Give the first reason of the first channel."""
    return decision.channels[0].reasons[0]
