"""The time zone that is proposed."""

from pathlib import Path

import pytest

from likeness.bootstrap.zone import system_zone


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    zone = tmp_path / "zoneinfo" / "Europe" / "Amsterdam"
    zone.parent.mkdir(parents=True)
    zone.touch()
    return tmp_path


def propose(machine: Path, **environ: str) -> str:
    return system_zone(environ, localtime=machine / "localtime", timezone=machine / "timezone")


def test_the_link_of_the_system_tells(machine: Path) -> None:
    (machine / "localtime").symlink_to(machine / "zoneinfo" / "Europe" / "Amsterdam")

    assert propose(machine) == "Europe/Amsterdam"


def test_the_file_of_the_system_tells(machine: Path) -> None:
    (machine / "timezone").write_text("Europe/Brussels\n")

    assert propose(machine) == "Europe/Brussels"


def test_the_environment_comes_first(machine: Path) -> None:
    (machine / "timezone").write_text("Europe/Brussels\n")

    assert propose(machine, TZ=":Europe/Paris") == "Europe/Paris"


@pytest.mark.parametrize("text", ["", "No/Where", "../../etc/passwd", "é"])
def test_where_nothing_right_is_found_it_is_utc(machine: Path, text: str) -> None:
    (machine / "timezone").write_text(text)

    assert propose(machine, TZ=text) == "UTC"
