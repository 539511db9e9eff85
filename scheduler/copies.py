"""What holds for every copy of the same original: objections, removed faces, "not this person"."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid5

from consent.answers import FaceAnswer, follows_copies
from consent.findings import Finding
from consent.ids import Actor, AnswerId, AssetId
from consent.states import AnswerKind, FindingKind, RemovedCause
from scheduler.ports import Tx
from scheduler.values import Asset

_SPACE = UUID("6f2c1f5e-5a0b-4f0e-9d38-1f6d5f3f6a11")
"""Makes one stable id per copy and answer, so that looking twice gives the same face."""


def inherited(tx: Tx, asset: Asset) -> tuple[FaceAnswer, ...]:
    """Give what was answered or removed on other assets made of the same original bytes."""
    return tuple(
        replace(answer, id=_own_id(asset.id, answer.id), asset=asset.id, finding=None)
        for copy in tx.assets.same_content(asset.id)
        for answer in (
            *filter(follows_copies, tx.answers.of(copy)),
            *_removals(tx.findings.of(copy), copy, first_look=asset.scan is None),
        )
    )


def _removals(
    findings: tuple[Finding, ...], copy: AssetId, *, first_look: bool
) -> Iterator[FaceAnswer]:
    """Say of each removed face of a copy that somebody was taken off it.

    A link that ended with recognition says so only to a copy never looked at: one that was lost
    its own machine links then, and names given by hand stay.
    """
    for finding in findings:
        if finding.kind is not FindingKind.REMOVED or finding.removed_at is None:
            continue
        if finding.cause is RemovedCause.RECOGNITION_ENDED and not first_look:
            continue
        yield FaceAnswer(
            id=AnswerId(finding.id),
            asset=copy,
            content="",
            kind=AnswerKind.REMOVED,
            by=Actor("copy"),
            at=finding.removed_at,
            area=finding.area,
            floor=finding.floor,
            cause=finding.cause,
        )


def _own_id(asset: AssetId, answer: AnswerId) -> AnswerId:
    return AnswerId(str(uuid5(_SPACE, f"{asset}:{answer}")))
