"""Reading and showing the settings of an installation."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config import load, show
from config.errors import Problem, SettingsRefused
from config.load import Loaded
from config.show import Shown
from consent.particulars import wrong_address
from likeness.bootstrap.errors import NotSetUp
from likeness.bootstrap.places import Places

_NO_ADDRESS = "must be an e-mail address alone, such as consent@example.org"


def read_settings(places: Places) -> Loaded:
    """Read and check the settings. Raises `SettingsRefused`."""
    return _reachable(
        load.load(data=places.data, file=places.settings_file, environ=places.environ)
    )


def installed_settings(places: Places) -> Loaded:
    """Read and check the settings of an installation that must be there.

    Raises `SettingsRefused`, and `NotSetUp` where settings are missing because nothing is there.
    """
    try:
        return read_settings(places)
    except SettingsRefused as error:
        if places.settings_file.exists() or any(places.data.glob("*.sqlite")):
            raise
        raise NotSetUp(
            f"There is no installation in {places.data} yet. Run: likeness init. Is it elsewhere?"
            " Name its folder: likeness --data FOLDER"
        ) from error


def check_settings(text: str, places: Places) -> None:
    """Check a settings file before it is written. Raises `SettingsRefused`."""
    _reachable(
        load.load_text(
            text.encode(), data=places.data, file=places.settings_file, environ=places.environ
        )
    )


def _reachable(loaded: Loaded) -> Loaded:
    """Refuse addresses that no letter can reach, by the rule that all addresses have."""
    mail, alerts = loaded.settings.mail, loaded.settings.alerts
    typed = {
        "mail.sender": (mail.sender,),
        "mail.reply_to": (mail.reply_to,),
        "alerts.to": alerts.to,
    }
    wrong = [
        Problem(name=name, wrong=_NO_ADDRESS, origin=loaded.origins.get(name, ""))
        for name, addresses in typed.items()
        if any(one and wrong_address(one, wide=True, near=True) for one in addresses)
    ]
    if wrong:
        raise SettingsRefused(tuple(wrong))
    return loaded


def trouble_with(name: str, value: str) -> str:
    """Say what is wrong with one answer of the first run; empty where nothing is."""
    right = {"timezone": "UTC", "language": "en", "controller": "Example"}
    text = example({**right, name: value}).encode()
    try:
        load.load_text(text, data=Path("/"), file=Path("likeness.toml"), environ={})
    except SettingsRefused as refusal:
        return "; ".join(one.wrong for one in refusal.problems)
    return ""


def shown_settings(places: Places) -> tuple[Shown, ...]:
    """Give every setting with its origin; secrets as stars. Raises `SettingsRefused`."""
    return show.origins(read_settings(places), places.secrets)


def schema() -> dict[str, Any]:
    """Give the JSON Schema of the settings."""
    return show.schema()


def example(values: Mapping[str, object] | None = None) -> str:
    """Give a commented settings file."""
    return show.example(values)
