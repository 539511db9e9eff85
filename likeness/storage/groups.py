"""Classes, teams, and who answers for whom (implements ports `Groups` and `Guardians`)."""

from collections import defaultdict
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.families import Guardian, Household, households
from consent.groups import Group
from consent.ids import GroupId, NoticeId, PersonId, SignerId
from likeness.storage.facts import PEOPLE_VERSION, SqlFacts
from likeness.storage.rows_of_person import GUARDIAN
from likeness.storage.tables.asking import group_members, guardians, person_groups
from likeness.storage.upsert import upsert
from likeness.storage.vault_rows import VaultRows
from likeness.vault import signings
from likeness.vault.sealing import Label
from likeness.vault.vault import Vault
from scheduler.errors import NoSuchRow


class SqlGroups:
    """Groups in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection, self._facts = connection, SqlFacts(connection)

    def save(self, group: Group) -> None:
        """Insert or update one with exactly these members."""
        self._facts.raise_number(PEOPLE_VERSION)  # labels of people name their groups
        row = {"id": group.id, "name": group.name, "notice": group.notice}
        upsert(self._connection, person_groups, row)
        mine = group_members.c.group == group.id
        self._connection.execute(sa.delete(group_members).where(mine))
        rows = [{"group": group.id, "person": person} for person in sorted(group.members)]
        if rows:
            self._connection.execute(sa.insert(group_members), rows)

    def all(self) -> tuple[Group, ...]:
        """Give all, by name."""
        return self._read(sa.true())

    def get(self, group: GroupId) -> Group:
        """Give one. Raises `NoSuchRow`."""
        found = self._read(person_groups.c.id == group)
        if not found:
            raise NoSuchRow("There is no such group: likeness group list")
        return found[0]

    def of(self, person: PersonId) -> tuple[Group, ...]:
        """Give those a person belongs to."""
        theirs = sa.select(group_members.c.group).where(group_members.c.person == person)
        return self._read(person_groups.c.id.in_(theirs))

    def _read(self, where: sa.ColumnElement[bool]) -> tuple[Group, ...]:
        query = sa.select(person_groups).where(where)
        rows = self._connection.execute(query.order_by(person_groups.c.name, person_groups.c.id))
        inside = group_members.c.group.in_(sa.select(person_groups.c.id).where(where))
        members: defaultdict[str, set[PersonId]] = defaultdict(set)
        for row in self._connection.execute(sa.select(group_members).where(inside)):
            members[row.group].add(PersonId(row.person))
        return tuple(
            Group(
                id=GroupId(row.id),
                name=row.name,
                members=frozenset(members[row.id]),
                notice=NoticeId(row.notice) if row.notice else None,
            )
            for row in rows
        )


class SqlGuardians:
    """Guardians in the database; their contact in the vault, under the key of each child."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        """Work in one transaction."""
        self._connection, self._sealed = connection, VaultRows(connection, vault)

    def save(self, person: PersonId, guardian: Guardian) -> None:
        """Insert or update one guardian of a child."""
        self.remove(person, guardian.signer)
        row = {"person": person, "signer": guardian.signer}
        self._connection.execute(sa.insert(guardians).values(**row))
        data = signings.guardian_to_bytes(guardian)
        self._sealed.put(person, _label(guardian.signer), data)

    def remove(self, person: PersonId, signer: SignerId) -> bool:
        """Take one away; what they answered stays. False where it was none."""
        self._sealed.drop_one(person, _label(signer))
        it = (guardians.c.person == person) & (guardians.c.signer == signer)
        return self._connection.execute(sa.delete(guardians).where(it)).rowcount > 0

    def of(self, person: PersonId) -> tuple[Guardian, ...]:
        """Give the guardians of a child."""
        return tuple(
            signings.guardian_from_bytes(SignerId(label.record), data)
            for label, data in self._sealed.of_kind(person, GUARDIAN)
        )

    def signers(self) -> Mapping[PersonId, tuple[SignerId, ...]]:
        """Give the guardians of every child, without opening anything."""
        found: defaultdict[PersonId, list[SignerId]] = defaultdict(list)
        query = sa.select(guardians).order_by(guardians.c.person, guardians.c.signer)
        for row in self._connection.execute(query):
            found[PersonId(row.person)].append(SignerId(row.signer))
        return {person: tuple(signers) for person, signers in found.items()}

    def households(self) -> tuple[Household, ...]:
        """Give the children of each guardian."""
        return households(self.signers())


def _label(signer: SignerId) -> Label:
    return Label(kind=GUARDIAN, record=signer)
