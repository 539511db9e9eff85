"""Who may be compared with on one photo."""

from dataclasses import replace
from datetime import date

import pytest

from consent.findings import Finding
from consent.gallery import (
    Company,
    ask_about_look_alikes,
    persons_in_scope,
    valid_today,
    with_link_end,
)
from consent.ids import PersonId, SessionId
from consent.quitclaims import RecognitionConsent
from consent.sessions import Session
from consent.states import ConsentState, FindingKind, Mode
from tests.consent.build import AT, FACE, TODAY, TOMORROW, YESTERDAY, P, Q, face

CONSENT = RecognitionConsent(person=P, state=ConsentState.GIVEN, at=AT)
OTHERS = RecognitionConsent(person=Q, state=ConsentState.RENEWED, at=AT)
DAYS = [
    pytest.param(CONSENT, True, id="no end"),
    pytest.param(replace(CONSENT, ends=TODAY), True, id="last day counts"),
    pytest.param(replace(CONSENT, begins=TODAY), True, id="first day counts"),
    pytest.param(replace(CONSENT, ends=YESTERDAY), False, id="over"),
    pytest.param(replace(CONSENT, begins=TOMORROW), False, id="not begun"),
]


@pytest.mark.parametrize(("consent", "expected"), DAYS)
def test_recognition_is_allowed_from_the_first_to_the_last_day(
    consent: RecognitionConsent,
    expected: bool,  # noqa: FBT001
) -> None:
    assert valid_today(consent, TODAY) is expected


@pytest.mark.parametrize("state", ConsentState)
def test_only_a_consent_that_was_given_or_renewed_allows_recognition(state: ConsentState) -> None:
    expected = state in {ConsentState.GIVEN, ConsentState.RENEWED}

    assert valid_today(replace(CONSENT, state=state), TODAY) is expected


def session(name: str, *roster: PersonId) -> Session:
    return Session(id=SessionId(name), name=name, roster=frozenset(roster))


SCOPES = [
    pytest.param(Company(mode=Mode.OFF), set(), id="off: nobody"),
    pytest.param(Company(mode=Mode.DETECT), set(), id="detect: nobody"),
    pytest.param(Company(mode=Mode.GALLERY), {P, Q}, id="gallery: everybody who consented"),
    pytest.param(Company(mode=Mode.SESSION), set(), id="session, but none: nobody"),
    pytest.param(
        Company(mode=Mode.SESSION, sessions=(session("a", P), session("b", Q))),
        {P, Q},
        id="session: the union of the rosters",
    ),
    pytest.param(
        Company(mode=Mode.SESSION, sessions=(session("a", Q, PersonId("guest")),)),
        {Q},
        id="session: nobody without consent",
    ),
    pytest.param(
        Company(mode=Mode.GALLERY, objected=frozenset({P})), {Q}, id="nobody who objected"
    ),
]


@pytest.mark.parametrize(("company", "expected"), SCOPES)
def test_the_mode_says_who_is_compared_with(company: Company, expected: set[PersonId]) -> None:
    assert persons_in_scope(company, (CONSENT, OTHERS), TODAY) == expected


def test_somebody_whose_consent_is_over_is_in_no_gallery() -> None:
    over = replace(CONSENT, ends=YESTERDAY)

    assert persons_in_scope(Company(mode=Mode.GALLERY), (over, OTHERS), TODAY) == {Q}
    assert persons_in_scope(Company(mode=Mode.GALLERY), (over, CONSENT), TODAY) == set()


LOOK_ALIKES = [
    pytest.param(FindingKind.MATCHED, [frozenset({P, Q})], FindingKind.AWAITING, id="a look-alike"),
    pytest.param(FindingKind.MATCHED, [frozenset({Q})], FindingKind.MATCHED, id="somebody else's"),
    pytest.param(FindingKind.NAMED, [frozenset({P, Q})], FindingKind.NAMED, id="named by hand"),
]


@pytest.mark.parametrize(("kind", "pairs", "expected"), LOOK_ALIKES)
def test_look_alikes_always_go_to_a_human(
    kind: FindingKind, pairs: list[frozenset[PersonId]], expected: FindingKind
) -> None:
    assert ask_about_look_alikes(replace(FACE, kind=kind), pairs).kind is expected


LINKS = [
    pytest.param(face(FindingKind.MATCHED, person=P), TODAY, id="matched"),
    pytest.param(face(FindingKind.SUGGESTED, person=Q), None, id="no end"),
    pytest.param(face(FindingKind.NAMED, person=P), None, id="by hand"),
]


@pytest.mark.parametrize(("finding", "expected"), LINKS)
def test_a_machine_link_holds_as_long_as_the_recognition_consent(
    finding: Finding, expected: date | None
) -> None:
    consents = (replace(CONSENT, ends=TODAY), replace(CONSENT, ends=TOMORROW), OTHERS)

    assert with_link_end(finding, consents).link_ends == expected
