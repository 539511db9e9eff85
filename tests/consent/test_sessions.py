"""Which photos belong to a session."""

from datetime import UTC, datetime

import pytest

from consent.errors import NaiveInstant
from consent.ids import PersonId, SessionId
from consent.sessions import Session, SessionRule, rule_matches


def hour(number: int) -> datetime:
    return datetime(2026, 6, 15, number, tzinfo=UTC)


PARTY = SessionRule(host="dam", folder="2026/party")
WINDOW = SessionRule(host="dam", folder="", begins=hour(10), ends=hour(12))
RULES = [
    pytest.param(PARTY, "dam", "2026/party/a.jpg", None, True, id="in the folder"),
    pytest.param(PARTY, "dam", "2026/party/late/a.jpg", None, True, id="in a folder of it"),
    pytest.param(PARTY, "dam", "/2026/party/a.jpg", None, True, id="with a leading slash"),
    pytest.param(PARTY, "dam", "2026/party-2/a.jpg", None, False, id="in one that begins alike"),
    pytest.param(PARTY, "dam", "2026/a.jpg", None, False, id="around the folder"),
    pytest.param(PARTY, "other", "2026/party/a.jpg", None, False, id="in another host"),
    pytest.param(WINDOW, "dam", "a.jpg", hour(10), True, id="first instant counts"),
    pytest.param(WINDOW, "dam", "a.jpg", hour(12), True, id="last instant counts"),
    pytest.param(WINDOW, "dam", "a.jpg", hour(9), False, id="too early"),
    pytest.param(WINDOW, "dam", "a.jpg", hour(13), False, id="too late"),
    pytest.param(WINDOW, "dam", "a.jpg", None, False, id="captured nobody knows when"),
    pytest.param(
        SessionRule(host="dam", folder="", begins=hour(10)), "dam", "a", hour(23), True, id="open"
    ),
    pytest.param(
        SessionRule(host="dam", folder="", ends=hour(10)), "dam", "a", hour(1), True, id="no begin"
    ),
]


@pytest.mark.parametrize(("rule", "host", "place", "captured_at", "expected"), RULES)
def test_a_photo_belongs_to_a_session_by_place_and_time(
    rule: SessionRule,
    host: str,
    place: str,
    captured_at: datetime | None,
    expected: bool,  # noqa: FBT001
) -> None:
    assert rule_matches(rule, host, place, captured_at) is expected


def test_a_photo_belongs_to_a_session_by_collection() -> None:
    rule = SessionRule(host="dam", folder="press kit")

    assert rule_matches(rule, "dam", "a.jpg", None, frozenset({"press kit"}))


def test_a_time_of_capture_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveInstant):
        rule_matches(WINDOW, "dam", "a.jpg", hour(11).replace(tzinfo=None))


def test_the_title_of_a_session_is_not_shown_in_logs() -> None:
    session = Session(
        id=SessionId("s1"), name="Wedding of A and B", roster=frozenset({PersonId("p")})
    )

    assert "Wedding" not in repr(session)
