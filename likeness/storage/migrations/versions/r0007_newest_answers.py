"""Answers keep what they asked about and when they were signed; signers may be the same human."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from likeness.storage.types import Instant, Json, JsonOrNull

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COPIED = (
    "channels",
    "at",
    "signer",
    "guardian",
    "entitled",
    "scope",
    "session",
    "begins",
    "ends",
    "ground",
    "notice_valid",
    "notice",
    "notice_version",
    "evidence",
)
_NEW = ("asked", "signed_at")


def upgrade() -> None:
    """Add the columns and the table, date what has ended, and bring back noes that were reused."""
    for table in ("quitclaims", "quitclaim_events"):
        op.add_column(table, sa.Column("asked", JsonOrNull, nullable=True))
        signed = sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True)
        op.add_column(table, signed)
    op.create_table(
        "same_signers",
        sa.Column("signer", sa.String(length=64), nullable=False),
        sa.Column("same_as", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("signer", name=op.f("pk_same_signers")),
    )
    op.create_index("ix_same_signers_same_as", "same_signers", ["same_as"], unique=False)
    _date_what_ended()
    _bring_back_noes()


def _date_what_ended() -> None:
    """Note of what has ended when it was signed: its state was given, or renewed, then."""
    quitclaims, events = _table("quitclaims"), _table("quitclaim_events")
    signed = (
        sa.select(events.c.at)
        .where(events.c.quitclaim == quitclaims.c.id, events.c.state.in_(["given", "renewed"]))
        .order_by(events.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    ended = quitclaims.c.state.in_(["expired", "invalidated"])
    op.execute(sa.update(quitclaims).where(ended).values(signed_at=signed))


def _bring_back_noes() -> None:
    """Give a no back its own record where a later no, to other channels, was written over it.

    It is an answer like any other: what the same signer said later to a channel counts.
    """
    connection = op.get_bind()
    quitclaims, events = _table("quitclaims"), _table("quitclaim_events")
    lost = [_as_row(event) for event in _lost(connection, quitclaims, events)]
    for row in lost:
        connection.execute(sa.insert(quitclaims).values(**row))
        event = {name: value for name, value in row.items() if name not in {"id", "person"}}
        number = {"quitclaim": row["id"], "by": "upgrade", "means": "command"}
        connection.execute(sa.insert(events).values(**event, **number))


def _lost(
    connection: sa.Connection, quitclaims: sa.TableClause, events: sa.TableClause
) -> Iterable[sa.Row[Any]]:
    """Give each no of an earlier signature that named channels which its record lost since."""
    query = (
        sa.select(
            events.c.id.label("number"),
            events.c.quitclaim,
            quitclaims.c.person,
            quitclaims.c.channels.label("left"),
            *(events.c[name] for name in _COPIED),
        )
        .join(quitclaims, quitclaims.c.id == events.c.quitclaim)
        .where(events.c.state == "refused", events.c.evidence != quitclaims.c.evidence)
        .order_by(events.c.id)
    )
    found = {(event.quitclaim, event.evidence): event for event in connection.execute(query)}
    return [event for event in found.values() if set(event.channels) - set(event.left)]


def _as_row(event: sa.Row[Any]) -> dict[str, Any]:
    copied = {name: getattr(event, name) for name in _COPIED}
    return {
        **copied,
        "id": f"{event.quitclaim}.{event.number}"[-64:],
        "person": event.person,
        "state": "refused",
        "signed_at": event.at,
    }


def _table(name: str) -> sa.TableClause:
    types: dict[str, Any] = {"channels": Json, "at": Instant, "signed_at": Instant}
    names = ("id", "person", "quitclaim", "state", "by", "means", *_COPIED, *_NEW)
    days = {"begins": sa.Date(), "ends": sa.Date()}
    booleans = dict.fromkeys(("guardian", "entitled", "notice_valid"), sa.Boolean())
    known = {**types, **days, **booleans, "asked": JsonOrNull}
    return sa.table(name, *(sa.column(one, known.get(one)) for one in names))
