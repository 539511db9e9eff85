"""The picture a suggested person keeps, written beside a face for who decides about it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consent.findings import Finding
from consent.ids import Actor, FindingId, PersonId
from consent.persons import Person, Profile
from consent.states import FindingKind
from likeness.cli.cutting import write_references
from likeness.storage.store import SqlStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA, BO = PersonId("person-anna"), PersonId("person-bo")
ME, PICTURE = Actor("cli:me"), b"\xff\xd8\xff a face"
FACE = Finding(id=FindingId("face-1"), kind=FindingKind.SUGGESTED, person=ANNA)


@pytest.fixture
def kept(store: SqlStore) -> SqlStore:
    """A store in which Anna keeps a picture and Bo keeps none."""
    with store.begin() as tx:
        for person in (ANNA, BO):
            tx.people.add(Person(id=person, profile=Profile(name=person)))
        tx.pending_enrolments.keep_reference(ANNA, PICTURE)
    return store


def test_the_picture_lies_beside_the_face_and_who_took_it_is_noted(
    kept: SqlStore, tmp_path: Path
) -> None:
    written = write_references(kept, [FACE], tmp_path, ME, NOON)

    file = tmp_path / "face-1-reference.jpg"
    with kept.read() as tx:
        (access,) = tx.access.latest(5)
    assert written == 1
    assert file.read_bytes() == PICTURE
    assert file.stat().st_mode & 0o777 == 0o600
    assert (access.who, access.what, access.subjects) == (ME, "reference-seen", (ANNA,))


@pytest.mark.parametrize("person", [None, BO])
def test_where_nothing_is_kept_nothing_is_written_or_noted(
    kept: SqlStore, tmp_path: Path, person: PersonId | None
) -> None:
    assert write_references(kept, [replace(FACE, person=person)], tmp_path, ME, NOON) == 0

    with kept.read() as tx:
        assert tx.access.latest(5) == ()
    assert list(tmp_path.glob("*.jpg")) == []
