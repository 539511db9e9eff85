"""Small photos, persons and consents for the tests of storage."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from connector.values import ContentHash, HashKind, HostId, HostName, PhotoChange, PhotoRef
from consent.findings import Area, Finding, Score
from consent.ids import Actor, AssetId, Channel, FindingId, PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, Signer
from consent.signing import Means
from consent.states import ConsentState, FindingKind
from likeness.storage.store import SqlStore
from scheduler.values import Priority

HOST = HostName("photos")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ME = Actor("cli:tester")
HOW = How(by=ME, means=Means.COMMAND)
ANNA, BO = PersonId("person-anna"), PersonId("person-bo")


def original(value: str) -> ContentHash:
    return ContentHash(kind=HashKind.ORIGINAL, value=value)


def change(
    photo: str,
    *,
    version: str = "1",
    place: str = "",
    content: ContentHash | None = None,
    deleted: bool = False,
) -> PhotoChange:
    return PhotoChange(
        ref=PhotoRef(host=HOST, id=HostId(photo)),
        version=version,
        place=place or f"{photo}.jpg",
        content=content or original(f"hash-of-{photo}"),
        deleted=deleted,
    )


def note(
    store: SqlStore, photos: Iterable[str], priority: Priority = Priority.FRESH
) -> list[AssetId]:
    """Note new photos; gives their ids in the order of the names."""
    names = list(photos)
    with store.begin() as tx:
        tx.notes.note([change(name) for name in names], priority, NOW)
        by_place = {asset.place: asset.id for asset in tx.assets.of_host(HOST)}
    return [by_place[f"{name}.jpg"] for name in names]


def person(person_id: PersonId = ANNA, name: str = "Anna Ölander", email: str = "") -> Person:
    return Person(id=person_id, profile=Profile(name=name, email=email))


def quitclaim(
    quitclaim_id: str = "q1",
    person_id: PersonId = ANNA,
    state: ConsentState = ConsentState.GIVEN,
    at: datetime = NOW,
) -> Quitclaim:
    return Quitclaim(
        id=QuitclaimId(quitclaim_id),
        person=person_id,
        state=state,
        channels=frozenset({Channel("website"), Channel("print")}),
        at=at,
        signer=Signer(id=SignerId(person_id)),
        begins=date(2026, 1, 1),
        ends=date(2026, 12, 31),
    )


def face(
    finding: str = "f1",
    kind: FindingKind = FindingKind.MATCHED,
    person_id: PersonId | None = ANNA,
    x: float = 0.1,
) -> Finding:
    score = Score(best=0.7, second=0.2, threshold=0.4, persons=2) if person_id else None
    return Finding(
        id=FindingId(finding),
        kind=kind,
        area=Area(x=x, y=0.2, w=0.1, h=0.2),
        size=0.2,
        person=person_id,
        score=score,
    )
