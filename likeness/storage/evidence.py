"""Evidence, legal holds, keys of imported rows (implements `scheduler.ports.evidence`)."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from consent.ids import Actor, PersonId, SignatureId
from likeness.storage.tables.evidence import evidence, held_evidence, holds, import_keys
from likeness.storage.tables.people import vault_records
from likeness.storage.vault_rows import VaultRows
from likeness.vault.errors import NoKey
from likeness.vault.sealing import Label
from likeness.vault.vault import Vault
from scheduler.errors import NoSuchRow
from scheduler.ports.evidence import Hold, KeptEvidence, MadeEvidence

RECORD, SIGNED, HOLD = "record", "evidence", "hold"
"""Kinds: packages; answers as they were handed in; why evidence is held."""
REASON = "reason"
"""Record of a hold that says why; the others are packages."""
_GONE = "there is no such evidence (any more)"


class SqlEvidence:
    """Evidence in the database."""

    def __init__(self, connection: Connection, sealed: VaultRows) -> None:
        """Work in one transaction."""
        self._connection, self._sealed = connection, sealed

    def keep(self, made: MadeEvidence, audit_seq: int, at: datetime) -> None:
        """Seal and keep it. Raises `NoSuchRow` for an unknown or erased person."""
        self._sealed.put(made.person, _package(made.signature), made.package)
        row = {"person": made.person, "signature": made.signature, "made_at": at}
        hashes = {"record_sha256": made.record_sha256, "printed_sha256": made.printed_sha256}
        self._connection.execute(sa.insert(evidence).values(**row, **hashes, audit_seq=audit_seq))

    def all(self) -> tuple[KeptEvidence, ...]:
        """Give the rows of everybody."""
        query = sa.select(evidence).order_by(evidence.c.audit_seq)
        return tuple(_to_kept(row) for row in self._connection.execute(query))

    def of_person(self, person: PersonId) -> tuple[KeptEvidence, ...]:
        """Give the rows of a person, oldest first."""
        query = sa.select(evidence).where(evidence.c.person == person)
        rows = self._connection.execute(query.order_by(evidence.c.audit_seq))
        return tuple(_to_kept(row) for row in rows)

    def open(self, person: PersonId, signature: SignatureId) -> bytes:
        """Open a package. Raises `NoSuchRow`."""
        try:
            package = self._sealed.get(person, _package(signature))
        except NoKey as error:
            raise NoSuchRow(_GONE) from error
        if package is None:
            raise NoSuchRow(_GONE)
        return package

    def drop(self, person: PersonId, signature: SignatureId) -> None:
        """Delete it."""
        theirs = (vault_records.c.person == person) & (vault_records.c.record == signature)
        signed = theirs & vault_records.c.kind.in_((RECORD, SIGNED))
        self._connection.execute(sa.delete(vault_records).where(signed))
        mine = (evidence.c.person == person) & (evidence.c.signature == signature)
        self._connection.execute(sa.delete(evidence).where(mine))

    def drop_all(self, person: PersonId) -> None:
        """Delete all that was signed or handed in about a person."""
        self._sealed.drop(person, RECORD, SIGNED)
        self._connection.execute(sa.delete(evidence).where(evidence.c.person == person))


class SqlHolds:
    """Legal holds in the database."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        """Work in one transaction."""
        self._connection, self._vault = connection, vault

    def add(self, hold: Hold) -> None:
        """Keep one. Raises `NoSuchRow` for an unknown or erased person."""
        label = Label(kind=HOLD, record=hold.id)
        VaultRows(self._connection, self._vault).put(hold.person, label, hold.reason.encode())
        row = {"id": hold.id, "person": hold.person, "made_at": hold.made_at}
        self._connection.execute(sa.insert(holds).values(**row, by=hold.by, until=hold.until))

    def of_person(self, person: PersonId) -> tuple[Hold, ...]:
        """Give those of a person, earliest end first."""
        query = sa.select(holds).where(holds.c.person == person).order_by(holds.c.until, holds.c.id)
        return tuple(self._to_hold(row) for row in self._connection.execute(query))

    def ended(self, today: date) -> tuple[str, ...]:
        """Give the ids of those whose last day is over."""
        query = sa.select(holds.c.id).where(holds.c.until < today).order_by(holds.c.id)
        return tuple(self._connection.execute(query).scalars())

    def lift(self, hold: str) -> None:
        """Take away one that holds nothing yet, or what is left of one."""
        forget_hold(self._connection, hold)

    def documents(self, hold: str) -> Mapping[str, bytes]:
        """Open what is held of somebody who was erased, by record."""
        query = sa.select(held_evidence).where(held_evidence.c.hold == hold)
        rows = self._connection.execute(query.order_by(held_evidence.c.record)).all()
        if not rows:
            return {}
        cipher = self._vault.cipher(hold)
        return {row.record: cipher.open(_held(row.record), row.sealed) for row in rows}

    def _to_hold(self, row: Row[Any]) -> Hold:
        return Hold(
            id=row.id,
            person=PersonId(row.person),
            reason=self._reason(row),
            until=row.until,
            by=Actor(row.by),
            made_at=row.made_at,
        )

    def _reason(self, row: Row[Any]) -> str:
        label = Label(kind=HOLD, record=row.id)
        query = sa.select(vault_records.c.sealed).where(_place(PersonId(row.person), label))
        sealed = self._connection.execute(query).scalar_one_or_none()
        if sealed is not None:
            return self._vault.cipher(row.person).open(label, sealed).decode()
        return self.documents(row.id).get(REASON, b"").decode()


class SqlImportKeys:
    """Keys of imported rows in the database."""

    def __init__(self, connection: Connection, secret: bytes) -> None:
        """Work in one transaction; `secret` keys the hashes."""
        self._connection, self._secret = connection, secret

    def owners(self, kind: str) -> frozenset[PersonId]:
        """Give everybody who has a key of this kind."""
        own = sa.select(import_keys.c.person).where(import_keys.c.kind == kind)
        return frozenset(PersonId(person) for person in self._connection.execute(own).scalars())

    def find(self, kind: str, key: str) -> tuple[PersonId, str] | None:
        """Give the person, and what it is about."""
        query = sa.select(import_keys).where(import_keys.c.hash == self._hash(kind, key))
        row = self._connection.execute(query).one_or_none()
        return None if row is None else (PersonId(row.person), row.about)

    def put(self, kind: str, key: str, person: PersonId, about: str) -> None:
        """Remember one; replaces."""
        mine = self._hash(kind, key)
        self._connection.execute(sa.delete(import_keys).where(import_keys.c.hash == mine))
        row = {"hash": mine, "kind": kind, "person": person, "about": about}
        self._connection.execute(sa.insert(import_keys).values(**row))

    def _hash(self, kind: str, key: str) -> str:
        said = json.dumps([kind, key]).encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()


def active_hold(connection: Connection, person: PersonId, day: date) -> str | None:
    """Give the hold of a person that lasts longest, if one lasts to this day."""
    mine = (holds.c.person == person) & (holds.c.until >= day)
    query = sa.select(holds.c.id).where(mine).order_by(holds.c.until.desc(), holds.c.id).limit(1)
    return connection.execute(query).scalar_one_or_none()


def is_held(connection: Connection, hold: str) -> bool:
    """Tell whether evidence was moved under a hold already."""
    query = sa.select(held_evidence.c.record).where(held_evidence.c.hold == hold).limit(1)
    return connection.execute(query).first() is not None


def move_under(connection: Connection, vault: Vault, person: PersonId, hold: str) -> None:
    """Seal a person's evidence, and why it is held, under the key of the hold."""
    own, kept = vault.cipher(person), vault.cipher(hold)
    mine = (vault_records.c.person == person) & vault_records.c.kind.in_((RECORD, HOLD))
    for row in connection.execute(sa.select(vault_records).where(mine)).all():
        if row.kind == HOLD and row.record != hold:
            continue
        record = REASON if row.kind == HOLD else row.record
        data = own.open(Label(kind=row.kind, record=row.record), row.sealed)
        sealed = kept.seal(_held(record), data)
        connection.execute(sa.insert(held_evidence).values(hold=hold, record=record, sealed=sealed))


def forget_hold(connection: Connection, hold: str) -> None:
    """Delete a hold and what it holds."""
    connection.execute(sa.delete(held_evidence).where(held_evidence.c.hold == hold))
    connection.execute(sa.delete(vault_records).where(_hold_reason(hold)))
    connection.execute(sa.delete(holds).where(holds.c.id == hold))


def forget_idle_holds(connection: Connection, person: PersonId) -> None:
    """Delete the holds of somebody erased that hold nothing."""
    holding = sa.select(held_evidence.c.hold)
    idle = (holds.c.person == person) & holds.c.id.not_in(holding)
    connection.execute(sa.delete(holds).where(idle))


def _hold_reason(hold: str) -> sa.ColumnElement[bool]:
    return sa.and_(vault_records.c.kind == HOLD, vault_records.c.record == hold)


def _package(signature: SignatureId) -> Label:
    return Label(kind=RECORD, record=signature)


def _held(record: str) -> Label:
    return Label(kind="held", record=record)


def _place(person: PersonId, label: Label) -> sa.ColumnElement[bool]:
    return sa.and_(
        vault_records.c.person == person,
        vault_records.c.kind == label.kind,
        vault_records.c.pack == label.pack,
        vault_records.c.record == label.record,
    )


def _to_kept(row: Row[Any]) -> KeptEvidence:
    return KeptEvidence(
        person=PersonId(row.person),
        signature=SignatureId(row.signature),
        made_at=row.made_at,
        record_sha256=row.record_sha256,
        printed_sha256=row.printed_sha256,
        audit_seq=row.audit_seq,
    )
