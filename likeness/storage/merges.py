"""Two numbers of one person (implements port `Merges`).

What is on photos, lists and rosters goes under the number that is kept. Answers, signatures and
evidence stay under the number they were given for: whoever asks for the answers of the number that
is kept gets both.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.held import Merge
from consent.ids import Actor, MergeId, PersonId, SignerId
from likeness.storage.facts import PEOPLE_VERSION, SqlFacts
from likeness.storage.standing import SqlStanding
from likeness.storage.tables.answers import attestation_persons, face_memory
from likeness.storage.tables.asking import group_members
from likeness.storage.tables.assets import findings
from likeness.storage.tables.consents import same_signers
from likeness.storage.tables.evidence import import_keys
from likeness.storage.tables.held import held_candidates, merges
from likeness.storage.tables.host_records import host_records, host_words
from likeness.storage.tables.sessions import session_roster
from scheduler.errors import NoSuchRow

_MOVED: Final = (
    findings,
    face_memory,
    attestation_persons,
    session_roster,
    group_members,
    import_keys,
    host_records,
    host_words,
)
"""What is put under the number that is kept."""
Rows = Sequence[Mapping[str, str | int]]


class SqlMerges:
    """Merges in the database."""

    def __init__(self, connection: Connection, standing: SqlStanding) -> None:
        """Work in one transaction."""
        self._connection, self._standing = connection, standing

    def make(self, merge: Merge, signers: Mapping[SignerId, SignerId]) -> None:
        """Put one number under the other; `signers`: who was found to be the same signer."""
        moved = {table.name: self._move(table, merge.merged, merge.kept) for table in _MOVED}
        moved["signers"] = [{"signer": one} for one in self._same(merge, signers)]
        row = {
            "id": merge.id,
            "kept": merge.kept,
            "merged": merge.merged,
            "at": merge.at,
            "by": merge.by,
            "moved": {name: rows for name, rows in moved.items() if rows},
        }
        self._connection.execute(sa.insert(merges).values(**row))
        self._forget_candidates(merge)
        self._changed()

    def undo(self, merge: MergeId, at: datetime) -> None:
        """Put back what was moved and is still there. Raises `NoSuchRow`."""
        row = self._connection.execute(sa.select(merges).where(merges.c.id == merge)).one_or_none()
        if row is None:
            raise NoSuchRow("There is no such merge.")
        for table in _MOVED:
            for key in row.moved.get(table.name, ()):
                mine = sa.and_(*(table.c[name] == value for name, value in key.items()))
                back = sa.update(table).where(mine, table.c.person == row.kept)
                self._connection.execute(back.values(person=row.merged))
        signers = [key["signer"] for key in row.moved.get("signers", ())]
        self._connection.execute(sa.delete(same_signers).where(same_signers.c.signer.in_(signers)))
        done = sa.update(merges).where(merges.c.id == merge)
        self._connection.execute(done.values(undone_at=at))
        self._changed()

    def get(self, merge: MergeId) -> Merge:
        """Give one. Raises `NoSuchRow`."""
        found = self._read(merges.c.id == merge)
        if not found:
            raise NoSuchRow("There is no such merge.")
        return found[0]

    def of(self, person: PersonId) -> tuple[Merge, ...]:
        """Give those that hold and are about a person, either number, the oldest first."""
        either = (merges.c.kept == person) | (merges.c.merged == person)
        return self._read(either & merges.c.undone_at.is_(None))

    def _read(self, where: sa.ColumnElement[bool]) -> tuple[Merge, ...]:
        rows = self._connection.execute(sa.select(merges).where(where).order_by(merges.c.at))
        return tuple(
            Merge(
                id=MergeId(row.id),
                kept=PersonId(row.kept),
                merged=PersonId(row.merged),
                at=row.at,
                by=Actor(row.by),
                undone_at=row.undone_at,
            )
            for row in rows
        )

    def _move(self, table: sa.Table, merged: PersonId, kept: PersonId) -> Rows:
        """Put rows under the other number; gives their keys. A row that is there stays."""
        keys = [column for column in table.primary_key.columns if column.name != "person"]
        within = len(keys) < len(table.primary_key.columns)
        moved = []
        query = sa.select(*keys).where(table.c.person == merged)
        for row in self._connection.execute(query).all():
            mine = sa.and_(*(key == row[place] for place, key in enumerate(keys)))
            there = sa.select(keys[0]).where(mine, table.c.person == kept)
            if within and self._connection.execute(there).first() is not None:
                continue
            move = sa.update(table).where(mine, table.c.person == merged)
            self._connection.execute(move.values(person=kept))
            moved.append({key.name: row[place] for place, key in enumerate(keys)})
        return moved

    def _same(self, merge: Merge, signers: Mapping[SignerId, SignerId]) -> list[SignerId]:
        """Note who is the same signer, where that was not known; gives them."""
        noted = []
        for signer, same_as in signers.items():
            here = sa.select(same_signers.c.signer).where(
                same_signers.c.signer.in_([signer, same_as]) | (same_signers.c.same_as == signer)
            )
            if signer == same_as or self._connection.execute(here).first() is not None:
                continue
            row = {"signer": signer, "same_as": same_as, "by": merge.by, "at": merge.at}
            self._connection.execute(sa.insert(same_signers).values(**row))
            noted.append(signer)
        return noted

    def _forget_candidates(self, merge: Merge) -> None:
        """Let whoever may be the merged number be the kept one."""
        query = sa.select(held_candidates.c.person).where(held_candidates.c.likely == merge.merged)
        for person in self._connection.execute(query).scalars().all():
            mine = (held_candidates.c.person == person) & (held_candidates.c.likely == merge.merged)
            there = sa.select(held_candidates.c.person).where(
                held_candidates.c.person == person, held_candidates.c.likely == merge.kept
            )
            if person == merge.kept or self._connection.execute(there).first() is not None:
                self._connection.execute(sa.delete(held_candidates).where(mine))
            else:
                move = sa.update(held_candidates).where(mine)
                self._connection.execute(move.values(likely=merge.kept))

    def _changed(self) -> None:
        SqlFacts(self._connection).raise_number(PEOPLE_VERSION)
        SqlFacts(self._connection).raise_number(MERGES_VERSION)
        self._standing.renew()


MERGES_VERSION: Final = "likeness:merges-version"
"""A fact that every merge and every undoing raises."""


def kept_by(connection: Connection) -> Mapping[PersonId, PersonId]:
    """Give, of every number that was merged, the one that is kept in the end."""
    query = sa.select(merges.c.merged, merges.c.kept).where(merges.c.undone_at.is_(None))
    into = {PersonId(row.merged): PersonId(row.kept) for row in connection.execute(query)}
    found = {}
    for merged, first in into.items():
        last = first
        while last in into:
            last = into[last]
        found[merged] = last
    return found
