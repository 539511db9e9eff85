"""A data folder of each revision that was ever in use opens with this program, and nothing is lost.

A new revision needs no new folder; what it does to the rows of an older one is tested here.
"""

import os
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from consent.ids import PersonId
from likeness.bootstrap.app import open_app
from likeness.bootstrap.places import find_places
from likeness.storage.engine import make_engines
from likeness.storage.opening import DATABASE_NAME
from likeness.storage.preparing import REVISIONS, prepare_database
from likeness.storage.tables import METADATA
from scheduler.copies import SINCE
from tests.likeness.storage.conftest import POSTGRES
from tests.upgrades.unpacking import fill, people, unpack

KEPT = ["r0001"]


@pytest.fixture(params=KEPT)
def kept(request: pytest.FixtureRequest) -> str:
    """Name each kept data folder."""
    name: str = request.param
    return name


@pytest.fixture
def data(kept: str, tmp_path: Path) -> Path:
    """Give the data folder, as its program left it."""
    return unpack(kept, tmp_path)


def test_an_older_database_is_copied_and_then_upgraded(kept: str, data: Path) -> None:
    before = kept.removeprefix("r")

    prepared = prepare_database(data / DATABASE_NAME)

    assert (prepared.before, prepared.now) == (before, REVISIONS[-1])
    assert (prepared.copy is not None) is (before != REVISIONS[-1])


def test_an_upgraded_database_has_exactly_the_tables_in_the_code(data: Path) -> None:
    prepare_database(data / DATABASE_NAME)
    engines = make_engines(data / DATABASE_NAME)

    with engines.reader.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)
    engines.dispose()

    assert differences == []


@pytest.mark.skipif(POSTGRES not in os.environ, reason="no PostgreSQL server is named")
def test_rows_on_a_server_are_upgraded_too(kept: str, postgres_url: str, tmp_path: Path) -> None:
    fill(kept, postgres_url, tmp_path)

    prepared = prepare_database(postgres_url)

    engines = make_engines(postgres_url)
    with engines.reader.begin() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
        counted = connection.scalar(sa.text("SELECT count(*) FROM persons"))
    engines.dispose()
    assert (prepared.now, differences, counted) == (REVISIONS[-1], [], len(people(kept)))


def test_an_upgraded_database_holds_together(data: Path) -> None:
    prepare_database(data / DATABASE_NAME)

    raw = sqlite3.connect(data / DATABASE_NAME)
    broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    intact = raw.execute("PRAGMA integrity_check").fetchall()
    raw.close()

    assert (broken, intact) == ([], [("ok",)])


def test_what_resourcespace_hashes_becomes_a_kind_of_its_own(data: Path) -> None:
    raw = sqlite3.connect(data / DATABASE_NAME)
    (one, other) = [row[0] for row in raw.execute("SELECT id FROM assets ORDER BY id LIMIT 2")]
    raw.execute("UPDATE assets SET host = 'dam', host_id = '7', place = '7' WHERE id = ?", [one])
    raw.execute(
        "UPDATE assets SET scan_hash_kind = 'host-checksum' WHERE id IN (?, ?)", [one, other]
    )
    raw.execute("DELETE FROM asset_hashes")
    rows = [(one, "host-checksum", "a"), (other, "host-checksum", "b")]
    raw.executemany("INSERT INTO asset_hashes (asset, kind, value) VALUES (?, ?, ?)", rows)
    raw.commit()

    prepare_database(data / DATABASE_NAME)

    kinds = dict(raw.execute("SELECT asset, kind FROM asset_hashes"))
    looks = dict(raw.execute("SELECT id, scan_hash_kind FROM assets"))
    raw.close()
    assert kinds == {one: "partial", other: "host-checksum"}
    assert (looks[one], looks[other]) == ("partial", "host-checksum")


def test_a_session_keeps_the_text_of_the_link_that_opens(data: Path) -> None:
    raw = sqlite3.connect(data / DATABASE_NAME)
    (session, notice) = raw.execute(
        "SELECT session, notice FROM links WHERE kind = 'session' AND killed_at IS NULL"
    ).fetchone()
    raw.execute("INSERT INTO sessions (id, name) VALUES ('s-closed', 'Closed')")
    raw.execute(
        "INSERT INTO links (hash, kind, session, notice, made_at, killed_at)"
        " SELECT 'h', kind, 's-closed', notice, made_at, made_at FROM links"
        " WHERE kind = 'session' LIMIT 1"
    )
    raw.commit()

    prepare_database(data / DATABASE_NAME)

    texts = dict(raw.execute("SELECT id, notice FROM sessions"))
    raw.close()
    assert texts[session] == notice
    assert texts["s-closed"] is None


@pytest.mark.parametrize("said", [True, False], ids=["words were given", "none were"])
def test_since_when_words_follow_is_noted_where_some_were_given_before(
    data: Path, *, said: bool
) -> None:
    raw = sqlite3.connect(data / DATABASE_NAME)
    raw.execute("DELETE FROM face_memory")
    raw.execute("DELETE FROM attestations")
    if said:
        values = "SELECT 't', id, 'c', 1, 1, 'me', '2026-01-01' FROM assets LIMIT 1"
        raw.execute(
            f'INSERT INTO attestations (id, asset, content, content_no, "only", "by", at) {values}'
        )
    raw.commit()

    prepare_database(data / DATABASE_NAME)

    noted = raw.execute("SELECT value FROM meta WHERE key = ?", [SINCE]).fetchall()
    raw.close()
    assert len(noted) == said


def test_everybody_is_still_there_under_their_name(kept: str, data: Path) -> None:
    expected = people(kept)

    with open_app(find_places(data, {})) as app, app.store.read() as tx:
        found = {tx.people.profile(person).name: person for person in tx.people.ids()}

    assert found == {name: PersonId(number) for name, number in expected.items()}


def test_every_answer_and_every_photo_is_still_there(data: Path) -> None:
    before = _ids(data)

    with open_app(find_places(data, {})):
        pass

    after = _ids(data)
    lost = {table: before[table] - after[table] for table in before}
    assert lost == {table: set() for table in before}


def test_only_answers_that_were_written_over_are_added(data: Path) -> None:
    """A no that a later answer had written over is a row of its own again; nothing else is."""
    before = _ids(data)

    with open_app(find_places(data, {})):
        pass

    after = _ids(data)
    raw = sqlite3.connect(data / DATABASE_NAME)
    added = after["quitclaims"] - before["quitclaims"]
    states = {
        raw.execute("SELECT state FROM quitclaims WHERE id = ?", key).fetchone() for key in added
    }
    raw.close()
    grown = {table for table in before if after[table] - before[table]}
    assert grown <= {"quitclaims", "quitclaim_events", "audit"}
    assert states <= {("refused",)}


def _ids(data: Path) -> dict[str, set[tuple[str | int, ...]]]:
    """Give the primary keys of what nobody may lose."""
    kept = ("assets", "asset_hashes", "findings", "face_memory", "attestations", "audit")
    answers = ("quitclaims", "quitclaim_events", "signatures", "evidence", "asks", "erasures")
    raw = sqlite3.connect(data / DATABASE_NAME)
    found = {}
    for table in (*kept, *answers):
        keys = ", ".join(column.name for column in METADATA.tables[table].primary_key)
        rows = raw.execute(f"SELECT {keys} FROM {table}")  # noqa: S608 - named above
        found[table] = set(rows)
    raw.close()
    return found
