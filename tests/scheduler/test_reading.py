"""Decision records are read back as they were written."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.values import ContentHash, HashKind
from consent.decisions import Decision
from consent.findings import Area, Finding, Score
from consent.ids import FindingId
from consent.states import FindingKind, Mode, Status
from scheduler.documents import Inputs, to_document
from scheduler.reading import read_document
from scheduler.values import Scan

NUMBERS = st.integers(-1_000_000, 1_000_000).map(lambda number: number / 1_000_000)
"""Documents keep six places."""

INSTANTS = st.datetimes(timezones=st.just(UTC))


DECISIONS = st.builds(Decision, at=INSTANTS)
AREAS = st.builds(Area, x=NUMBERS, y=NUMBERS, w=NUMBERS, h=NUMBERS)
SCORES = st.builds(Score, best=NUMBERS, second=st.none() | NUMBERS, threshold=NUMBERS)
FINDINGS = st.builds(Finding, area=st.none() | AREAS, size=NUMBERS, score=st.none() | SCORES)


@settings(max_examples=60, deadline=None)
@given(decision=DECISIONS, findings=st.lists(FINDINGS, max_size=3))
def test_what_is_written_is_read_back(decision: Decision, findings: list[Finding]) -> None:
    document = to_document(decision, Inputs(findings=findings, scan=None, pack="p"))

    assert read_document(document) == (decision, tuple(findings))


def plain() -> str:
    decision = Decision(
        status=Status.REVIEW,
        channels=(),
        at=datetime(2026, 1, 1, tzinfo=UTC),
        today=date(2026, 1, 1),
        mode=Mode.DETECT,
    )
    scan = Scan(
        content=ContentHash(kind=HashKind.ORIGINAL, value="00"),
        mode=Mode.DETECT,
        pack="p",
        gallery_version=1,
        second_pass=True,
        width=1,
        height=1,
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    finding = Finding(id=FindingId("f"), kind=FindingKind.UNKNOWN)
    return to_document(decision, Inputs(findings=[finding], scan=scan, pack="p"))


def test_what_a_later_version_added_is_left_out() -> None:
    body = json.loads(plain())
    body["decision"]["mood"] = "never"

    decision, _ = read_document(json.dumps(body))

    assert decision.status is Status.REVIEW


def test_a_word_that_never_was_is_not_taken_for_another() -> None:
    body = json.loads(plain())
    body["decision"]["status"] = "perhaps"

    with pytest.raises(ValueError, match="perhaps"):
        read_document(json.dumps(body))
