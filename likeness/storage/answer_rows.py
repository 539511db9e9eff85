"""Face answers and attestations as rows and back. Pure."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from consent.answers import FaceAnswer
from consent.attestations import Attestation
from consent.ids import Actor, AnswerId, AssetId, AttestationId, FindingId, PersonId
from consent.states import AnswerKind
from likeness.storage.contents import PresentContent
from likeness.storage.finding_rows import (
    area_row,
    floor_row,
    from_columns,
    to_area,
    to_cause,
    to_document,
    to_floor,
)


def answer_row(answer: FaceAnswer, present: PresentContent) -> dict[str, Any]:
    """Give the columns of a new answer."""
    before = answer.previous
    return {
        "id": answer.id,
        "asset": answer.asset,
        "content": answer.content,
        "content_no": present.number_for(answer.content),
        "kind": answer.kind.value,
        "by": answer.by,
        "at": answer.at,
        "finding": answer.finding,
        **area_row(answer.area),
        "person": answer.person,
        "reason": answer.reason,
        "floor": floor_row(answer.floor),
        "cause": None if answer.cause is None else answer.cause.value,
        "before": sa.null() if before is None else to_document(before),
        "before_person": None if before is None else before.person,
        "undone": False,
        "origin": answer.origin,
    }


def to_answer(row: Row[Any], present: PresentContent) -> FaceAnswer:
    """Make the answer of a row."""
    return FaceAnswer(
        id=AnswerId(row.id),
        asset=AssetId(row.asset),
        finding=None if row.finding is None else FindingId(row.finding),
        kind=AnswerKind(row.kind),
        content=present.key_for(row.content, row.content_no),
        by=Actor(row.by),
        at=row.at,
        area=to_area(dict(row._mapping)),  # noqa: SLF001 - SQLAlchemy's documented name
        person=None if row.person is None else PersonId(row.person),
        reason=row.reason,
        floor=to_floor(row.floor),
        cause=to_cause(row.cause),
        previous=None if row.before is None else from_columns(row.before, row.before_person),
        origin=None if row.origin is None else AnswerId(row.origin),
    )


def attestation_row(attestation: Attestation, present: PresentContent) -> dict[str, Any]:
    """Give the columns of a new attestation, without its persons."""
    return {
        "id": attestation.id,
        "asset": attestation.asset,
        "content": attestation.content,
        "content_no": present.number_for(attestation.content),
        "only": attestation.only,
        "by": attestation.by,
        "at": attestation.at,
        "origin": attestation.origin,
    }


def to_attestation(
    row: Row[Any], persons: Iterable[PersonId], present: PresentContent
) -> Attestation:
    """Make the attestation of a row and its persons."""
    return Attestation(
        id=AttestationId(row.id),
        asset=AssetId(row.asset),
        content=present.key_for(row.content, row.content_no),
        persons=frozenset(persons),
        only=row.only,
        by=Actor(row.by),
        at=row.at,
        origin=None if row.origin is None else AttestationId(row.origin),
    )
