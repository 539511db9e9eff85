"""Persons, their consents and templates (implements `scheduler.ports.People`).

Personal data passes through the vault.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.naming import Described, labels
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, RecognitionConsent, Subject
from consent.same_person import Traits
from likeness.storage.facts import PEOPLE_VERSION, SqlFacts
from likeness.storage.held import SqlHeld
from likeness.storage.merges import kept_by
from likeness.storage.quitclaims import SqlQuitclaims
from likeness.storage.recognition import SqlRecognition
from likeness.storage.rows_of_person import GUARDIAN
from likeness.storage.standing import SqlStanding
from likeness.storage.tables.asking import group_members, person_groups
from likeness.storage.tables.held import merges
from likeness.storage.tables.people import look_alikes, persons, vault_records
from likeness.storage.vault_rows import NOBODY, VaultRows
from likeness.vault import profiles, signings
from likeness.vault.sealing import Label
from likeness.vault.vault import Vault
from scheduler.errors import NoSuchRow
from scheduler.values import NewTemplate

GALLERY_VERSION = "likeness:gallery-version"
PROFILE = Label(kind="profile")
TEMPLATE = "template"
EVIDENCE = "evidence"


class SqlPeople:
    """Persons in the database and the vault."""

    def __init__(
        self, connection: Connection, vault: Vault, standing: SqlStanding, made: list[PersonId]
    ) -> None:
        """Work in one transaction; `made` collects persons whose keys wait for its commit."""
        self._connection, self._vault, self._made = connection, vault, made
        self._facts = SqlFacts(connection)
        self._quitclaims = SqlQuitclaims(connection)
        self._recognition = SqlRecognition(connection, standing)
        self._sealed = VaultRows(connection, vault)
        self._held, self._standing = SqlHeld(connection, standing), standing

    def add(self, person: Person) -> None:
        """Make the person's own key and keep the profile under it."""
        last = self._connection.scalar(sa.select(sa.func.max(persons.c.number))) or 0
        self._connection.execute(sa.insert(persons).values(id=person.id, number=last + 1))
        self._vault.make_key(person.id)
        self._made.append(person.id)
        self._sealed.put(person.id, PROFILE, profiles.to_bytes(person.profile))
        self._facts.raise_number(PEOPLE_VERSION)

    def profile(self, person: PersonId) -> Profile:
        """Open the profile. Raises `NoSuchRow` for an unknown or erased person."""
        data = self._sealed.get(person, PROFILE)
        if data is None:
            raise NoSuchRow(NOBODY)
        return profiles.from_bytes(data)

    def save_profile(self, person: Person) -> None:
        """Replace the profile. Raises `NoSuchRow` for an unknown or erased person."""
        self.profile(person.id)
        self._sealed.put(person.id, PROFILE, profiles.to_bytes(person.profile))
        self._facts.raise_number(PEOPLE_VERSION)

    def profiles(self) -> Mapping[PersonId, Profile]:
        """Open all profiles; of two numbers of one person that of the one that is kept."""
        return self._open((vault_records.c.kind == PROFILE.kind) & _kept(vault_records.c.person))

    def described(self, opened: Mapping[PersonId, Profile]) -> Mapping[PersonId, Described]:
        """Give what tells these persons from each other in a list."""
        numbers = dict(self._connection.execute(sa.select(persons.c.id, persons.c.number)).all())
        inside: defaultdict[str, list[str]] = defaultdict(list)
        belongs = sa.join(group_members, person_groups, group_members.c.group == person_groups.c.id)
        query = sa.select(group_members.c.person, person_groups.c.name).select_from(belongs)
        for row in self._connection.execute(query):
            inside[row.person].append(row.name)
        return {
            person: Described(
                name=profile.name,
                groups=tuple(inside[person]),
                year=profile.birth_date.year if profile.birth_date else None,
                number=numbers.get(person, 0),
            )
            for person, profile in opened.items()
        }

    def traits(self) -> Mapping[PersonId, Traits]:
        """Give what somebody who comes in is compared with, of everybody."""
        kinds = vault_records.c.kind.in_((PROFILE.kind, GUARDIAN))
        rows: defaultdict[str, list[tuple[Label, bytes]]] = defaultdict(list)
        here = kinds & _kept(vault_records.c.person)
        for row in self._connection.execute(sa.select(vault_records).where(here)):
            rows[row.person].append((Label(kind=row.kind, record=row.record), row.sealed))
        found = {}
        for person, cipher in self._vault.ciphers(frozenset(rows)):
            profile, addresses = None, set()
            for label, sealed in rows[person]:
                opened = cipher.open(label, sealed)
                if label.kind == GUARDIAN:
                    guardian = signings.guardian_from_bytes(SignerId(label.record), opened)
                    addresses.add(guardian.email)
                else:
                    profile = profiles.from_bytes(opened)
            if profile is not None:
                found[PersonId(person)] = Traits(
                    name=profile.name,
                    birth_date=profile.birth_date,
                    addresses=frozenset(one for one in (*addresses, profile.email) if one),
                )
        return found

    def labels(self) -> Mapping[PersonId, str]:
        """Give what everybody is called where people are listed: no two are alike."""
        return labels(self.described(self.profiles()))

    def version(self) -> str:
        """Give the version that every change of the list of persons raises."""
        return self._facts.get(PEOPLE_VERSION)

    def hold(self, wanted: Iterable[PersonId]) -> None:
        """Let nobody else who holds them change these persons until the transaction ends."""
        query = sa.select(persons.c.id).where(persons.c.id.in_(sorted(wanted)))
        self._connection.execute(query.order_by(persons.c.id).with_for_update()).all()

    def ids(self) -> tuple[PersonId, ...]:
        """Give all persons."""
        query = sa.select(persons.c.id).where(_kept(persons.c.id)).order_by(persons.c.id)
        return tuple(PersonId(person) for person in self._connection.execute(query).scalars())

    def subjects(self, wanted: Iterable[PersonId]) -> tuple[Subject, ...]:
        """Give what the decision needs of these persons; unknown ids are left out.

        With the held ones each of them may be, or whom a held one may be.
        """
        ids = sorted(set(wanted))
        related = self._held.related(ids)
        others = (one for some in related.maybe.values() for one in some)
        every = self._alone(sorted({*ids, *others}))
        return tuple(
            replace(
                every[person],
                held=person in related.held,
                maybe=tuple(every[one] for one in sorted(related.maybe.get(person, ()))),
            )
            for person in ids
            if person in every
        )

    def _alone(self, ids: Sequence[PersonId]) -> Mapping[PersonId, Subject]:
        """Give what the decision needs of these persons, each as if nobody else were there."""
        if not ids:
            return {}
        query = sa.select(persons.c.id).where(persons.c.id.in_(ids)).order_by(persons.c.id)
        known = [PersonId(person) for person in self._connection.execute(query).scalars()]
        quitclaims = self._answers_of(known)
        opened = self._some_profiles(known)
        return {
            person: Subject(
                id=person,
                minor_until=opened[person].minor_until,
                quitclaims=tuple(quitclaims.get(person, ())),
            )
            for person in known
        }

    def _answers_of(self, known: Sequence[PersonId]) -> Mapping[PersonId, Sequence[Quitclaim]]:
        """Give the answers of each, with those given under a number that was merged into theirs."""
        into = self._standing.get("merges", lambda: kept_by(self._connection))
        kept = {merged: last for merged, last in into.items() if last in known}
        found: defaultdict[PersonId, list[Quitclaim]] = defaultdict(list)
        for person, records in self._quitclaims.of_persons([*known, *kept]).items():
            found[kept.get(person, person)] += (
                replace(one, person=kept.get(person, person)) for one in records
            )
            if person in kept and person in known:
                found[person] += records
        return found

    def _some_profiles(self, wanted: Sequence[PersonId]) -> Mapping[PersonId, Profile]:
        """Open the profiles of some persons. Raises `NoSuchRow` where one has none any more."""
        theirs = (vault_records.c.kind == PROFILE.kind) & vault_records.c.person.in_(wanted)
        found = self._open(theirs)
        if len(found) < len(wanted):
            raise NoSuchRow(NOBODY)
        return found

    def _open(self, where: sa.ColumnElement[bool]) -> Mapping[PersonId, Profile]:
        query = sa.select(vault_records.c.person, vault_records.c.sealed).where(where)
        sealed = {row.person: row.sealed for row in self._connection.execute(query)}
        return {
            PersonId(person): profiles.from_bytes(cipher.open(PROFILE, sealed[person]))
            for person, cipher in self._vault.ciphers(frozenset(sealed))
        }

    def save_quitclaim(self, quitclaim: Quitclaim, how: How) -> None:
        """Insert or update one quitclaim; every state it had stays in its history."""
        self._quitclaims.save(quitclaim, how)

    def over(self, today: date, limit: int) -> tuple[Quitclaim, ...]:
        """Give quitclaims that say given or renewed though their last day is over."""
        return self._quitclaims.over(today, limit)

    def quitclaim(self, quitclaim: QuitclaimId) -> Quitclaim:
        """Give one quitclaim. Raises `NoSuchRow`."""
        return self._quitclaims.get(quitclaim)

    def quitclaim_history(self, quitclaim: QuitclaimId) -> tuple[Quitclaim, ...]:
        """Give every state a quitclaim had, oldest first."""
        return self._quitclaims.history(quitclaim)

    def keep_evidence(self, quitclaim: Quitclaim, data: bytes) -> None:
        """Seal what a quitclaim rests on under the person's key; replaces what was there."""
        self._sealed.put(quitclaim.person, Label(kind=EVIDENCE, record=quitclaim.id), data)

    def evidence(self, person: PersonId, quitclaim: QuitclaimId) -> bytes | None:
        """Open what a quitclaim rests on; None where nothing was kept."""
        return self._sealed.get(person, Label(kind=EVIDENCE, record=quitclaim))

    def recognition_consents(self) -> Mapping[PersonId, RecognitionConsent]:
        """Give the present recognition consent of every person who was ever asked."""
        return self._recognition.all()

    def recognition_consent(self, person: PersonId) -> RecognitionConsent | None:
        """Give the present recognition consent of one person; None where nobody asked."""
        return self._recognition.of(person)

    def save_recognition_consent(self, consent: RecognitionConsent, how: How) -> None:
        """Keep the new state; raises the gallery version."""
        self._recognition.save(consent, how)
        self._raise_gallery()

    def add_template(self, template: NewTemplate) -> None:
        """Encrypt and keep one template; raises the gallery version."""
        label = Label(kind=TEMPLATE, pack=template.pack, record=secrets.token_hex(8))
        self._sealed.put(template.person, label, template.vector)
        self._raise_gallery()

    def drop_templates(self, person: PersonId) -> int:
        """Delete all templates of a person; raises the gallery version."""
        theirs = (vault_records.c.person == person) & (vault_records.c.kind == TEMPLATE)
        dropped = self._connection.execute(sa.delete(vault_records).where(theirs)).rowcount
        self._raise_gallery()
        return dropped

    def template_counts(self, pack: str) -> Mapping[PersonId, int]:
        """Count templates per person of one pack."""
        query = (
            sa.select(vault_records.c.person, sa.func.count().label("templates"))
            .where(vault_records.c.kind == TEMPLATE, vault_records.c.pack == pack)
            .group_by(vault_records.c.person)
        )
        return {PersonId(row.person): row.templates for row in self._connection.execute(query)}

    def add_look_alike(self, one: PersonId, other: PersonId) -> None:
        """Remember that a machine must not tell these two apart by itself.

        Raises the gallery version.
        """
        first, second = sorted((one, other))
        pair = (look_alikes.c.one == first) & (look_alikes.c.other == second)
        if self._connection.execute(sa.select(look_alikes).where(pair)).first() is None:
            self._connection.execute(sa.insert(look_alikes).values(one=first, other=second))
        self._raise_gallery()

    def look_alikes(self) -> tuple[tuple[PersonId, PersonId], ...]:
        """Give all pairs a machine must not tell apart by itself."""
        query = sa.select(look_alikes).order_by(look_alikes.c.one, look_alikes.c.other)
        rows = self._connection.execute(query)
        return tuple((PersonId(row.one), PersonId(row.other)) for row in rows)

    def gallery_version(self) -> int:
        """Give the version that every change of templates or recognition consents raises."""
        return int(self._facts.get(GALLERY_VERSION) or "0")

    def _raise_gallery(self) -> None:
        self._facts.raise_number(GALLERY_VERSION)


def _kept(column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Tell whether a number was not merged into another."""
    return column.not_in(sa.select(merges.c.merged).where(merges.c.undone_at.is_(None)))
