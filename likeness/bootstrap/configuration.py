"""Reading and showing the settings of an installation."""

from collections.abc import Mapping
from typing import Any

from config import load, show
from config.load import Loaded
from config.show import Shown
from likeness.bootstrap.places import Places


def read_settings(places: Places) -> Loaded:
    """Read and check the settings. Raises `SettingsRefused`."""
    return load.load(data=places.data, file=places.settings_file, environ=places.environ)


def check_settings(text: str, places: Places) -> None:
    """Check a settings file before it is written. Raises `SettingsRefused`."""
    load.load_text(
        text.encode(), data=places.data, file=places.settings_file, environ=places.environ
    )


def shown_settings(places: Places) -> tuple[Shown, ...]:
    """Give every setting with its origin; secrets as stars. Raises `SettingsRefused`."""
    return show.origins(read_settings(places), places.secrets)


def schema() -> dict[str, Any]:
    """Give the JSON Schema of the settings."""
    return show.schema()


def example(values: Mapping[str, object] | None = None) -> str:
    """Give a commented settings file."""
    return show.example(values)
