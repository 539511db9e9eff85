"""What holds for every new look."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from consent.answers import FaceAnswer
from consent.decision import decide
from consent.decisions import Rules
from consent.findings import Finding
from consent.ids import AnswerId, FindingId
from consent.quitclaims import Subject
from consent.rescans import apply_answers
from consent.states import AnswerKind, RemovedCause, Verdict
from consent.status import severity
from tests.consent.build import (
    AT,
    CONTENT,
    OTHER_CONTENT,
    PHOTO,
    TODAY,
    P,
    Q,
    answer,
)
from tests.consent.looks import F, again
from tests.consent.strategies import QUICK, crowds, pairs_of_subjects, rules


@st.composite
def answers_about(draw: st.DrawFn, faces: tuple[Finding, ...]) -> tuple[FaceAnswer, ...]:
    """Draw what humans said of some faces, about this picture or another."""
    count = draw(st.integers(0, 3)) if faces else 0
    return tuple(
        replace(
            answer(draw(st.sampled_from(AnswerKind)), draw(st.sampled_from(faces)), number),
            id=AnswerId(f"a{number}"),
            person=draw(st.sampled_from((P, Q))),
            content=draw(st.sampled_from((CONTENT, OTHER_CONTENT))),
            cause=draw(st.sampled_from(RemovedCause)),
        )
        for number in range(count)
    )


ANSWERED = crowds().flatmap(lambda faces: st.tuples(st.just(faces), answers_about(faces)))


@QUICK
@given(crowds(), ANSWERED, pairs_of_subjects(), rules(), st.booleans())
def test_what_was_removed_keeps_its_floor_through_every_look(
    detected: tuple[Finding, ...],
    known: tuple[tuple[Finding, ...], tuple[FaceAnswer, ...]],
    persons: tuple[Subject, ...],
    rule: Rules,
    same: bool,  # noqa: FBT001
) -> None:
    earlier, answers = known
    fresh = tuple(replace(entry, id=FindingId(f"new-{entry.id}")) for entry in detected)

    after = {
        entry.id: entry
        for entry in apply_answers(fresh, earlier, answers, same_content=same, content=CONTENT)
    }

    for removed in earlier:
        if removed.kind is F.REMOVED:
            then = decide(PHOTO, (removed,), persons, rule, AT, TODAY)
            now = decide(PHOTO, (after[removed.id],), persons, rule, AT, TODAY)
            assert then.channels[0].verdict is not Verdict.CLEARED
            for one_then, one_now in zip(then.channels, now.channels, strict=True):
                assert severity(one_now.verdict) >= severity(one_then.verdict)


@QUICK
@given(crowds(), ANSWERED)
def test_no_face_of_the_same_picture_is_lost_and_a_rescan_is_repeatable(
    detected: tuple[Finding, ...], known: tuple[tuple[Finding, ...], tuple[FaceAnswer, ...]]
) -> None:
    earlier, answers = known
    fresh = tuple(replace(entry, id=FindingId(f"new-{entry.id}")) for entry in detected)

    after = again(fresh, earlier, answers)

    assert len({finding.id for finding in after}) == len(after)
    assert {finding.id for finding in earlier if finding.area is not None and _stored(finding)} <= {
        finding.id for finding in after
    }
    assert {f.id for f in again(after, after, answers)} >= {f.id for f in after if _stored(f)}


def _stored(finding: Finding) -> bool:
    return finding.kind not in {F.ATTESTED, F.ATTESTED_BEFORE} and not (
        finding.kind is F.EXCESS and finding.area is None
    )
