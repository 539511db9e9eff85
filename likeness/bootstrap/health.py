"""What `likeness doctor` looks at. Never raises for what it finds; by itself changes nothing."""

from collections.abc import Iterator

from config.errors import SettingsError
from config.load import Loaded
from connector.values import Health, HostName
from likeness.bootstrap.app import open_app
from likeness.bootstrap.configuration import installed_settings
from likeness.bootstrap.errors import BootstrapError, NotSetUp
from likeness.bootstrap.host_health import about_host, look_once_more, try_writing, waiting_for
from likeness.bootstrap.keeping import about_ledger
from likeness.bootstrap.mailing import MAIL_SECRET
from likeness.bootstrap.places import Places
from likeness.bootstrap.posting import about_mail, try_mail
from likeness.bootstrap.public_health import about_public
from likeness.bootstrap.running import AppReadiness
from likeness.bootstrap.words_health import about_words
from likeness.storage.errors import StorageError
from likeness.vault.errors import VaultError
from recognition.errors import RecognitionError
from recognition.limits import Guard

_OTHERS = 0o077


def examine(
    places: Places, host: str = "", *, writing: bool = False, mail_to: str = ""
) -> tuple[Health, ...]:
    """Check settings, folders, keys, database, models, sandbox and hosts; or one host, closely.

    `writing`: also write one value into the host and take it back. `mail_to`: also send a letter
    there.
    """
    try:
        loaded = installed_settings(places)
    except NotSetUp as error:
        return (Health(name="data folder", ok=False, advice=str(error)),)
    except SettingsError as error:
        return (Health(name="settings", ok=False, advice=str(error)),)
    secrets = tuple(_secrets(places, loaded))
    if secrets:
        return (Health(name="settings", ok=True), *secrets)
    if host:
        return tuple(_of_host(places, HostName(host), writing=writing))
    return (Health(name="settings", ok=True), *_rest(places, mail_to))


def _secrets(places: Places, loaded: Loaded) -> Iterator[Health]:
    for name in (*loaded.settings.hosts, MAIL_SECRET):
        try:
            places.secrets.find(name)
        except SettingsError as error:
            yield Health(name=f"secret {name}", ok=False, advice=str(error))


def _rest(places: Places, mail_to: str) -> Iterator[Health]:
    yield _folder(places)
    try:
        with open_app(places) as app:
            for name in app.deps.hosts:
                look_once_more(app, name)
            yield from AppReadiness(app=app).checks()
            yield about_public(app)
            yield about_ledger(places)
            yield from about_mail(app)
            yield from about_words(app)
            if mail_to:
                yield try_mail(app, mail_to)
            for name in app.deps.hosts:
                yield from about_host(app, name)
            yield _sandbox(app.eyes.start())
    except (BootstrapError, StorageError, VaultError) as error:
        yield Health(name="database and keys", ok=False, advice=str(error))
    except RecognitionError as error:
        yield Health(name="models answer", ok=False, advice=str(error))


def _of_host(places: Places, host: HostName, *, writing: bool) -> Iterator[Health]:
    try:
        with open_app(places) as app:
            look_once_more(app, host)
            yield from waiting_for(app, host)
            yield from app.deps.hosts[host].setup.examine()
            yield from about_host(app, host)
            if writing:
                yield try_writing(app, host)
    except (BootstrapError, StorageError, VaultError) as error:
        yield Health(name="database and keys", ok=False, advice=str(error))


def _folder(places: Places) -> Health:
    if not places.data.is_dir():
        return Health(name="data folder", ok=False, advice="Run: likeness init")
    private = not places.data.stat().st_mode & _OTHERS
    advice = "" if private else f"Others may read it. Run: chmod 700 {places.data}"
    return Health(name="data folder", ok=private, advice=advice)


def _sandbox(guards: frozenset[Guard]) -> Health:
    missing = sorted(guard.value for guard in set(Guard) - guards)
    advice = f"not in force on this system: {', '.join(missing)}" if missing else ""
    return Health(name="sandbox", ok=True, advice=advice)
