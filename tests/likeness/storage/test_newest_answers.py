"""Rows of earlier versions, as they are read after the upgrade that keeps every answer."""

from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from likeness.storage.engine import make_engines

ROW = {
    "person": "anna",
    "signer": "anna",
    "guardian": False,
    "entitled": True,
    "scope": "general",
    "ground": "consent",
    "notice_valid": True,
    "notice_version": 1,
}


def _revisions() -> tuple[str, str]:
    """Give the revision before the upgrade that keeps every answer, and that one."""
    config = Config()
    config.set_main_option("script_location", "likeness.storage:migrations")
    for script in ScriptDirectory.from_config(config).walk_revisions():
        if script.path.endswith("_newest_answers.py"):
            return str(script.down_revision), script.revision
    raise LookupError("newest_answers")


def _migrate(connection: sa.Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "likeness.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _insert(connection: sa.Connection, table: str, row: Mapping[str, object]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({values})"), dict(row))  # noqa: S608 - our own names


def _events(connection: sa.Connection, quitclaim: str, *steps: Mapping[str, object]) -> None:
    """Write the steps of a quitclaim; the last is its row."""
    _insert(connection, "quitclaims", {**ROW, **steps[-1], "id": quitclaim})
    for step in steps:
        event = {name: value for name, value in {**ROW, **step}.items() if name != "person"}
        event |= {"quitclaim": quitclaim, "by": "timer", "means": "timer"}
        _insert(connection, "quitclaim_events", event)


def _step(state: str, day: str, channels: str, evidence: str) -> dict[str, object]:
    return {
        "state": state,
        "at": f"{day} 10:00:00.000000",
        "channels": channels,
        "evidence": evidence,
    }


def test_rows_of_earlier_versions_are_read_as_they_were_signed(tmp_path: Path) -> None:
    before, after = _revisions()
    engines = make_engines(tmp_path / "old.sqlite")
    with engines.writer.begin() as connection:
        _migrate(connection, before)
        _insert(connection, "persons", {"id": "anna"})
        _events(
            connection,
            "ended",
            _step("given", "2021-03-01", '["website"]', "s1"),
            _step("expired", "2026-03-02", '["website"]', "s1"),
        )
        _events(
            connection,
            "reused",
            _step("refused", "2025-03-01", '["social", "website"]', "s2"),
            _step("refused", "2026-03-01", '["website"]', "s3"),
        )
        _events(
            connection,
            "same",
            _step("refused", "2025-03-01", '["website"]', "s4"),
            _step("refused", "2026-03-01", '["website"]', "s5"),
        )
        _migrate(connection, after)

        rows = connection.execute(
            sa.text("SELECT id, state, channels, asked, signed_at, evidence FROM quitclaims")
        ).all()
    engines.dispose()

    found = {row.id: row for row in rows}
    (restored,) = found.keys() - {"ended", "reused", "same"}
    assert {row.asked for row in rows} == {None}
    assert found["ended"].signed_at.startswith("2021-03-01")
    assert found["reused"].channels == '["website"]'
    assert (found[restored].state, found[restored].evidence) == ("refused", "s2")
    assert found[restored].channels == '["social", "website"]'
    assert found[restored].signed_at.startswith("2025-03-01")
