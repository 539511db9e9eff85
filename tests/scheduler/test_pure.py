"""Retry, documents and translation: pure, so tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from connector.errors import MarkRefused
from connector.values import Mark
from consent.decisions import ChannelVerdict, Decision, Reason, Rule
from consent.findings import Area, Finding
from consent.ids import Channel, FindingId, PersonId, QuitclaimId
from consent.states import Confirm, FindingKind, Mode, NotAssessed, Status, Verdict
from recognition.values import Band, PhotoTrouble
from scheduler.documents import Inputs, says_the_same, to_document
from scheduler.retry import MAX_ATTEMPTS, after_failure
from scheduler.translate import Confirming, Said, mark_of, to_marks, to_not_assessed
from scheduler.values import Dead, Failure, RetryAt
from scheduler.worker import failure_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEB, PRINT = Channel("website"), Channel("print")
FACE = FindingId("face-1")


def decision(**verdicts: Verdict) -> Decision:
    """Make a decision with one reason per channel about one face."""
    channels = tuple(
        ChannelVerdict(
            channel=Channel(name),
            verdict=verdict,
            reasons=(
                Reason(
                    rule=Rule.GRANTED if verdict is Verdict.CLEARED else Rule.UNKNOWN_FACE,
                    verdict=verdict,
                    finding=FACE,
                    quitclaim=QuitclaimId("q1") if verdict is Verdict.CLEARED else None,
                ),
            ),
        )
        for name, verdict in verdicts.items()
    )
    return Decision(
        status=Status.PARTLY, channels=channels, at=NOW, today=NOW.date(), mode=Mode.DETECT
    )


@pytest.mark.parametrize(
    ("failure", "attempts", "wanted"),
    [
        pytest.param(Failure.CRASHED, 0, 2.0, id="first failure waits 2 s"),
        pytest.param(Failure.CRASHED, 3, 16.0, id="waits double"),
        pytest.param(Failure.DISK_FULL, 6, 128.0, id="a full disk is tried again"),
    ],
)
def test_a_failure_is_tried_again_later(failure: Failure, attempts: int, wanted: float) -> None:
    verdict = after_failure(failure, attempts, NOW, 0.0)

    assert verdict == RetryAt(at=NOW + timedelta(seconds=wanted), failure=failure)


@pytest.mark.parametrize(
    "failure",
    [Failure.HOST_REFUSED, Failure.MARK_REFUSED, Failure.READ_ONLY, Failure.BROKEN_SIDECAR],
)
def test_a_refusal_waits_for_a_human(failure: Failure) -> None:
    assert after_failure(failure, 0, NOW, 0.0) == Dead(failure=failure)


def test_too_many_attempts_wait_for_a_human() -> None:
    last = after_failure(Failure.CRASHED, MAX_ATTEMPTS - 1, NOW, 1.0)

    assert last == Dead(failure=Failure.CRASHED)


def test_a_host_that_is_down_never_counts_against_a_photo() -> None:
    verdict = after_failure(Failure.HOST_UNAVAILABLE, 99, NOW, 1.0)

    assert isinstance(verdict, RetryAt)
    assert not verdict.counts


def test_two_documents_of_the_same_answer_differ_only_in_the_moment() -> None:
    inputs = Inputs(findings=(), scan=None, pack="p")
    one = decision(website=Verdict.CLEARED)
    later = Decision(
        status=one.status,
        channels=one.channels,
        at=NOW + timedelta(days=3),
        today=date(2026, 3, 5),
        mode=one.mode,
    )

    assert says_the_same(to_document(one, inputs), to_document(later, inputs))
    other = to_document(decision(website=Verdict.BLOCKED), inputs)
    assert not says_the_same(to_document(one, inputs), other)


def test_every_trouble_of_a_photo_has_a_word_in_consent() -> None:
    assert {to_not_assessed(trouble) for trouble in PhotoTrouble} <= set(NotAssessed)


@pytest.mark.parametrize(
    ("web", "printed", "wanted"),
    [
        pytest.param(Verdict.CLEARED, Verdict.CLEARED, Mark.CLEARED, id="all cleared"),
        pytest.param(Verdict.CLEARED, Verdict.BLOCKED, Mark.PARTLY, id="some cleared"),
        pytest.param(Verdict.BLOCKED, Verdict.BLOCKED, Mark.BLOCKED, id="all blocked"),
        pytest.param(Verdict.REVIEW, Verdict.BLOCKED, Mark.REVIEW, id="a gap and a no"),
    ],
)
def test_the_mark_of_a_face_sums_up_its_channels(
    web: Verdict, printed: Verdict, wanted: Mark
) -> None:
    assert mark_of(decision(website=web, print=printed), FACE) is wanted


def test_a_face_no_reason_names_gets_no_mark() -> None:
    assert mark_of(decision(website=Verdict.CLEARED), FindingId("other")) is None


def test_names_go_to_the_host_only_where_asked_and_sure() -> None:
    anna = PersonId("anna")
    area = Area(x=0.1, y=0.1, w=0.1, h=0.1)
    sure = Finding(id=FACE, kind=FindingKind.MATCHED, area=area, person=anna)
    unsure = Finding(id=FACE, kind=FindingKind.SUGGESTED, area=area, person=anna)
    answer = decision(website=Verdict.CLEARED)
    names, size = Said(word="word", names={anna: "Anna"}), (10, 10)

    named = to_marks(answer, [sure], names, size)
    nameless = to_marks(answer, [sure], Said(word="word"), size)
    hidden = to_marks(answer, [unsure], names, size)

    assert [one.regions[0].name for one in (named, nameless, hidden)] == ["Anna", "", ""]
    assert [one.names for one in (named, nameless, hidden)] == [("Anna",), (), ()]


def test_a_photo_not_assessed_shows_only_that() -> None:
    answer = Decision(
        status=Status.NOT_ASSESSED, channels=(), at=NOW, today=NOW.date(), mode=Mode.OFF
    )

    marks = to_marks(answer, [], Said(word="word", note="note"), (1, 1))

    assert (marks.status, marks.channels, marks.regions) == ("not-assessed", (), ())


def test_the_words_of_bands_and_policies_are_those_of_the_documents() -> None:
    assert {band.value for band in Band} == {"accept", "suggest", "unknown"}
    assert {policy.value for policy in Confirm} == {"always", "weak", "first-in-session", "never"}
    confirming = Confirming(
        policy=Confirm.ALWAYS,
        templates={},
        gallery_persons=0,
        auto_limit=0,
        seen_in_session=frozenset(),
    )
    assert confirming.seen_in_session == frozenset()


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("read-only", Failure.READ_ONLY),
        ("broken-sidecar", Failure.BROKEN_SIDECAR),
        ("something-new", Failure.MARK_REFUSED),
        ("crashed", Failure.MARK_REFUSED),
    ],
)
def test_what_kept_a_mark_from_being_written_is_told(reason: str, told: Failure) -> None:
    assert failure_of(MarkRefused(reason)) is told
