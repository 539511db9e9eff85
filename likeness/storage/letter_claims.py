"""Sending letters from the database, fenced by random tokens (`scheduler.ports.LetterClaims`)."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from likeness.storage.letter_rows import ID_BYTES, to_posted
from likeness.storage.tables.letters import outbox
from scheduler.ports.outbox import LetterClaim, LetterKind, OutboxState, Recovered

_FREE = {"lease_token": None, "lease_until": None}
_WAITING = outbox.c.state == OutboxState.WAITING.value
_SENDING = outbox.c.state == OutboxState.SENDING.value
AFTER_CRASH = "after-crash"
"""Why a letter waits or is held that may have arrived already."""


class SqlLetterClaims:
    """Claims of letters in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def claim(
        self, now: datetime, lease_s: float, kinds: Collection[LetterKind] = ()
    ) -> LetterClaim | None:
        """Take a letter that is due: those somebody waits for first, then who is due longest."""
        wanted = outbox.c.kind.in_([kind.value for kind in kinds]) if kinds else sa.true()
        first = (
            sa.select(outbox.c.id)
            .where(_WAITING, wanted, outbox.c.next_try_at <= now, _is_free(now))
            .order_by(outbox.c.rank, outbox.c.next_try_at, outbox.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        until, token = now + timedelta(seconds=lease_s), secrets.token_hex(ID_BYTES)
        row = self._connection.execute(
            sa.update(outbox)
            .where(outbox.c.id == first)
            .values(lease_token=token, lease_until=until)
            .returning(*outbox.c)
        ).one_or_none()
        return None if row is None else LetterClaim(posted=to_posted(row), token=token, until=until)

    def waits(self, now: datetime) -> bool:
        """Tell whether a letter is due, or was left in `sending`."""
        due = _WAITING & (outbox.c.next_try_at <= now) & _is_free(now)
        left = _SENDING & (outbox.c.lease_until <= now)
        query = sa.select(outbox.c.id).where(sa.or_(due, left)).limit(1)
        return self._connection.execute(query).first() is not None

    def sending(self, claim: LetterClaim) -> bool:
        """Mark it `sending`, right before it is handed over; False where it was cancelled."""
        statement = sa.update(outbox).where(_ours(claim), _WAITING)
        marked = self._connection.execute(statement.values(state=OutboxState.SENDING.value))
        return marked.rowcount == 1

    def sent_since(self, moment: datetime) -> int:
        """Count letters sent since then."""
        query = sa.select(sa.func.count()).where(outbox.c.sent_at > moment)
        return int(self._connection.execute(query).scalar_one())

    def sent(self, claim: LetterClaim, message_id: str, now: datetime) -> bool:
        """Note that it was taken; False where the claim is stale."""
        return self._leave(
            claim,
            state=OutboxState.SENT.value,
            message_id=message_id,
            sent_at=now,
            settled_at=now,
            error="",
        )

    def again(self, claim: LetterClaim, at: datetime, word: str, *, counts: bool) -> bool:
        """Put it back for another try at `at`; `counts` is False where it is not to blame."""
        return self._leave(
            claim,
            state=OutboxState.WAITING.value,
            next_try_at=at,
            attempts=outbox.c.attempts + (1 if counts else 0),
            error=word,
        )

    def doubt(self, claim: LetterClaim, at: datetime, word: str, *, hold: bool) -> bool:
        """Count that it may have arrived; to be tried again at `at`, or held for a human."""
        state = OutboxState.HELD if hold else OutboxState.WAITING
        return self._leave(
            claim,
            state=state.value,
            next_try_at=at,
            attempts=outbox.c.attempts + 1,
            doubts=outbox.c.doubts + 1,
            error=word,
        )

    def end(self, claim: LetterClaim, state: OutboxState, word: str, now: datetime) -> bool:
        """End it as held, cancelled or failed."""
        return self._leave(claim, state=state.value, settled_at=now, error=word)

    def recover(self, now: datetime, *, all_of_them: bool, hold: bool) -> Recovered:
        """Take back what nobody sends any more, to be sent again or held for a human.

        `all_of_them` only at start-up by the process that holds the lock; else by lease.
        """
        over = sa.true() if all_of_them else outbox.c.lease_until <= now
        self._connection.execute(sa.update(outbox).where(_WAITING, over).values(**_FREE))
        state = OutboxState.HELD if hold else OutboxState.WAITING
        count = self._connection.execute(
            sa.update(outbox)
            .where(_SENDING, over)
            .values(
                state=state.value,
                error=AFTER_CRASH,
                doubts=outbox.c.doubts + 1,
                next_try_at=now,
                **_FREE,
            )
        ).rowcount
        return Recovered(resent=0 if hold else count, held=count if hold else 0)

    def _leave(self, claim: LetterClaim, **values: object) -> bool:
        statement = sa.update(outbox).where(_ours(claim), _SENDING | _WAITING)
        return self._connection.execute(statement.values(**values, **_FREE)).rowcount == 1


def _ours(claim: LetterClaim) -> sa.ColumnElement[bool]:
    return (outbox.c.id == claim.posted.id) & (outbox.c.lease_token == claim.token)


def _is_free(now: datetime) -> sa.ColumnElement[bool]:
    return outbox.c.lease_until.is_(None) | (outbox.c.lease_until <= now)
