"""Choosing the model pack in the settings file."""

from pathlib import Path

import pytest

from config.errors import SettingsRefused
from likeness.bootstrap.configuration import example, read_settings
from likeness.bootstrap.errors import SettingElsewhere
from likeness.bootstrap.packs import choose_pack, chosen_pack
from likeness.bootstrap.places import Places, find_places

GOOD = 'timezone = "UTC"\ncontroller = "Us"\n'


def places(tmp_path: Path, text: str | None = GOOD, **environ: str) -> Places:
    found = find_places(tmp_path, environ)
    if text is not None:
        found.settings_file.write_text(text, encoding="utf-8")
        found.settings_file.chmod(0o640)
    return found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="no section"),
        pytest.param(f"{GOOD}[recognition]\n", id="empty section"),
        pytest.param(f'{GOOD}[recognition]  # here\npack = "open"\nworkers = 2\n', id="set"),
        pytest.param(
            f"{GOOD}[recognition]\nworkers = 2\n[retention]\ngrace_days = 3\n", id="others"
        ),
        pytest.param(example({"timezone": "UTC", "controller": "Us"}), id="commented example"),
    ],
)
def test_the_pack_is_written_where_it_belongs(tmp_path: Path, text: str) -> None:
    here = places(tmp_path, text)
    before = read_settings(here).settings

    choose_pack(here, "buffalo_l")

    after = read_settings(here).settings
    assert chosen_pack(here) == after.recognition.pack == "buffalo_l"
    kept = after.model_copy(update={"recognition": before.recognition})
    assert kept == before
    assert after.recognition.workers == before.recognition.workers
    assert here.settings_file.stat().st_mode & 0o777 == 0o640


def test_where_the_environment_sets_it_the_file_is_left(tmp_path: Path) -> None:
    here = places(tmp_path, LIKENESS_RECOGNITION__PACK="open")

    with pytest.raises(SettingElsewhere):
        choose_pack(here, "buffalo_l")

    assert here.settings_file.read_text(encoding="utf-8") == GOOD


def test_a_file_that_would_be_wrong_is_not_written(tmp_path: Path) -> None:
    here = places(tmp_path, "language = 'xx'\n")

    with pytest.raises(SettingsRefused):
        choose_pack(here, "buffalo_l")

    assert here.settings_file.read_text(encoding="utf-8") == "language = 'xx'\n"


def test_without_settings_the_default_pack_is_meant(tmp_path: Path) -> None:
    assert chosen_pack(places(tmp_path, None)) == "open"
