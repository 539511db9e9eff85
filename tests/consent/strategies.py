"""Everything the rules of consent may be asked about, at random. Days lie around `build.TODAY`."""

import os
from datetime import date, datetime, timedelta
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from consent.decisions import PhotoFacts, Rules
from consent.findings import Area, Finding, Floor
from consent.ids import Channel, FindingId, PersonId, QuitclaimId
from consent.quitclaims import General, Quitclaim, Scope, Signer, Subject
from consent.states import (
    ConsentState,
    FindingKind,
    Ground,
    Mode,
    NotAssessed,
    RemovedCause,
    Verdict,
)
from tests.consent.build import (
    ASSET,
    AT,
    FATHER,
    MOTHER,
    NEIGHBOUR,
    OTHER_PHOTO,
    OTHER_SESSION,
    PERSON,
    PRINT,
    SESSION,
    THIS_PHOTO,
    THIS_SESSION,
    TODAY,
    WEB,
    P,
    Q,
)

T = TypeVar("T")

QUICK = settings(
    max_examples=int(os.environ.get("LIKENESS_TEST_EXAMPLES", "30")),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
"""For every property: seconds for the whole folder. More with LIKENESS_TEST_EXAMPLES=2000."""

CHANNELS = (WEB, PRINT, Channel("press"))
SIGNERS: tuple[Signer, ...] = (PERSON, MOTHER, FATHER, NEIGHBOUR)
SCOPES: tuple[Scope, ...] = (
    General(),
    General(),
    THIS_SESSION,
    THIS_PHOTO,
    OTHER_SESSION,
    OTHER_PHOTO,
)
GIVEN = (ConsentState.GIVEN, ConsentState.RENEWED)
PERSONAL = (
    FindingKind.NAMED,
    FindingKind.MATCHED,
    FindingKind.ATTESTED,
    FindingKind.AWAITING,
    FindingKind.SUGGESTED,
    FindingKind.ATTESTED_BEFORE,
)
FACELESS = (
    FindingKind.UNKNOWN,
    FindingKind.BYSTANDER,
    FindingKind.NOT_A_FACE,
    FindingKind.NOBODY_TO_ASK,
    FindingKind.IGNORED,
    FindingKind.EXCESS,
)


def local_days(before: int = 40, after: int = 40) -> st.SearchStrategy[date]:
    """Draw a local day around today, near ones often."""
    near = st.integers(-2, 2)
    return st.one_of(near, st.integers(-before, after)).map(lambda n: TODAY + timedelta(days=n))


def instants() -> st.SearchStrategy[datetime]:
    """Draw an instant before the moment of deciding, rarely after it; ties are common."""
    return st.integers(-6, 1).map(lambda n: AT + timedelta(days=n))


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Draw a value or None."""
    return st.one_of(st.none(), strategy)


@st.composite
def quitclaims(draw: st.DrawFn, person: PersonId = P, number: int = 0) -> Quitclaim:
    """Draw one record of one person; given ones often."""
    states = st.sampled_from((*GIVEN, *GIVEN, *ConsentState))
    return Quitclaim(
        id=QuitclaimId(f"{person}-{number}"),
        person=person,
        state=draw(states),
        channels=draw(st.frozensets(st.sampled_from(CHANNELS), min_size=1)),
        at=draw(instants()),
        signer=draw(st.sampled_from(SIGNERS)),
        scope=draw(st.sampled_from(SCOPES)),
        begins=draw(maybe(local_days())),
        ends=draw(maybe(local_days())),
        ground=draw(st.sampled_from((Ground.CONSENT, Ground.CONSENT, *Ground))),
        notice_valid=draw(st.sampled_from((True, True, True, False))),
    )


@st.composite
def subjects(draw: st.DrawFn, person: PersonId = P, at_least: int = 0) -> Subject:
    """Draw one person with some records."""
    count = draw(st.integers(at_least, 3))
    return Subject(
        id=person,
        minor_until=draw(maybe(local_days())),
        quitclaims=tuple(draw(quitclaims(person, number)) for number in range(count)),
    )


@st.composite
def pairs_of_subjects(draw: st.DrawFn) -> tuple[Subject, ...]:
    """Draw the two persons who may be on a photo."""
    return draw(subjects(P)), draw(subjects(Q))


def areas() -> st.SearchStrategy[Area]:
    """Draw a box on a coarse grid, so that boxes often overlap."""
    steps = st.integers(0, 8).map(lambda n: n / 10)
    sides = st.integers(1, 3).map(lambda n: n / 10)
    return st.builds(Area, x=steps, y=steps, w=sides, h=sides)


def floors() -> st.SearchStrategy[tuple[Floor, ...]]:
    """Draw what a removed face keeps; now and then nothing for a channel."""
    verdicts = st.sampled_from((Verdict.REVIEW, Verdict.BLOCKED))
    return st.dictionaries(st.sampled_from(CHANNELS), verdicts).map(
        lambda kept: tuple(Floor(channel=channel, verdict=kept[channel]) for channel in kept)
    )


@st.composite
def faces(draw: st.DrawFn, number: int = 0) -> Finding:
    """Draw one face of one of the two persons, of nobody, or one that somebody was taken off."""
    kind = draw(st.sampled_from((*PERSONAL, *FACELESS, FindingKind.REMOVED)))
    removed = kind is FindingKind.REMOVED
    return Finding(
        id=FindingId(f"face-{number}"),
        kind=kind,
        area=draw(maybe(areas())),
        size=draw(st.sampled_from((0.01, 0.2))),
        person=draw(st.sampled_from((P, Q))) if kind in PERSONAL else None,
        link_ends=draw(maybe(local_days())) if kind is FindingKind.MATCHED else None,
        cause=draw(st.sampled_from(RemovedCause)) if removed else None,
        floor=draw(floors()) if removed else (),
        removed_at=draw(instants()) if removed else None,
    )


@st.composite
def crowds(draw: st.DrawFn, at_least: int = 0) -> tuple[Finding, ...]:
    """Draw the faces of one photo."""
    count = draw(st.integers(at_least, 3))
    return tuple(draw(faces(number)) for number in range(count))


@st.composite
def photos(draw: st.DrawFn) -> PhotoFacts:
    """Draw the facts of a photo; assessed ones often."""
    return PhotoFacts(
        mode=draw(st.sampled_from((Mode.GALLERY, Mode.SESSION, *Mode))),
        assessed=draw(st.sampled_from((True, True, True, False))),
        not_assessed=draw(st.sampled_from((None, None, None, NotAssessed.CHANGED))),
        sessions=draw(st.frozensets(st.just(SESSION))),
        asset=ASSET,
        confirmed_nobody=draw(st.booleans()),
    )


def rules() -> st.SearchStrategy[Rules]:
    """Draw the rules in force."""
    return st.builds(
        Rules,
        channels=st.just(CHANNELS),
        ignore_below=st.sampled_from((0.0, 0.05)),
        demo=st.booleans(),
    )
