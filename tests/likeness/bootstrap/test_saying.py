"""Which settings make hosts be told again."""

from pathlib import Path

import pytest

from likeness.bootstrap.app import _saying
from likeness.bootstrap.configuration import read_settings
from likeness.bootstrap.places import Places

BASE = """
timezone = "UTC"
controller = "Us"
[hosts.dam]
kind = "resourcespace"
url = "https://dam.example"
user = "likeness"
"""


def digest(folder: Path, text: str) -> str:
    (folder / "likeness.toml").write_text(text)
    places = Places(data=folder, settings_file=folder / "likeness.toml", environ={})
    return _saying(read_settings(places).settings)


@pytest.mark.parametrize(
    "added",
    [
        pytest.param("restrict = { blocked = 2 }", id="closing"),
        pytest.param('nothing_ends_on = "2031-12-31"', id="the day that stands for no end"),
        pytest.param('language = "nl"', id="language"),
        pytest.param("[hosts.dam.fields]\nstatus = 88", id="fields"),
    ],
)
def test_hosts_are_told_again_when_what_they_are_told_by_changes(
    tmp_path: Path, added: str
) -> None:
    assert digest(tmp_path, BASE) != digest(tmp_path, f"{BASE}{added}\n")


def test_asking_more_often_tells_nothing_new(tmp_path: Path) -> None:
    assert digest(tmp_path, BASE) == digest(tmp_path, f"{BASE}poll_s = 9.0\n")
