"""Sets up the demo's own installation: settings, keys, database, models. Nothing else is read."""

import json
from collections.abc import Callable

from likeness.bootstrap.app import DEMO_FACT, App, open_app
from likeness.bootstrap.first_run import set_up
from likeness.bootstrap.places import SETTINGS_NAME, Places
from likeness.demo.folder import DemoFolder
from likeness.demo.story import HOST
from recognition.pack_install import install

PACK = "open"
_PRIVATE = 0o700


def places_of(folder: DemoFolder) -> Places:
    """Say where the demo's installation lies; the environment has no say in it."""
    return Places(data=folder.data, settings_file=folder.data / SETTINGS_NAME, environ={})


def settle_in(folder: DemoFolder, language: str, timezone: str) -> None:
    """Write the settings, make keys and database, and mark the database as a demo's."""
    folder.photos.mkdir(parents=True, exist_ok=True)
    folder.data.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    places = places_of(folder)
    places.settings_file.write_text(_settings(folder, language, timezone), encoding="utf-8")
    set_up(places, {})
    with open_app(places) as app, app.store.begin() as tx:
        tx.facts.put(DEMO_FACT, "yes")


def install_models(folder: DemoFolder, say: Callable[[str], None]) -> str:
    """Install the default pack into the demo's data folder; gives its title."""
    return install(PACK, places_of(folder).models, progress=say).title


def open_demo(folder: DemoFolder) -> App:
    """Open the demo's installation."""
    return open_app(places_of(folder))


def _settings(folder: DemoFolder, language: str, timezone: str) -> str:
    # A JSON string is a TOML basic string, too.
    lines = (
        f"timezone = {json.dumps(timezone)}",
        f"language = {json.dumps(language)}",
        'controller = "Likeness demo"',
        "",
        f"[hosts.{HOST}]",
        'kind = "folder"',
        f"root = {json.dumps(str(folder.photos), ensure_ascii=False)}",
    )
    return "\n".join(lines) + "\n"
