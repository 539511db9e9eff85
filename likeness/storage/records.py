"""Decision records and the audit chain, both append-only (implements `scheduler.ports.Records`)."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import rfc8785
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from consent.decisions import Decision
from consent.ids import Actor, AssetId
from consent.states import Status
from likeness.audit.chain import START, Entry, Link, hash_of, make_entry, verify_chain
from likeness.audit.errors import ChainBroken
from likeness.storage.tables.installation import audit, decisions
from scheduler.values import Act, StoredDecision

WORKER = Actor("worker")
CHAIN_LOCK = 0x6C696B65
"""Number of the PostgreSQL advisory lock that keeps two writers from following the same entry."""
PAGE = 2000

_LATEST = (
    sa.select(decisions)
    .where(decisions.c.asset == sa.bindparam("asset"))
    .order_by(decisions.c.at.desc(), decisions.c.audit_seq.desc())
    .limit(1)
)
_HEAD = sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)


class SqlRecords:
    """Records in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def decision(
        self, asset: AssetId, decision: Decision, document: str, *, subjects: Sequence[str]
    ) -> int:
        """Append a decision to the audit chain and keep it in canonical form.

        Gives its sequence number.
        """
        canonical = rfc8785.dumps(json.loads(document))
        detail = {"status": decision.status.value, "document": hash_of(canonical)}
        about = (asset, *(subject for subject in subjects if subject != asset))
        act = Act(actor=WORKER, act="decided", subjects=about, detail=dict(detail))
        seq = self.act(act, decision.at)
        self._connection.execute(
            sa.insert(decisions).values(
                audit_seq=seq,
                asset=asset,
                at=decision.at,
                today=decision.today,
                status=decision.status.value,
                document=canonical.decode(),
            )
        )
        return seq

    def latest(self, asset: AssetId, before: datetime | None = None) -> StoredDecision | None:
        """Give the last decision of an asset, or the last one before an instant."""
        query = _LATEST if before is None else _LATEST.where(decisions.c.at < before)
        row = self._connection.execute(query, {"asset": asset}).one_or_none()
        return None if row is None else _to_decision(row)

    def act(self, act: Act, at: datetime) -> int:
        """Append one act to the audit chain; gives its sequence number."""
        entry = make_entry(self._last(), act, at.astimezone(UTC))
        self._connection.execute(
            sa.insert(audit).values(
                seq=entry.seq,
                at=entry.at,
                actor=entry.actor,
                act=entry.act,
                entry=entry.text,
                previous=entry.previous,
                hash=entry.hash,
            )
        )
        return entry.seq

    def head(self) -> Link:
        """Give the place of the last entry, to be noted elsewhere as an anchor."""
        row = self._connection.execute(_HEAD).one_or_none()
        return START if row is None else Link(seq=row.seq, hash=row.hash)

    def segment(self, first: int, most: int) -> tuple[Entry, ...]:
        """Give so many entries from this one on, in order."""
        query = sa.select(audit).where(audit.c.seq >= first).order_by(audit.c.seq).limit(most)
        return tuple(_to_entry(row) for row in self._connection.execute(query))

    def entry_with(self, act: str, sha256: str) -> Entry | None:
        """Give the first entry of this act whose text holds a hash."""
        holds = audit.c.entry.contains(sha256, autoescape=True)
        query = sa.select(audit).where(audit.c.act == act, holds).order_by(audit.c.seq).limit(1)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _to_entry(row)

    def verify(self, anchor: Link | None = None) -> Link:
        """Check the whole chain and every decision kept beside it; gives the last entry's place.

        Raises `ChainBroken`.
        """
        self._verify_decisions()
        return verify_chain(self._entries(), anchor)

    def _last(self) -> Link:
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
        return self.head()

    def _verify_decisions(self) -> None:
        """Compare every kept document with the hash that its audit entry carries."""
        query = sa.select(decisions.c.audit_seq, decisions.c.document, audit.c.entry).join(
            audit, audit.c.seq == decisions.c.audit_seq, isouter=True
        )
        for row in self._connection.execute(query).yield_per(PAGE):
            entry = json.loads(row.entry or "{}")
            if entry.get("detail", {}).get("document") != hash_of(row.document.encode()):
                raise ChainBroken(
                    f"The decision record {row.audit_seq} is not as it was written."
                    " Compare with a backup."
                )

    def _entries(self) -> Iterator[Entry]:
        last = 0
        while page := self._page(last):
            yield from page
            last = page[-1].seq

    def _page(self, after: int) -> list[Entry]:
        query = sa.select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(PAGE)
        return [_to_entry(row) for row in self._connection.execute(query)]


def _to_entry(row: Row[Any]) -> Entry:
    return Entry(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        act=row.act,
        text=row.entry,
        previous=row.previous,
        hash=row.hash,
    )


def _to_decision(row: Row[Any]) -> StoredDecision:
    return StoredDecision(
        asset=AssetId(row.asset),
        at=row.at,
        today=row.today,
        status=Status(row.status),
        document=row.document,
        audit_seq=row.audit_seq,
    )
