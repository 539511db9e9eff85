"""The composition root.

The only place that reads settings, asks the clock and puts the parts together.
"""

import hashlib
import random
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from config.settings import Settings
from consent.decisions import Rules
from consent.ids import Channel
from consent.states import Confirm, Mode
from likeness.asking_links import PURPOSE, MadeSecrets
from likeness.bootstrap.clock import SystemClock
from likeness.bootstrap.configuration import installed_settings
from likeness.bootstrap.errors import NotSetUp
from likeness.bootstrap.evidence import evidence_press
from likeness.bootstrap.hosting import Surroundings, connected, first_stages, new_id
from likeness.bootstrap.mailing import desk, farewell
from likeness.bootstrap.places import Places
from likeness.galleries import VaultGalleries
from likeness.i18n.page_words import PageWords
from likeness.i18n.words import Wording
from likeness.links import SignedLinks
from likeness.looking import ChildEyes
from likeness.storage.opening import StoreFiles, open_store
from likeness.storage.preparing import prepare_database
from likeness.storage.store import SqlStore
from likeness.uploads import Uploads
from likeness.vault.kek import load_kek
from recognition.child_pool import Eyes
from recognition.errors import PackMissing
from recognition.pack_catalogue import declared
from recognition.packs import Pack
from recognition.recogniser import PackPlace
from recognition.values import PackId
from scheduler.deps import Deps, JobRules

_PACE = {"poll_s", "walk_s", "sweep_s", "absence_s", "unshared_s"}
_NOT_SAYING = {"root", "url", "user", "ca_file", "observe"} | _PACE
DEMO_FACT = "likeness:demo"
"""Set in the database of a demo; only there the ground DEMO counts."""


@dataclass(slots=True, kw_only=True)
class App:
    """One opened installation. Close it, or use it as a context."""

    places: Places
    settings: Settings
    store: SqlStore
    eyes: Eyes
    deps: Deps
    wording: Wording
    links: SignedLinks
    uploads: Uploads
    pack: Pack | None
    """None: the pack of the settings is not installed; whatever needs to look refuses."""
    closing: ExitStack

    def __enter__(self) -> Self:
        """Use as a context: closed at its end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End the children, wipe the gallery, close the files. Safe to call twice."""
        self.closing.close()


def open_app(places: Places) -> App:
    """Open an installation: settings, key, database, gallery, eyes. Nothing is started yet.

    An older database is upgraded after a copy. Raises what settings, vault and storage raise; each
    says what to do.
    """
    settings = installed_settings(places).settings
    with ExitStack() as opening:
        store = _open_store(places, settings)
        opening.callback(store.close)
        clock = SystemClock(ZoneInfo(settings.timezone))
        pack = _pack(places, settings)
        pack_id = pack.id if pack else PackId("")
        galleries = VaultGalleries(store, pack_id, clock)
        opening.callback(galleries.close)
        place = PackPlace(folder=places.models, name=settings.recognition.pack)
        eyes = Eyes(place, pairs=settings.recognition.workers or None)
        opening.callback(eyes.close)
        labels = {name: it.model_dump() for name, it in settings.channels.items()}
        wording = Wording(labels=labels, pages=PageWords(own=places.words))
        links = SignedLinks(
            secret=store.derive("explanation links"), place=settings.public.links_begin_with
        )
        made = MadeSecrets(key=store.derive(PURPOSE))
        uploads = Uploads()
        here = Surroundings(settings, store, clock, wording, uploads)
        deps = Deps(
            store=store,
            hosts=connected(here, places.secrets),
            eyes=ChildEyes(eyes),
            galleries=galleries,
            clock=clock,
            words=wording,
            links=links,
            new_id=new_id,
            jitter=random.SystemRandom().random,
            rules=_rules(settings, store, pack),
            farewell=farewell(
                settings, places.secrets, store, desk(settings, made, wording, clock)
            ),
            secrets=made,
            evidence=evidence_press(settings, wording.pages),
            languages=wording.pages.languages,
            first_stages=first_stages(settings),
        )
        return App(
            places=places,
            settings=settings,
            store=store,
            eyes=eyes,
            deps=deps,
            wording=wording,
            links=links,
            uploads=uploads,
            pack=pack,
            closing=opening.pop_all(),
        )
    raise AssertionError("unreachable")


def _open_store(places: Places, settings: Settings) -> SqlStore:
    key_file = places.key_file(settings.key_file)
    files = StoreFiles.within(places.data, key_file.parent, settings.ledger_copy)
    if isinstance(files.database, Path) and not files.database.exists():
        raise NotSetUp(f"There is no installation in {places.data} yet. Run: likeness init")
    kek = load_kek(key_file, places.data, wrapped_keys_exist=files.keys.exists())
    prepare_database(files.database, make=not files.keys.exists(), keys=files.keys)
    return open_store(files, kek)


def _pack(places: Places, settings: Settings) -> Pack | None:
    try:
        return declared(places.models, settings.recognition.pack)
    except PackMissing:
        return None


def _rules(settings: Settings, store: SqlStore, pack: Pack | None) -> JobRules:
    with store.read() as tx:
        demo = bool(tx.facts.get(DEMO_FACT))
    return JobRules(
        decide=Rules(
            channels=tuple(Channel(name) for name in settings.channels),
            ignore_below=settings.rules.ignore_below,
            demo=demo,
        ),
        pack=pack.id if pack else "",
        auto_limit=pack.auto_limit if pack else 0,
        confirm=Confirm(settings.rules.confirm),
        default_mode=Mode(settings.recognition.mode),
        **settings.retention.model_dump(),
        age=settings.asking.age,
        notice=settings.asking.notice,
        answer_days=settings.asking.answer_days,
        language=settings.language,
        saying=_saying(settings),
    )


def _saying(settings: Settings) -> str:
    """Digest everything that answers are written by; not where hosts are, nor how often asked."""
    other = dict.fromkeys(settings.hosts, _NOT_SAYING)
    told = settings.model_dump_json(
        include={"hosts", "channels", "language"}, exclude={"hosts": other}
    )
    return hashlib.sha256(told.encode()).hexdigest()
