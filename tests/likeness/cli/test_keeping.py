"""Keys of the API, dead letters, backups, doctor, models."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connector.causes import Kind, cause
from connector.values import HostName
from likeness.bootstrap.app import open_app
from likeness.bootstrap.places import find_places
from likeness.bootstrap.running import AppReadiness
from scheduler.values import IN_PART, Dead, Failure, Priority, Told
from tests.likeness.cli.calls import Command


def test_the_secret_of_a_key_is_shown_once(ready: Command) -> None:
    made = ready("key", "add", "--scope", "metrics", "--until", "2999-12-31", "--json").json

    listed = ready("key", "list")

    assert made["secret"].startswith("lk_")
    assert made["key"] in listed.out
    assert made["secret"] not in listed.out
    database = (ready.data / "likeness.sqlite").read_bytes()
    assert made["secret"].encode() not in database


def test_a_revoked_key_is_no_longer_valid(ready: Command) -> None:
    made = ready("key", "add", "--scope", "metrics", "--until", "2999-12-31", "--json").json

    assert ready("key", "revoke", made["key"]).code == 0
    assert ready("key", "list", "--json").json[0]["valid"] is False
    assert ready("key", "revoke", made["key"]).code == 8


@pytest.mark.parametrize(
    "words",
    [
        ["--scope", "everything", "--until", "2999-12-31"],
        ["--scope", "metrics", "--until", "2001-01-01"],
        ["--scope", "metrics"],
    ],
)
def test_a_key_needs_a_scope_and_a_day_to_come(ready: Command, words: list[str]) -> None:
    assert ready("key", "add", *words).code == 2


def test_dead_letters_are_listed_and_retried(scanned: Command) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with open_app(find_places(scanned.data, {})) as app, app.store.begin() as tx:
        (asset,) = tx.assets.find("one.jpg")
        tx.queue.wake([asset.id], Priority.CONSENT, now)
        claim = tx.claims.claim(now + timedelta(days=1), 60)
        assert claim is not None
        tx.claims.fail(claim, Dead(failure=Failure.BROKEN_SIDECAR), now + timedelta(days=1))

    listed = scanned("jobs")
    summed = scanned("status", "--json")
    retried = scanned("jobs", "retry", "--json")

    assert listed.code == summed.code == 1
    assert asset.id in listed.out
    assert "one.jpg" in listed.out
    assert "repair or delete it" in listed.out
    assert retried.json == {"photos": 1}
    assert scanned("jobs").out == "Nothing waits.\n"


def test_what_is_in_the_way_of_a_host_is_said_in_the_same_words_everywhere(
    scanned: Command,
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    gone = cause(Kind.FIELD_GONE, field=94, part="link")
    with open_app(find_places(scanned.data, {})) as app, app.store.begin() as tx:
        (asset,) = tx.assets.find("one.jpg")
        tx.tellings.save(asset.id, Told(digest=f"{IN_PART}x"), now)
        tx.host_troubles.save(HostName("photos"), (gone,), now)
    words = f"Host photos: {gone.text} 1 photo waits for this."

    summed, scripted = scanned("status"), scanned("status", "--json").json
    jobs, rows = scanned("jobs"), scanned("jobs", "--json").json

    with open_app(find_places(scanned.data, {})) as app:
        ready = {line.advice for line in AppReadiness(app=app).checks()}
    assert summed.code == jobs.code == 1
    assert words in summed.out
    assert words in jobs.out
    assert words in ready
    assert scripted["host_troubles"] == [
        {
            "host": "photos",
            "since": "2026-01-01T00:00:00+00:00",
            "waiting": 1,
            "causes": [{"cause": "field-gone", "field": "94", "part": "link"}],
            "text": words,
        }
    ]
    assert rows[0]["advice"] == words


def test_doctor_ends_what_is_over(scanned: Command) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with open_app(find_places(scanned.data, {})) as app, app.store.begin() as tx:
        tx.host_troubles.save(HostName("photos"), (cause(Kind.REFUSED, words="no"),), now)

    scanned("doctor")

    assert scanned("jobs").out == "Nothing waits.\n"


def test_a_backup_holds_everything_but_the_key(ready: Command, tmp_path: Path) -> None:
    called = ready("backup", str(tmp_path / "backup"), "--json")

    assert called.code == 0
    files = {path.name for path in (tmp_path / "backup").iterdir()}
    assert {"likeness.sqlite", "keys.sqlite", "erasures.ledger", "backup.json"} <= files
    assert "kek" not in files


def test_a_backup_beside_the_key_is_refused(ready: Command, tmp_path: Path) -> None:
    called = ready("backup", str(tmp_path / "data-keys" / "backup"))

    assert called.code == 3
    assert "key" in called.err


def test_a_ledger_of_a_backup_is_merged(ready: Command, tmp_path: Path) -> None:
    person = ready("person", "add", "--name", "Ada", "--json").json["person"]
    ready("erase", person, "--yes")
    ready("backup", str(tmp_path / "backup"))

    called = ready("restore", "--ledger", str(tmp_path / "backup" / "erasures.ledger"))

    assert called.code == 0
    assert "0 erasures were new" in called.out


def test_doctor_names_what_is_missing_and_what_to_do(ready: Command) -> None:
    called = ready("doctor", "--json")

    assert called.code == 1
    checks = {row["check"]: row for row in called.json}
    assert checks["settings"]["ok"]
    assert checks["database"]["ok"]
    assert "likeness models install open" in checks["models"]["advice"]


def test_doctor_finds_wrong_settings(ready: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_OFFICE__BIND", "x")

    called = ready("doctor")

    assert called.code == 1
    assert "office.bind" in called.out


def test_doctor_lists_several_wrong_settings_on_lines_of_their_own(
    ready: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKENESS_TIMEZONE", "Nowhere")
    monkeypatch.setenv("LIKENESS_LANGUAGE", "xx")

    called = ready("doctor")

    assert "\\n" not in called.out
    assert any(line.strip().startswith("- timezone") for line in called.out.splitlines())


@pytest.mark.parametrize("words", [("status",), ("doctor",), ("scan",), ("person", "list")])
def test_a_folder_without_an_installation_is_told_as_that(
    likeness: Command, words: tuple[str, ...]
) -> None:
    called = likeness(*words)

    assert called.code in {1, 3}
    assert "There is no installation in" in called.out + called.err
    assert "likeness init" in called.out + called.err


def test_doctor_finds_a_key_that_others_may_read(ready: Command, tmp_path: Path) -> None:
    (tmp_path / "data-keys" / "kek").chmod(0o644)

    called = ready("doctor")

    assert called.code == 1
    assert "chmod 600" in called.out


def test_packs_are_listed_with_their_licences_before_the_first_run(likeness: Command) -> None:
    rows = {row["pack"]: row for row in likeness("models", "list", "--json").json}

    assert rows["open"]["in_use"]
    assert not rows["open"]["installed"]
    assert "non-commercial" in rows["buffalo_l"]["licence"]


def test_a_non_commercial_pack_is_refused_without_a_word(likeness: Command) -> None:
    called = likeness("models", "install", "buffalo_l")

    assert called.code == 4
    assert "--accept-licence" in called.err


@pytest.mark.parametrize("act", ["verify", "use", "install"])
def test_an_unknown_pack_is_refused(ready: Command, act: str) -> None:
    called = ready("models", act, "nonesuch")

    assert called.code == 6
    assert "Traceback" not in called.err


def test_a_restore_with_an_older_ledger_is_refused_and_then_reviewed(
    ready: Command, tmp_path: Path
) -> None:
    ready("backup", str(tmp_path / "backup"))
    copy, ledger = tmp_path / "backup" / "erasures.ledger", tmp_path / "data-keys/erasures.ledger"
    fine = ready("restore", "--ledger", str(copy), "--json")
    ledger.unlink()

    refused = ready("restore", "--ledger", str(copy))
    accepted = ready("restore", "--ledger", str(copy), "--accept-older-ledger")
    status, doctor = ready("status"), ready("doctor")
    reviewed = ready("restore", "--reviewed")

    assert (fine.code, fine.json["older"]) == (0, False)
    assert refused.code == 3
    assert "--accept-older-ledger" in refused.err
    assert accepted.code == 1
    assert "may be back" in accepted.out
    assert status.code == 1
    assert "restore --reviewed" in status.out
    assert "restored backup" in doctor.out
    assert reviewed.code == 0
    assert "restore --reviewed" not in ready("status").out


def test_doctor_tells_of_the_second_copy_of_the_ledger(
    ready: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = ready("doctor").out
    monkeypatch.setenv("LIKENESS_LEDGER_COPY", str(tmp_path / "second.ledger"))
    behind = ready("doctor").out
    ready("backup", str(tmp_path / "backup"))

    assert "Set ledger_copy" in none
    assert "missing or behind" in behind
    assert "missing or behind" not in ready("doctor").out
