"""Faces that wait for a human, in the order they are asked about."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from consent.ids import PersonId
from consent.standing import AnswerLine
from consent.states import ConsentState
from scheduler.review_order import WaitingFace, in_order

if TYPE_CHECKING:
    from likeness.storage.store import SqlTx

MOST = 5_000
_LIVE = frozenset({ConsentState.GIVEN, ConsentState.RENEWED})


def waiting_faces(
    tx: "SqlTx", answers: Mapping[PersonId, Sequence[AnswerLine]]
) -> tuple[WaitingFace, ...]:
    """Give every face that waits; first what would make a photo usable soonest."""
    granting = frozenset(
        person for person, lines in answers.items() if any(line.state in _LIVE for line in lines)
    )
    faces = (
        WaitingFace(
            finding=one.finding,
            asset=one.asset,
            status=one.status,
            first_seen_at=one.first_seen_at,
        )
        for one in tx.overview.open_faces(MOST)
    )
    return in_order(faces, granting)
