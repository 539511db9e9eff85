"""Held matches and merges (implements ports `Held` and `Merges`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.held import HeldMatch
from consent.ids import PersonId
from consent.same_person import Candidate, Likeness
from likeness.storage.standing import SqlStanding
from likeness.storage.tables.held import held_candidates, held_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Who of some persons is held, and who may be the same person as whom."""

    held: frozenset[PersonId]
    maybe: Mapping[PersonId, frozenset[PersonId]]


class SqlHeld:
    """Held matches in the database."""

    def __init__(self, connection: Connection, standing: SqlStanding) -> None:
        """Work in one transaction."""
        self._connection, self._standing = connection, standing

    def put(self, match: HeldMatch) -> None:
        """Keep one; replaces what was held about this person."""
        self.drop(match.person)
        row = {"person": match.person, "made_at": match.made_at}
        self._connection.execute(sa.insert(held_matches).values(**row))
        for one in match.candidates:
            values = {
                "person": match.person,
                "likely": one.person,
                "why": sorted(one.why),
                "same_birth_date": one.same_birth_date,
            }
            self._connection.execute(sa.insert(held_candidates).values(**values))

    def drop(self, person: PersonId) -> bool:
        """Hold no longer; False where nothing was held."""
        theirs = held_candidates.c.person == person
        self._connection.execute(sa.delete(held_candidates).where(theirs))
        mine = sa.delete(held_matches).where(held_matches.c.person == person)
        self._standing.renew()
        return self._connection.execute(mine).rowcount > 0

    def all(self) -> tuple[HeldMatch, ...]:
        """Give all, the oldest first."""
        return self._read(sa.true())

    def get(self, person: PersonId) -> HeldMatch | None:
        """Give what is held about a person; None where nothing is."""
        return next(iter(self._read(held_matches.c.person == person)), None)

    def count(self) -> int:
        """Count them."""
        query = sa.select(sa.func.count()).select_from(held_matches)
        return self._connection.execute(query).scalar_one()

    def related(self, persons: Sequence[PersonId]) -> Related:
        """Give who of these is held, and who may be the same as each of these."""
        known = frozenset(persons)
        rows = [row for row in self._standing.get("held", self._pairs) if known & set(row)]
        maybe: defaultdict[PersonId, set[PersonId]] = defaultdict(set)
        for person, likely in rows:
            if likely is not None:
                maybe[person].add(likely)
                maybe[likely].add(person)
        return Related(
            held=frozenset(person for person, _ in rows),
            maybe={one: frozenset(some) for one, some in maybe.items() if one in known},
        )

    def _pairs(self) -> Sequence[tuple[PersonId, PersonId | None]]:
        """Read every held one with each whom it may be: they are few."""
        pairs = held_matches.outerjoin(
            held_candidates, held_candidates.c.person == held_matches.c.person
        )
        query = sa.select(held_matches.c.person, held_candidates.c.likely).select_from(pairs)
        return [
            (PersonId(person), None if likely is None else PersonId(likely))
            for person, likely in self._connection.execute(query)
        ]

    def held(self, persons: Iterable[PersonId]) -> frozenset[PersonId]:
        """Give those of these who are held."""
        query = sa.select(held_matches.c.person).where(held_matches.c.person.in_(sorted(persons)))
        return frozenset(PersonId(one) for one in self._connection.execute(query).scalars())

    def _read(self, where: sa.ColumnElement[bool]) -> tuple[HeldMatch, ...]:
        query = sa.select(held_matches).where(where)
        rows = self._connection.execute(
            query.order_by(held_matches.c.made_at, held_matches.c.person)
        ).all()
        theirs = held_candidates.c.person.in_([row.person for row in rows])
        likely: defaultdict[str, list[Candidate]] = defaultdict(list)
        lines = sa.select(held_candidates).where(theirs).order_by(held_candidates.c.likely)
        for line in self._connection.execute(lines):
            why = frozenset(Likeness(one) for one in line.why)
            likely[line.person].append(
                Candidate(
                    person=PersonId(line.likely), why=why, same_birth_date=line.same_birth_date
                )
            )
        return tuple(
            HeldMatch(
                person=PersonId(row.person),
                made_at=row.made_at,
                candidates=tuple(likely[row.person]),
            )
            for row in rows
        )
