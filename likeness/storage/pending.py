"""Enrolments that wait for a human (implements `scheduler.ports.pages.PendingEnrolments`).

Pictures and templates are sealed under the person's key, in kinds no gallery reads.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import Actor, PersonId, SessionId
from likeness.storage.tables.pages import enrolment_policies, pending_enrolments
from likeness.storage.tables.people import vault_records
from likeness.storage.upsert import upsert
from likeness.storage.vault_rows import VaultRows
from likeness.vault.sealing import Label
from recognition.values import FaceQuality, PackId, QualityReason, Template
from scheduler.errors import NoSuchRow
from scheduler.ports.pages import EnrolmentPolicy, PendingEnrolment, PolicyKind, Pose, Shot

SELFIE, PENDING, REFERENCE = "selfie", "pending", "reference"


class SqlPendingEnrolments:
    """Shots, references and policies in the database and the vault."""

    def __init__(self, connection: Connection, rows: VaultRows) -> None:
        """Work in one transaction."""
        self._connection, self._rows = connection, rows

    def make(self, enrolment: PendingEnrolment) -> None:
        """Begin one; an unfinished or waiting one of the same person is deleted."""
        self._forget(enrolment.person)
        row = asdict(enrolment) | {"poses": [pose.value for pose in enrolment.poses]}
        self._connection.execute(sa.insert(pending_enrolments).values(**row))

    def add_shot(self, enrolment_id: str, shot: Shot) -> None:
        """Keep one shot, sealed; replaces one of the same pose."""
        enrolment = self.get(enrolment_id)
        self._rows.put(enrolment.person, Label(kind=SELFIE, record=shot.pose), shot.picture)
        label = Label(kind=PENDING, record=shot.pose)
        self._rows.put(enrolment.person, label, _template_bytes(shot.template))
        poses = [pose.value for pose in Pose if pose in {*enrolment.poses, shot.pose}]
        self._update(enrolment_id, {"poses": poses})

    def hand_in(self, enrolment_id: str, ends_at: datetime, *, keep: bool) -> None:
        """Note that the person is done making shots."""
        self._update(enrolment_id, {"handed_in": True, "ends_at": ends_at, "keep": keep})

    def get(self, enrolment_id: str) -> PendingEnrolment:
        """Give one. Raises `NoSuchRow`."""
        found = self._where(pending_enrolments.c.id == enrolment_id)
        if not found:
            raise NoSuchRow("there is no such enrolment (any more)")
        return found[0]

    def of_person(self, person: PersonId) -> PendingEnrolment | None:
        """Give the one of a person."""
        found = self._where(pending_enrolments.c.person == person)
        return found[0] if found else None

    def all(self) -> Sequence[PendingEnrolment]:
        """Give all that were handed in, oldest first."""
        return self._where(pending_enrolments.c.handed_in.is_(True))

    def over(self, now: datetime) -> Sequence[PendingEnrolment]:
        """Give those whose time is up, handed in or not."""
        return self._where(pending_enrolments.c.ends_at <= now)

    def shots(self, enrolment_id: str) -> tuple[Shot, ...]:
        """Open the shots."""
        person = self.get(enrolment_id).person
        pictures = {label.record: data for label, data in self._rows.of_kind(person, SELFIE)}
        templates = {label.record: data for label, data in self._rows.of_kind(person, PENDING)}
        return tuple(
            Shot(pose=pose, picture=pictures[pose], template=_template_of(templates[pose]))
            for pose in Pose
            if pose in pictures and pose in templates
        )

    def drop(self, enrolment_id: str) -> None:
        """Delete shots, templates and the row."""
        self._forget(self.get(enrolment_id).person)

    def drop_of(self, person: PersonId) -> int:
        """Delete what waits of a person, and the reference kept; gives how many rows went."""
        self._rows.drop(person, REFERENCE)
        return self._forget(person)

    def keep_reference(self, person: PersonId, picture: bytes) -> None:
        """Seal one small reference picture; replaces an earlier one."""
        self._rows.put(person, Label(kind=REFERENCE), picture)

    def reference(self, person: PersonId) -> bytes | None:
        """Open the reference kept; None where there is none."""
        return self._rows.get(person, Label(kind=REFERENCE))

    def references(self) -> Mapping[PersonId, None]:
        """Give the persons with a reference."""
        query = sa.select(vault_records.c.person).where(vault_records.c.kind == REFERENCE)
        return dict.fromkeys(PersonId(one) for one in self._connection.scalars(query))

    def set_policy(self, policy: EnrolmentPolicy) -> None:
        """Keep a policy; replaces the one of the same kind and session."""
        upsert(self._connection, enrolment_policies, asdict(policy) | {"kind": policy.kind.value})

    def end_policy(self, kind: PolicyKind, session: str) -> bool:
        """End one; False where there was none."""
        mine = (enrolment_policies.c.kind == kind) & (enrolment_policies.c.session == session)
        return self._connection.execute(sa.delete(enrolment_policies).where(mine)).rowcount == 1

    def policies(self) -> tuple[EnrolmentPolicy, ...]:
        """Give all policies."""
        order = (enrolment_policies.c.kind, enrolment_policies.c.session)
        rows = self._connection.execute(sa.select(enrolment_policies).order_by(*order))
        return tuple(
            EnrolmentPolicy(
                kind=PolicyKind(row.kind),
                session=row.session,
                dpia=row.dpia,
                until=row.until,
                by=Actor(row.by),
                at=row.at,
            )
            for row in rows
        )

    def _forget(self, person: PersonId) -> int:
        self._rows.drop(person, SELFIE, PENDING)
        mine = sa.delete(pending_enrolments).where(pending_enrolments.c.person == person)
        return self._connection.execute(mine).rowcount

    def _update(self, enrolment_id: str, values: Mapping[str, object]) -> None:
        mine = sa.update(pending_enrolments).where(pending_enrolments.c.id == enrolment_id)
        self._connection.execute(mine.values(**values))

    def _where(self, clause: sa.ColumnElement[bool]) -> tuple[PendingEnrolment, ...]:
        order = (pending_enrolments.c.made_at, pending_enrolments.c.id)
        rows = self._connection.execute(
            sa.select(pending_enrolments).where(clause).order_by(*order)
        )
        return tuple(
            PendingEnrolment(
                id=row.id,
                person=PersonId(row.person),
                session=None if row.session is None else SessionId(row.session),
                made_at=row.made_at,
                ends_at=row.ends_at,
                keep=row.keep,
                handed_in=row.handed_in,
                poses=tuple(Pose(pose) for pose in row.poses),
            )
            for row in rows
        )


def _template_bytes(template: Template) -> bytes:
    head = {"pack": template.pack_id, "quality": asdict(template.quality)}
    return json.dumps(head).encode() + b"\n" + template.vector


def _template_of(data: bytes) -> Template:
    head, _, vector = data.partition(b"\n")
    said = json.loads(head)
    reasons = tuple(QualityReason(one) for one in said["quality"].pop("reasons"))
    quality = FaceQuality(**said["quality"], reasons=reasons)
    return Template(vector=vector, quality=quality, pack_id=PackId(said["pack"]))
