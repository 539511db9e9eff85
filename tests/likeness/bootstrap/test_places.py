"""Where an installation lies."""

from pathlib import Path

from likeness.bootstrap.places import find_places


def test_the_option_comes_before_the_environment(tmp_path: Path) -> None:
    environ = {"LIKENESS_DATA": "/elsewhere"}

    assert find_places(tmp_path, environ).data == tmp_path
    assert find_places(None, environ).data == Path("/elsewhere")


def test_without_either_it_is_the_users_own_data_folder() -> None:
    places = find_places(None, {"XDG_DATA_HOME": "/home/x/data"})

    assert places.data == Path("/home/x/data/likeness")
    assert places.settings_file == Path("/home/x/data/likeness/likeness.toml")
    assert places.key_file(None) == Path("/home/x/data/likeness-keys/kek")


def test_a_configured_key_file_wins() -> None:
    places = find_places(Path("/data"), {})

    assert places.key_file(Path("/keys/kek")) == Path("/keys/kek")


def test_the_environment_is_not_shown() -> None:
    places = find_places(Path("/data"), {"LIKENESS_SECRET_PHOTOS": "canary"})

    assert "canary" not in repr(places)
