"""Rows of the outbox as values, and back. Pure."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from consent.ids import PersonId
from scheduler.ports.outbox import URGENT, Letter, LetterKind, OutboxState, Posted, Ref

ID_BYTES = 16


def new_row(letter: Letter, letter_id: str) -> dict[str, object]:
    """Write a letter that was never tried."""
    return {
        "id": letter_id,
        "key": letter.key,
        "kind": letter.kind.value,
        "person": letter.person,
        "account": letter.account,
        "refs": {
            name: list(ref) if isinstance(ref, tuple) else ref for name, ref in letter.refs.items()
        },
        "state": OutboxState.WAITING.value,
        "rank": 0 if letter.kind in URGENT else 1,
        "due_at": letter.due_at,
        "attempts": 0,
        "doubts": 0,
        "next_try_at": letter.due_at,
        "message_id": "",
        "error": "",
    }


def to_posted(row: "sa.Row[Any]") -> Posted:
    """Read a row."""
    return Posted(
        id=row.id,
        letter=Letter(
            key=row.key,
            kind=LetterKind(row.kind),
            person=None if row.person is None else PersonId(row.person),
            account=row.account,
            refs=_refs(row.refs),
            due_at=row.due_at,
        ),
        state=OutboxState(row.state),
        attempts=row.attempts,
        doubts=row.doubts,
        next_try_at=row.next_try_at if row.state == OutboxState.WAITING else None,
        sent_at=row.sent_at,
        message_id=row.message_id,
        error=row.error,
    )


def _refs(refs: Mapping[str, Any]) -> dict[str, Ref]:
    return {name: tuple(ref) if isinstance(ref, list) else ref for name, ref in refs.items()}
