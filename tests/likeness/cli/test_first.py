"""The first run, as the command."""

import sqlite3
from pathlib import Path

import pytest

from likeness.bootstrap.configuration import trouble_with
from tests.likeness.cli.calls import Command

KEEP = ["init", "--controller", "Example Foundation"]


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_first_run_makes_everything_private(likeness: Command, tmp_path: Path) -> None:
    called = likeness(*KEEP)

    assert called.code == 0
    assert mode(tmp_path / "data") == mode(tmp_path / "data-keys") == 0o700
    files = [
        tmp_path / "data" / name for name in ("likeness.toml", "likeness.sqlite", "keys.sqlite")
    ]
    files += [tmp_path / "data-keys" / name for name in ("kek", "erasures.ledger")]
    assert [mode(path) for path in files] == [0o600] * 5
    assert "Copy the key file to a safe place" in called.out


def test_the_time_zone_of_the_machine_is_proposed(likeness: Command) -> None:
    likeness(*KEEP)

    assert 'timezone = "Europe/Amsterdam"' in (likeness.data / "likeness.toml").read_text()


def test_a_second_run_keeps_everything(likeness: Command, tmp_path: Path) -> None:
    likeness(*KEEP)
    kek = (tmp_path / "data-keys" / "kek").read_bytes()

    called = likeness("init", "--controller", "Other", "--json")

    assert called.code == 0
    assert not any(called.json[name] for name in ("made_settings", "made_key", "made_database"))
    assert (tmp_path / "data-keys" / "kek").read_bytes() == kek
    assert "Other" not in (likeness.data / "likeness.toml").read_text()


def test_without_a_controller_it_asks_for_one(likeness: Command) -> None:
    called = likeness("init", "--yes")

    assert called.code == 3
    assert "controller: is not set" in called.err
    assert not (likeness.data / "likeness.toml").exists()


def test_a_wrong_answer_leaves_no_settings_behind(likeness: Command) -> None:
    first = likeness(*KEEP, "--timezone", "Europe/Amsterdm")
    second = likeness(*KEEP)

    assert first.code == 3
    assert "did you mean Europe/Amsterdam?" in first.err
    assert second.code == 0


def test_the_environment_answers_too(likeness: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_CONTROLLER", "From the environment")
    monkeypatch.setenv("LIKENESS_LANGUAGE", "nl")

    called = likeness("init")

    assert called.code == 0
    assert 'language = "nl"' in (likeness.data / "likeness.toml").read_text()


def test_a_key_file_inside_the_data_folder_is_refused(
    likeness: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKENESS_KEY_FILE", str(likeness.data / "kek"))

    called = likeness(*KEEP)

    assert called.code == 3
    assert "inside the data folder" in called.err
    assert not (likeness.data / "kek").exists()


def test_a_link_does_not_hide_a_key_file_inside_the_data_folder(
    likeness: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    likeness.data.mkdir()
    (tmp_path / "keys").symlink_to(likeness.data)
    monkeypatch.setenv("LIKENESS_KEY_FILE", str(tmp_path / "keys" / "kek"))

    called = likeness(*KEEP)

    assert called.code == 3
    assert not (likeness.data / "kek").exists()


def test_a_key_file_that_others_may_read_is_refused(likeness: Command, tmp_path: Path) -> None:
    likeness(*KEEP)
    (tmp_path / "data-keys" / "kek").chmod(0o640)

    called = likeness("init")

    assert called.code == 3
    assert "chmod 600" in called.err


def test_a_missing_key_is_not_replaced_while_persons_have_keys(
    likeness: Command, tmp_path: Path
) -> None:
    likeness(*KEEP)
    with sqlite3.connect(likeness.data / "keys.sqlite") as keys:
        keys.execute("INSERT INTO person_keys VALUES ('p', x'00', 'old', 1)")
    keys.close()
    (tmp_path / "data-keys" / "kek").unlink()

    called = likeness("init")

    assert called.code == 3
    assert "Restore it; without it the templates" in called.err
    assert not (tmp_path / "data-keys" / "kek").exists()


def test_a_missing_ledger_is_not_replaced_while_a_database_is_there(
    likeness: Command, tmp_path: Path
) -> None:
    likeness(*KEEP)
    (tmp_path / "data-keys" / "erasures.ledger").unlink()

    called = likeness("init")

    assert called.code == 3
    assert "erased persons could come back" in called.err


def test_a_data_folder_open_to_others_is_closed(likeness: Command) -> None:
    likeness.data.mkdir(mode=0o755)

    likeness(*KEEP)

    assert mode(likeness.data) == 0o700


def test_a_data_folder_that_cannot_be_made_is_told(likeness: Command, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")

    called = likeness(*KEEP)

    assert called.code == 3
    assert "--data" in called.err


def test_settings_may_lie_elsewhere(
    likeness: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKENESS_CONFIG", str(tmp_path / "etc" / "likeness.toml"))

    called = likeness(*KEEP)

    assert called.code == 0
    assert (tmp_path / "etc" / "likeness.toml").exists()
    assert not (likeness.data / "likeness.toml").exists()


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("timezone", "Europe/Amsterdam", "Europe/Amsterdm"),
        ("language", "nl", "klingon"),
        ("controller", "Example Foundation", "x" * 201),
    ],
)
def test_each_answer_is_checked_as_it_is_given(name: str, right: str, wrong: str) -> None:
    assert trouble_with(name, right) == ""
    assert trouble_with(name, wrong)
