"""Connects the hosts of the settings: gives each what it needs of its surroundings."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from config.hosts import FolderHost
from config.nextcloud import NextcloudHost
from config.resourcespace import ResourceSpaceHost
from config.secrets import Secrets
from config.settings import Settings
from connector.host import Host, Wiring
from connector.registry import KINDS
from connector.values import HostId, HostName
from consent.states import Status
from likeness.bootstrap.clock import SystemClock
from likeness.i18n.words import Wording
from likeness.storage.store import SqlStore
from likeness.uploads import Uploads
from scheduler.stages import Stage


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every host of an installation shares."""

    settings: Settings
    store: SqlStore
    clock: SystemClock
    wording: Wording
    uploads: Uploads


def connected(here: Surroundings, secrets: Secrets) -> Mapping[HostName, Host]:
    """Connect every host of the settings. Sends nothing. Raises `SecretRefused`."""
    return {
        HostName(name): KINDS[host.kind].connect(_wiring(here, secrets, name))
        for name, host in here.settings.hosts.items()
    }


def first_stages(settings: Settings) -> Mapping[HostName, Stage]:
    """Say where each host begins that nobody has brought further.

    A folder of your own is live at once; a host that others work in is observed first.
    """
    return {HostName(name): _first(host) for name, host in settings.hosts.items()}


def _first(host: FolderHost | ResourceSpaceHost | NextcloudHost) -> Stage:
    match host:
        case FolderHost():
            return Stage.OBSERVING if host.observe else Stage.LIVE
        case ResourceSpaceHost() | NextcloudHost():
            return Stage.OBSERVING


def _wiring(here: Surroundings, secrets: Secrets, name: str) -> Wiring:
    host, settings = here.settings.hosts[name], here.settings
    language = host.language or settings.language
    secret = secrets.find(name)
    return Wiring(
        name=HostName(name),
        where=_where(host),
        locate=partial(_locate, here.store, HostName(name)),
        new_id=lambda: HostId(new_id()),
        now=here.clock.now,
        zone=ZoneInfo(host.timezone or settings.timezone),
        names=host.names,
        language=language,
        secret=secret.value.get_secret_value() if secret else "",
        settings=host,
        words={status: here.wording.status(status, language) for status in Status},
        uploader=partial(here.uploads.of, HostName(name)),
        memory=StoreMemory(here.store, HostName(name)),
        channels={name: here.wording.channel(name, language) for name in settings.channels},
    )


@dataclass(frozen=True, slots=True)
class StoreMemory:
    """What the adapter of one host keeps, in the database (implements `connector.host.Memory`)."""

    store: SqlStore
    host: HostName

    def recall(self) -> Mapping[str, str]:
        """Give everything that was kept."""
        with self.store.read() as tx:
            return tx.host_memory.of(self.host)

    def keep(self, values: Mapping[str, str]) -> None:
        """Keep these beside, or in place of, what is kept under their names."""
        with self.store.begin() as tx:
            tx.host_memory.keep(self.host, values)


def _where(host: FolderHost | ResourceSpaceHost | NextcloudHost) -> str:
    match host:
        case FolderHost():
            return str(host.root)
        case ResourceSpaceHost() | NextcloudHost():
            return host.url


def _locate(store: SqlStore, host: HostName, photo: HostId) -> str | None:
    with store.read() as tx:
        return tx.assets.place_of(host, photo)


def new_id() -> str:
    """Give a fresh random UUID as text."""
    return str(uuid.uuid4())
