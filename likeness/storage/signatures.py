"""Handed-in answers (implements `scheduler.ports.asking.Signatures`)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Row

from consent.ids import (
    AskId,
    NoticeId,
    PersonId,
    QuitclaimId,
    SessionId,
    SignatureId,
    SignerId,
)
from consent.quitclaims import Signer
from consent.signing import Means, Sealed, Signature, VerifiedBy
from likeness.storage.members import members_of, save_members
from likeness.storage.tables.asking import signature_persons, signatures
from likeness.storage.tables.consents import quitclaims
from likeness.storage.tables.people import recognition_consents
from likeness.storage.vault_rows import VaultRows
from likeness.vault import signings
from likeness.vault.sealing import Label
from likeness.vault.vault import Vault
from scheduler.errors import NoSuchRow

EVIDENCE = "evidence"


class SqlSignatures:
    """Signatures in the database and the vault."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        """Work in one transaction."""
        self._connection, self._sealed = connection, VaultRows(connection, vault)

    def add(self, signature: Signature) -> bool:
        """Keep a row; False where this nonce or this ask was signed before: nothing is kept.

        Somebody who signs the same at this instant is waited for.
        """
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(signatures).values(**_row(signature)).on_conflict_do_nothing()
        kept = self._connection.execute(statement.returning(signatures.c.id))
        return kept.first() is not None

    def name_persons(self, signature: SignatureId, persons: Sequence[PersonId]) -> None:
        """Say about whom it is."""
        save_members(self._connection, signature_persons, signature, persons)

    def seal(self, signature: SignatureId, person: PersonId, sealed: Sealed) -> None:
        """Seal what one person's evidence is under that person's key."""
        label = Label(kind=EVIDENCE, record=signature)
        self._sealed.put(person, label, signings.to_bytes(sealed))

    def sealed(self, signature: SignatureId, person: PersonId) -> Sealed | None:
        """Open it; None where it is not there (any more)."""
        data = self._sealed.get(person, Label(kind=EVIDENCE, record=signature))
        return None if data is None else signings.from_bytes(data)

    def get(self, signature: SignatureId) -> Signature:
        """Give one. Raises `NoSuchRow`."""
        found = self._read(signatures.c.id == signature)
        if not found:
            raise NoSuchRow("There is no signature under this number.")
        return found[0]

    def by_nonce(self, nonce: str) -> Signature | None:
        """Give the one this form made; None where it made none."""
        return next(iter(self._read(signatures.c.nonce == nonce)), None)

    def of_ask(self, ask: AskId) -> Signature | None:
        """Give the one that answered an ask."""
        return next(iter(self._read(signatures.c.ask == ask)), None)

    def of_person(self, person: PersonId) -> tuple[Signature, ...]:
        """Give all about a person, oldest first."""
        about = signature_persons.c.person == person
        theirs = sa.select(signature_persons.c.signature).where(about)
        return self._read(signatures.c.id.in_(theirs))

    def of_session(self, session: SessionId) -> tuple[Signature, ...]:
        """Give all made at a session, oldest first."""
        return self._read(signatures.c.session == session)

    def quitclaims(self, notice: NoticeId, version: int) -> tuple[QuitclaimId, ...]:
        """Give the quitclaims that rest on a version of a notice."""
        table = quitclaims.c
        query = sa.select(table.id).where(table.notice == notice, table.notice_version == version)
        return tuple(QuitclaimId(each) for each in self._connection.scalars(query))

    def recognition(self, notice: NoticeId, version: int) -> tuple[PersonId, ...]:
        """Give the persons whose recognition consent rests on a version of a notice."""
        query = (
            sa.select(recognition_consents.c.person)
            .join(signatures, signatures.c.id == recognition_consents.c.evidence)
            .where(signatures.c.notice == notice, signatures.c.notice_version == version)
        )
        return tuple(PersonId(each) for each in self._connection.scalars(query))

    def _read(self, where: sa.ColumnElement[bool]) -> tuple[Signature, ...]:
        query = sa.select(signatures).where(where).order_by(signatures.c.at, signatures.c.id)
        rows = self._connection.execute(query).all()
        inside = signature_persons.c.signature.in_(sa.select(signatures.c.id).where(where))
        persons = members_of(self._connection, signature_persons, inside)
        return tuple(_to_signature(row, persons.get(row.id, ())) for row in rows)


def _row(signature: Signature) -> dict[str, object]:
    return {
        "id": signature.id,
        "ask": signature.ask,
        "session": signature.session,
        "notice": signature.notice,
        "notice_version": signature.notice_version,
        "language": signature.language,
        "shown_sha256": signature.shown_sha256,
        "signer": signature.signer.id,
        "guardian": signature.signer.guardian,
        "entitled": signature.signer.entitled,
        "means": signature.means.value,
        "at": signature.at,
        "verified_by": signature.verified_by.value,
        "nonce": signature.nonce,
    }


def _to_signature(row: Row[Any], persons: Sequence[PersonId]) -> Signature:
    return Signature(
        id=SignatureId(row.id),
        ask=AskId(row.ask) if row.ask else None,
        session=SessionId(row.session) if row.session else None,
        notice=NoticeId(row.notice),
        notice_version=row.notice_version,
        language=row.language,
        shown_sha256=row.shown_sha256,
        signer=Signer(id=SignerId(row.signer), guardian=row.guardian, entitled=row.entitled),
        means=Means(row.means),
        at=row.at,
        verified_by=VerifiedBy(row.verified_by),
        nonce=row.nonce,
        persons=tuple(persons),
    )
