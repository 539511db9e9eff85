"""`likeness scan` and `likeness status`, without recognition."""

import os
import sqlite3
from pathlib import Path

import pytest

from likeness.lock import hold_lock
from tests.likeness.cli.calls import Command


def test_a_scan_counts_photos_by_status_and_by_why_they_were_not_checked(ready: Command) -> None:
    called = ready("scan", "--json")

    assert called.code == 0, "not looked at because the mode says so: no failure"
    assert called.json["photos"] == 2
    assert called.json["status"]["not-assessed"] == 2
    assert called.json["not_checked"] == {"mode-off": 2}
    assert called.json["due"] == 0


def test_the_summary_is_readable(ready: Command) -> None:
    out = ready("scan", "photos").out

    assert "… Not checked" in out
    assert "not checked: mode-off" in out
    assert "Models: not installed" in out


def test_a_deleted_photo_is_no_longer_counted(scanned: Command, photos: Path) -> None:
    (photos / "one.jpg").unlink()

    assert scanned("scan", "--json").json["photos"] == 1


def test_status_says_the_same_without_looking(scanned: Command, photos: Path) -> None:
    (photos / "one.jpg").unlink()

    called = scanned("status", "--json")

    assert called.code == 0
    assert called.json["photos"] == 2


def test_looking_without_models_says_how_to_install_them(ready: Command) -> None:
    ready("mode", "all", "detect")

    called = ready("scan")

    assert called.code == 6
    assert "likeness models install open" in called.err


def test_an_unknown_host_is_a_usage_error(ready: Command) -> None:
    assert ready("scan", "elsewhere").code == 2


def test_without_a_host_there_is_nothing_to_scan(likeness: Command) -> None:
    likeness("init", "--controller", "Example Foundation")

    called = likeness("scan")

    assert called.code == 2
    assert "[hosts.photos]" in called.err


@pytest.mark.parametrize("command", ["scan", "status", "serve", "person list", "backup /x"])
def test_before_the_first_run_every_command_says_so(likeness: Command, command: str) -> None:
    called = likeness(*command.split())

    assert called.code == 3
    assert "Traceback" not in called.err


@pytest.mark.parametrize("command", ["scan", "serve"])
def test_two_processes_do_not_work_on_one_folder(ready: Command, command: str) -> None:
    with hold_lock(ready.data, "likeness serve"):
        called = ready(command)

    assert called.code == 5
    assert "likeness serve" in called.err


def test_a_host_that_is_away_stops_no_other_and_is_named(ready: Command, tmp_path: Path) -> None:
    away = f'\n[hosts.away]\nkind = "folder"\nroot = "{tmp_path / "away"}"\n'
    settings = ready.data / "likeness.toml"
    settings.write_text(settings.read_text() + away)

    called = ready("scan")

    assert called.code == 9
    assert "Host away: " in called.out
    assert "not checked: mode-off" in called.out, "the other host was looked at"


def test_a_photo_that_is_tried_again_later_is_no_clean_end(scanned: Command) -> None:
    with sqlite3.connect(scanned.data / "likeness.sqlite") as database:
        database.execute(
            "UPDATE assets SET wanted = wanted + 1, next_try_at = '2999-01-01T00:00:00.000000Z'"
        )

    called = scanned("scan")

    assert called.code == 7
    assert "2 to be tried again later" in called.out
    assert "may still show an earlier answer" in called.out


def test_a_photo_whose_name_is_no_text_is_found_by_its_path(ready: Command, photos: Path) -> None:
    odd = os.fsdecode(os.fsencode(photos) + b"/caf\xe9.jpg")
    (photos / "one.jpg").rename(odd)
    ready("scan")

    assert ready("explain", odd).code == 0
    assert ready("explain", os.fsdecode(b"caf\xe9.jpg")).code == 0
    assert ready("explain", r"caf\xe9.jpg").code == 0
