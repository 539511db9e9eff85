"""Leases on due assets, fenced by random tokens (implements `scheduler.ports.Claims`)."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import AssetId
from likeness.storage.tables.assets import assets
from scheduler.values import Claim, Dead, Finished, Priority, RetryAt

TOKEN_BYTES = 16
_TOP = -int(Priority.WITHDRAWAL)
_FREE = {"lease_token": None, "lease_until": None}


def is_due(now: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """Say which assets may be claimed now."""
    return sa.and_(
        assets.c.wanted > assets.c.done,
        assets.c.dead.is_(None),
        sa.or_(assets.c.next_try_at.is_(None), assets.c.next_try_at <= now),
        sa.or_(assets.c.lease_until.is_(None), assets.c.lease_until <= now),
    )


_NOW: sa.BindParameter[datetime] = sa.bindparam("now", type_=assets.c.lease_until.type)


def _first(where: sa.ColumnElement[bool] | None = None) -> sa.ScalarSelect[str]:
    """Choose the most urgent of the due assets."""
    return (
        sa.select(assets.c.id)
        .where(is_due(_NOW), sa.true() if where is None else where)
        .order_by(assets.c.rank, assets.c.due_at, assets.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )


_URGENT = assets.c.rank == _TOP
_NO_LOOK = assets.c.scan_wanted <= assets.c.scan_done
_FIRST = sa.func.coalesce(_first(_URGENT), _first(_NO_LOOK), _first())
"""Each is looked for only where the one before finds nothing, and each has an index."""
_LEASE = (
    sa.update(assets)
    .values(lease_token=sa.bindparam("token"), lease_until=sa.bindparam("until"))
    .returning(
        assets.c.id,
        assets.c.lease_token,
        assets.c.wanted,
        assets.c.scan_wanted,
        assets.c.scan_done,
        assets.c.attempts,
        assets.c.rank,
    )
)
_CLAIM = _LEASE.where(assets.c.id == _FIRST)
_TAKE = _LEASE.where((assets.c.id == sa.bindparam("asset")) & is_due(_NOW))
_CONFIRM = (
    sa.select(assets.c.id)
    .where(
        assets.c.id == sa.bindparam("id"),
        assets.c.lease_token == sa.bindparam("token"),
        assets.c.lease_until > sa.bindparam("now"),
        assets.c.lease_until >= sa.bindparam("until"),
        assets.c.wanted == sa.bindparam("wanted"),
        assets.c.scan_wanted == sa.bindparam("scan_wanted"),
    )
    .with_for_update()
)


class SqlClaims:
    """Claims in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def claim(self, now: datetime, lease_s: float) -> Claim | None:
        """Take the most urgent due asset; see the port for the order."""
        return self._lease(_CLAIM, {"now": now}, now + timedelta(seconds=lease_s))

    def take(self, asset: AssetId, now: datetime, lease_s: float) -> Claim | None:
        """Take this asset; None where it is not due, or somebody else has it."""
        of = {"now": now, "asset": asset}
        return self._lease(_TAKE, of, now + timedelta(seconds=lease_s))

    def _lease(
        self, statement: sa.Executable, of: dict[str, object], until: datetime
    ) -> Claim | None:
        fresh = {"token": secrets.token_hex(TOKEN_BYTES), "until": until}
        row = self._connection.execute(statement, of | fresh).one_or_none()
        if row is None:
            return None
        return Claim(
            asset=AssetId(row.id),
            token=row.lease_token,
            wanted=row.wanted,
            scan_wanted=row.scan_wanted,
            lease_until=until,
            attempts=row.attempts,
            priority=Priority(-row.rank),
            may_look=row.rank != _TOP and row.scan_wanted > row.scan_done,
        )

    def confirm(self, claim: Claim, now: datetime, *, until: datetime) -> bool:
        """Tell whether the lease is ours and outlives `until`, and nothing new is wanted."""
        held = {
            "id": claim.asset,
            "token": claim.token,
            "now": now,
            "until": until,
            "wanted": claim.wanted,
            "scan_wanted": claim.scan_wanted,
        }
        return self._connection.execute(_CONFIRM, held).one_or_none() is not None

    def finish(self, claim: Claim, result: Finished, now: datetime) -> bool:
        """Set done (and scan_done) to what the claim answered and give the lease back.

        False where the token is stale.
        """
        moved = assets.c.wanted > claim.wanted
        values: dict[str, object] = {
            "done": claim.wanted,
            "status": result.status,
            "status_reason": result.reason,
            "redecide_on": result.redecide_on,
            "decided_at": now,
            "rank": sa.case((moved, _TOP), else_=-int(Priority.BACKFILL)),
            "due_at": sa.case((moved, now), else_=assets.c.due_at),
            "attempts": 0,
            "next_try_at": None,
        }
        if result.looked:
            values["scan_done"] = claim.scan_wanted
        if result.look_next is not None:
            values |= _due_for_a_look(result.look_next, moved, now)
        return self._give_back(claim, values)

    def fail(self, claim: Claim, verdict: RetryAt | Dead, now: datetime) -> bool:
        """Give the lease back and note when to try again, or put the asset among the dead letters.

        Where `wanted` moved meanwhile the asset is due at once: the failure answered an older
        question.
        """
        unmoved = assets.c.wanted == claim.wanted
        values: dict[str, object]
        match verdict:
            case RetryAt():
                counted = assets.c.attempts + (1 if verdict.counts else 0)
                values = {
                    "next_try_at": sa.case((unmoved, verdict.at), else_=None),
                    "attempts": sa.case((unmoved, counted), else_=0),
                }
            case Dead():
                values = {
                    "dead": sa.case((unmoved, verdict.failure.value), else_=None),
                    "dead_since": sa.case((unmoved, now), else_=None),
                    "attempts": sa.case((unmoved, assets.c.attempts + 1), else_=0),
                }
        return self._give_back(claim, values)

    def _give_back(self, claim: Claim, values: dict[str, object]) -> bool:
        statement = sa.update(assets).where(_held(claim)).values(**values, **_FREE)
        return self._connection.execute(statement).rowcount == 1


def _due_for_a_look(
    priority: Priority, moved: sa.ColumnElement[bool], now: datetime
) -> dict[str, object]:
    """Keep an asset due, to be looked at: it was answered on what is known."""
    asked = assets.c.scan_wanted > assets.c.scan_done
    return {
        "wanted": assets.c.wanted + 1,
        "scan_wanted": assets.c.scan_wanted + sa.case((asked, 0), else_=1),
        "rank": sa.case((moved, _TOP), else_=-int(priority)),
        "due_at": now,
    }


def _held(claim: Claim) -> sa.ColumnElement[bool]:
    return (assets.c.id == claim.asset) & (assets.c.lease_token == claim.token)
