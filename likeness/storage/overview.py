"""What pages for people at work list: counts, faces that wait, photos by filter. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.asks import AskState
from consent.findings import Finding
from consent.ids import AssetId, Channel, PersonId, SessionId, SignerId
from consent.newest import current
from consent.quitclaims import Quitclaim, Subject
from consent.standing import AnswerLine, GuardianSaid
from consent.states import ConsentState, Status
from likeness.storage.finding_rows import from_row
from likeness.storage.findings import OPEN
from likeness.storage.merges import kept_by
from likeness.storage.quitclaims import SqlQuitclaims
from likeness.storage.tables.asking import ask_persons, asks
from likeness.storage.tables.assets import assets, findings
from likeness.storage.tables.consents import quitclaim_events, quitclaims
from likeness.storage.tables.people import persons, recognition_consents
from likeness.storage.tables.sessions import session_assets, sessions

_AT_ONCE = 500
_HERE = assets.c.deleted_at.is_(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much there is of everything."""

    open_faces: int
    photos: int
    persons: int
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFace:
    """One face that waits for a human, with what its place in the queue needs."""

    asset: AssetId
    finding: Finding
    status: Status | None
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFilter:
    """Which photos are listed; everything that is set must fit."""

    status: Status | None = None
    session: SessionId | None = None
    person: PersonId | None = None


class SqlOverview:
    """Lists, straight from the tables."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def counts(self) -> Counts:
        """Count everything."""
        waiting = (
            sa.select(sa.func.count())
            .select_from(findings.join(assets, assets.c.id == findings.c.asset))
            .where(findings.c.kind.in_([kind.value for kind in OPEN]), _HERE)
        )
        return Counts(
            open_faces=self._number(waiting),
            photos=self._number(sa.select(sa.func.count()).select_from(assets).where(_HERE)),
            persons=self._number(sa.select(sa.func.count()).select_from(persons)),
            sessions=self._number(sa.select(sa.func.count()).select_from(sessions)),
        )

    def open_faces(self, most: int) -> tuple[OpenFace, ...]:
        """Give faces that wait for a human, of the freshest photos."""
        query = (
            sa.select(findings, assets.c.status, assets.c.first_seen_at)
            .join(assets, assets.c.id == findings.c.asset)
            .where(findings.c.kind.in_([kind.value for kind in OPEN]), _HERE)
            .order_by(assets.c.first_seen_at.desc(), assets.c.id, findings.c.x, findings.c.id)
            .limit(most)
        )
        return tuple(
            OpenFace(
                asset=AssetId(row.asset),
                finding=from_row(row),
                status=None if row.status is None else Status(row.status),
                first_seen_at=row.first_seen_at,
            )
            for row in self._connection.execute(query)
        )

    def photos(self, wanted: PhotoFilter, most: int, skip: int = 0) -> tuple[AssetId, ...]:
        """Give photos, the freshest first."""
        query = sa.select(assets.c.id).where(_HERE)
        if wanted.status is not None:
            query = query.where(assets.c.status == wanted.status.value)
        if wanted.session is not None:
            mine = sa.select(session_assets.c.asset).where(
                session_assets.c.session == wanted.session, session_assets.c.belongs.is_(True)
            )
            query = query.where(assets.c.id.in_(mine))
        if wanted.person is not None:
            query = query.where(assets.c.id.in_(_photos_of(wanted.person)))
        order = (assets.c.first_seen_at.desc(), assets.c.id)
        rows = self._connection.execute(query.order_by(*order).limit(most).offset(skip))
        return tuple(AssetId(row.id) for row in rows)

    def last_event(self) -> int:
        """Give the number of the latest change of any answer."""
        query = sa.select(sa.func.coalesce(sa.func.max(quitclaim_events.c.id), 0))
        return self._number(query)

    def asked(self) -> frozenset[PersonId]:
        """Give everybody whose answer is awaited."""
        query = (
            sa.select(ask_persons.c.person)
            .join(asks, asks.c.id == ask_persons.c.ask)
            .where(asks.c.state == AskState.OPEN.value)
        )
        return frozenset(PersonId(person) for person in self._connection.execute(query).scalars())

    def answers(self, since: int | None = None) -> Mapping[PersonId, Sequence[AnswerLine]]:
        """Give the answers of everybody, or of those with a change later than `since`.

        What newer answers replaced is left out. Only who answered more than once is built whole:
        this is for lists.
        """
        columns = (
            quitclaims.c.person,
            quitclaims.c.state,
            quitclaims.c.ends,
            quitclaims.c.channels,
            quitclaims.c.guardian,
            quitclaims.c.signer,
            quitclaims.c.at,
            sa.func.coalesce(quitclaims.c.evidence, quitclaims.c.id).label("signature"),
        )
        query, kept = sa.select(*columns), kept_by(self._connection)
        if since is not None:
            changed = (
                sa.select(quitclaims.c.person)
                .join(quitclaim_events, quitclaim_events.c.quitclaim == quitclaims.c.id)
                .where(quitclaim_events.c.id > since)
            )
            numbers = quitclaims.c.person.in_([*kept, *kept.values()])
            query = query.where(quitclaims.c.person.in_(changed) | numbers)
        found: dict[PersonId, list[AnswerLine]] = {}
        first: dict[PersonId, str] = {}
        several: set[PersonId] = set()
        states = {state.value: state for state in ConsentState}
        for (
            number,
            state,
            ends,
            channels,
            guardian,
            signer,
            at,
            signature,
        ) in self._connection.execute(query):
            person = kept.get(number, PersonId(number))
            if first.setdefault(person, signature) != signature:
                several.add(person)
            said = _guardian(signer, at, channels) if guardian else None
            line = AnswerLine(state=states[state], ends=ends, uses=len(channels), guardian=said)
            found.setdefault(person, []).append(line)
        return found | self._of_several(several, kept)

    def _of_several(
        self, persons: set[PersonId], kept: Mapping[PersonId, PersonId]
    ) -> dict[PersonId, list[AnswerLine]]:
        """Give what counts of those about whom there is more than one answer."""
        known = SqlQuitclaims(self._connection)
        found: dict[PersonId, list[AnswerLine]] = {}
        ordered = sorted(persons)
        for start in range(0, len(ordered), _AT_ONCE):
            some = ordered[start : start + _AT_ONCE]
            numbers = [*some, *(merged for merged, one in kept.items() if one in some)]
            theirs: dict[PersonId, list[Quitclaim]] = {person: [] for person in some}
            for number, records in known.of_persons(numbers).items():
                person = kept.get(number, number)
                theirs[person] += (replace(record, person=person) for record in records)
            for person, answers in theirs.items():
                left = current(Subject(id=person, quitclaims=tuple(answers)), None)
                found[person] = [_line(record) for record in left]
        return found

    def recognised(self) -> Mapping[PersonId, ConsentState]:
        """Give the state of the recognition consent of everybody who was asked."""
        columns = (recognition_consents.c.person, recognition_consents.c.state)
        rows = self._connection.execute(sa.select(*columns))
        return {PersonId(row.person): ConsentState(row.state) for row in rows}

    def _number(self, query: "sa.Select[int]") -> int:
        return self._connection.execute(query).scalar_one()


def _line(record: Quitclaim) -> AnswerLine:
    signer = record.signer.identity
    said = _guardian(signer, record.said_at, sorted(record.channels))
    return AnswerLine(
        state=record.state,
        ends=record.ends,
        uses=len(record.channels),
        guardian=said if record.signer.guardian else None,
    )


def _guardian(signer: str, at: datetime, channels: Sequence[str]) -> GuardianSaid:
    return GuardianSaid(signer=SignerId(signer), at=at, channels=frozenset(map(Channel, channels)))


def _photos_of(person: PersonId) -> "sa.Select[str]":
    return sa.select(findings.c.asset).where(findings.c.person == person)
