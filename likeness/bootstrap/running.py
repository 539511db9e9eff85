"""Puts the running service together: listeners, workers and timers behind `likeness serve`."""

import shutil
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from connector.values import Health, HostName
from consent.modes import ModeScope, ScopeKind
from consent.states import Mode
from likeness.bootstrap.app import App
from likeness.bootstrap.explaining import photo_pages
from likeness.bootstrap.messages import HeardHints, message_readers
from likeness.bootstrap.office import office_pages
from likeness.bootstrap.people_pages import people_pages
from likeness.bootstrap.posting import letters_of, outbox_counts
from likeness.i18n.host_troubles import trouble_lines
from likeness.metrics import Metrics
from likeness.storage.errors import StorageError
from likeness.storage.keys import ApiKey
from likeness.storage.store import SqlStore
from likeness.web.hooks import Hooks
from likeness.web.listeners import PublicPages, office_listener, public_listener
from likeness.web.office import Office
from likeness.web.serving import Listener, serve
from likeness.working import Tempo, Work
from recognition.child_pool import cores
from scheduler.host_troubles import waiting_hosts
from scheduler.jobs.check_links import open_photos
from scheduler.jobs.process_asset import Outcome
from scheduler.loops import LoopState
from scheduler.ports import Host
from scheduler.restored import RESTORED, is_unreviewed
from scheduler.values import Backlog

AT_HOSTS = 8
"""Threads at least: twice what a host is asked at once, so that its connections are never idle
while an answer is recorded. Who looks waits for a pair of eyes."""
ENOUGH_BYTES = 200_000_000
"""Free space below which the service is not ready: the database must be able to grow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreKeys:
    """API keys of the database (implements `likeness.web.access.Keys`)."""

    store: SqlStore

    def find(self, secret: str) -> ApiKey | None:
        """Give the key with this secret."""
        with self.store.read() as tx:
            return tx.keys.find(secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppReadiness:
    """Whether the parts of a running installation work."""

    app: App
    loops: Callable[[], tuple[LoopState, ...]] | None = None
    """How the loops of this process fare; None in a process that runs none."""

    def checks(self) -> tuple[Health, ...]:
        """Look at database, disk, models, loops and hosts."""
        hosts = self.app.deps.hosts
        found = [_of(name, line, hosts) for name in hosts for line in hosts[name].setup.probe()]
        loops = () if self.loops is None else (health_of_loops(self.loops()),)
        return (
            self._database(),
            self._disk(),
            self._models(),
            *loops,
            *self._links(),
            *self._waiting(),
            *self._restored(),
            *found,
        )

    def _database(self) -> Health:
        try:
            with self.app.store.read() as tx:
                dead = tx.queue.backlog(self.app.deps.clock.now()).dead
        except StorageError as error:
            return Health(name="database", ok=False, advice=str(error))
        advice = f"{dead} photos wait for a human: likeness jobs" if dead else ""
        return Health(name="database", ok=True, advice=advice)

    def _links(self) -> tuple[Health, ...]:
        """Say that blocked photos lie open: an alert, and no reason to be out of service."""
        try:
            photos = len(open_photos(self.app.deps, None))
        except StorageError:
            return ()
        advice = f"public links lead to {photos} blocked photos: likeness nextcloud links"
        return (Health(name="public links", ok=True, advice=advice),) if photos else ()

    def _waiting(self) -> tuple[Health, ...]:
        """Say what is in the way of a host, in the words that are used everywhere."""
        try:
            with self.app.store.read() as tx:
                found = waiting_hosts(tx)
        except StorageError:
            return ()
        lines = zip(found, trouble_lines(found), strict=True)
        return tuple(
            Health(name=f"photos of {one.trouble.host}", ok=False, advice=text)
            for one, text in lines
        )

    def _restored(self) -> tuple[Health, ...]:
        """Say that a restore waits for a human."""
        try:
            with self.app.store.read() as tx:
                waits = is_unreviewed(tx)
        except StorageError:
            return ()
        return (Health(name="restored backup", ok=False, advice=RESTORED),) if waits else ()

    def _disk(self) -> Health:
        free = shutil.disk_usage(self.app.places.data).free
        ok = free >= ENOUGH_BYTES
        advice = "" if ok else f"Only {free // 1_000_000} MB are free. Free some space."
        return Health(name="disk", ok=ok, advice=advice)

    def _models(self) -> Health:
        name = self.app.settings.recognition.pack
        if self.app.pack is None:
            return Health(name="models", ok=False, advice=f"Run: likeness models install {name}")
        return Health(name="models", ok=True, advice=self.app.pack.licence)


def _of(name: HostName, line: Health, hosts: Mapping[HostName, Host]) -> Health:
    """Say which host a line is about, where there are several."""
    return line if len(hosts) == 1 else replace(line, name=f"{line.name} ({name})")


def health_of_loops(states: Iterable[LoopState]) -> Health:
    """Say whether every thread that should work does, and which timers are late. Pure."""
    every = tuple(states)
    dead = [state.name for state in every if not state.alive]
    late = [state.name for state in every if state.late]
    failing = [state.name for state in every if state.failures]
    words = [
        f"{label}: {', '.join(sorted(names))}."
        for label, names in (("Ended", dead), ("Late", late), ("Failing, tried again", failing))
        if names
    ]
    if dead or late:
        words.append("Restart the service; the log says why.")
    return Health(name="threads", ok=not dead and not late, advice=" ".join(words))


def run_service(app: App, version: str, stop: threading.Event) -> bool:
    """Serve until `stop` is set; False where the models refused and nothing could go on.

    Raises `PackRefused` before anything listens where the models are not as installed, and what
    `serve` raises.
    """
    if _looks(app):
        app.eyes.start()
    metrics, refused = Metrics(), threading.Event()
    metrics.watch(lambda: _backlog(app))
    metrics.watch_outbox(lambda: outbox_counts(app))
    metrics.watch_links(lambda: len(open_photos(app.deps, None)))

    def on_refused() -> None:
        refused.set()
        stop.set()

    work = Work(
        app.deps, tempo_of(app), on_done=lambda done: _count(metrics, done), on_refused=on_refused
    )
    letters = letters_of(app)

    def loops() -> tuple[LoopState, ...]:
        return tuple(state for each in (*work.loops(), letters.loops) for state in each.states())

    metrics.watch_workers(work.workers.states)
    metrics.watch_loops(loops)
    readiness = AppReadiness(app=app, loops=loops)
    hooks = _hooks(app, work)
    serve(_listeners(app, metrics, version, hooks, readiness), [work, letters], stop)
    return not refused.is_set()


def _looks(app: App) -> bool:
    """Tell whether anything is looked at anywhere; else no models are needed."""
    with app.store.read() as tx:
        modes = {one.scope: one.mode for one in tx.sessions.modes()}
    usual = app.deps.rules.default_mode
    everywhere = modes.pop(ModeScope(kind=ScopeKind.INSTALLATION), usual)
    return any(mode is not Mode.OFF for mode in (everywhere, *modes.values()))


def tempo_of(app: App) -> Tempo:
    """Say how much is done at once, and how often hosts are asked."""
    settings = app.settings
    return Tempo(
        threads=max(settings.recognition.workers or cores(), AT_HOSTS),
        timezone=settings.timezone,
        poll_s={HostName(name): host.poll_s for name, host in settings.hosts.items()},
    )


def _hooks(app: App, work: Work) -> Hooks | None:
    readers, now = message_readers(app), app.deps.clock.now
    if not readers:
        return None
    hints = HeardHints(hints=work.hints, store=app.store, uploads=app.uploads, now=now)
    return Hooks(readers=readers, hints=hints, now=now)


def _listeners(
    app: App, metrics: Metrics, version: str, hooks: Hooks | None, readiness: AppReadiness
) -> tuple[Listener, ...]:
    office = Office(
        keys=StoreKeys(store=app.store),
        readiness=readiness,
        metrics=metrics,
        now=app.deps.clock.now,
        version=version,
        pages=office_pages(app),
    )
    settings = app.settings
    people = people_pages(app.settings, app.deps, app.store, app.wording)
    pages = PublicPages(photos=photo_pages(app), people=people)
    public = public_listener(settings.public, settings.language, metrics, hooks, pages)
    return (
        office_listener(office, app.settings.office),
        *((public,) if public is not None else ()),
    )


def _count(metrics: Metrics, outcome: Outcome) -> None:
    metrics.photo(outcome.status.value if outcome.status else "gone")


def _backlog(app: App) -> Backlog:
    with app.store.read() as tx:
        return tx.queue.backlog(app.deps.clock.now())
