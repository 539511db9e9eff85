"""`likeness config`."""

import json
import tomllib

import pytest

from tests.likeness.cli.calls import Command


@pytest.fixture
def ready(likeness: Command) -> Command:
    likeness("init", "--controller", "Example Foundation")
    return likeness


def test_the_schema_is_printed_without_an_installation(likeness: Command) -> None:
    assert "timezone" in json.loads(likeness("config", "schema").out)["properties"]


def test_the_example_is_printed_without_an_installation(likeness: Command) -> None:
    assert tomllib.loads(likeness("config", "example").out)["timezone"] == "Europe/Amsterdam"


def test_values_are_shown_and_origins_on_demand(ready: Command) -> None:
    plain = ready("config", "show")
    origins = ready("config", "show", "--origin")

    assert "ORIGIN" not in plain.out
    assert '"127.0.0.1:8700"' in plain.out
    line = next(line for line in origins.out.splitlines() if line.startswith("controller"))
    assert line.endswith("file likeness.toml")


def test_values_are_shown_as_json(ready: Command) -> None:
    rows = {row["name"]: row for row in ready("config", "show", "--json").json}

    assert rows["language"] == {"name": "language", "value": '"en"', "origin": "file likeness.toml"}


def test_a_secret_is_shown_as_stars(ready: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_HOSTS__PHOTOS__KIND", "folder")
    monkeypatch.setenv("LIKENESS_HOSTS__PHOTOS__ROOT", "/srv/photos")
    monkeypatch.setenv("LIKENESS_SECRET_PHOTOS", "canary-5c2d")

    out = ready("config", "show", "--origin").out

    assert "********" in out
    assert "canary" not in out


def test_right_settings_pass_the_check(ready: Command) -> None:
    assert ready("config", "check").code == 0
    assert ready("config", "check", "--json").json == {"ok": True}


def test_wrong_settings_fail_the_check_all_at_once(
    ready: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKENESS_OFFICE__BIND", "x")
    monkeypatch.setenv("LIKENESS_RULES__CONFIRM", "x")

    called = ready("config", "check", "--json")

    assert called.code == 3
    assert "2 settings are wrong" in called.err
    assert called.json["error"] == "SettingsRefused"


def test_without_settings_everything_needed_is_named(likeness: Command) -> None:
    called = likeness("config", "check")

    assert called.code == 3
    assert "timezone: is not set" in called.err
    assert "controller: is not set" in called.err
