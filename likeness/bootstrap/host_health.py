"""What `likeness doctor` says about a host that the host itself does not know."""

from collections.abc import Iterator
from datetime import date, timedelta

from config.hosts import AnyHost
from config.nextcloud import NextcloudHost
from config.resourcespace import ResourceSpaceHost
from connector.errors import HostError
from connector.values import Health, HostName, MarkSet
from consent.states import Status
from likeness.bootstrap.app import App
from likeness.bootstrap.cloud_health import about_cloud
from likeness.i18n.host_troubles import trouble_lines
from scheduler.host_troubles import look_again, note_error, waiting_hosts
from scheduler.jobs.compare_consents import kept_reading
from scheduler.stages import Stage
from scheduler.staging import stage_of
from scheduler.values import SAYING, Asset, Told

AHEAD = timedelta(days=366)
"""How long before the day that stands for "no end" somebody has to choose a later one."""

_STAGES = {
    Stage.OBSERVING: "observed, nothing is written: likeness report gaps {host}",
    Stage.PILOT: "a pilot, some photos are written: likeness go-live {host}",
    Stage.LIVE: "",
    Stage.LEAVING: "being cleaned: likeness disconnect {host} --clean",
    Stage.DISCONNECTED: "disconnected; likeness connect begins again",
}


def look_once_more(app: App, host: HostName) -> None:
    """See whether what was in the way of a host is over: then its photos wait no longer."""
    try:
        look_again(app.deps, host, asked=True)
    except HostError as error:
        note_error(app.deps, host, error)


def waiting_for(app: App, host: HostName) -> Iterator[Health]:
    """Say what is in the way of a host, in the words that are used everywhere."""
    with app.store.read() as tx:
        found = [one for one in waiting_hosts(tx) if one.trouble.host == host]
    for text in trouble_lines(found):
        yield Health(name=f"photos of {host}", ok=False, advice=text)


def about_host(app: App, host: HostName) -> Iterator[Health]:
    """Say how far the host is with us, and what will be in the way later."""
    with app.store.read() as tx:
        stage = stage_of(app.deps, tx, host).stage
    advice = _STAGES[stage].format(host=host)
    yield Health(name=f"stage of {host}", ok=stage is not Stage.LEAVING, advice=advice)
    yield from _records(app, host)
    settings = app.settings.hosts[host]
    if isinstance(settings, ResourceSpaceHost):
        yield _without_end(host, settings.nothing_ends_on, app.deps.clock.today())
        yield _link(host, settings, app.links.place)
    if isinstance(settings, NextcloudHost):
        yield from about_cloud(app, host, settings)


def _records(app: App, host: HostName) -> Iterator[Health]:
    """Check that consent records that were imported once can still be compared."""
    reader = app.deps.hosts[host].consents
    with app.store.read() as tx:
        imported = kept_reading(tx, host) is not None
    if reader is None or not imported:
        return
    name = f"consent records ({host})"
    try:
        next(iter(reader.all()), None)
    except HostError as error:
        yield Health(name=name, ok=False, advice=f"They are not compared any more: {error}.")
    else:
        yield Health(name=name, ok=True)


def _without_end(host: HostName, day: date | None, today: date) -> Health:
    """Check the day that is shown where nothing ends."""
    name = f"nothing ends on ({host})"
    if day is None:
        return Health(name=name, ok=True, advice="unset: photos without end have no date")
    ok = day >= today + AHEAD
    advice = f"{day} comes near: set nothing_ends_on of this host to a later day."
    return Health(name=name, ok=ok, advice="" if ok else advice)


def _link(host: HostName, settings: ResourceSpaceHost, place: str) -> Health:
    """Check that the field for links has something to hold."""
    empty = settings.fields is not None and settings.fields.link is not None and not place
    advice = "the field stays empty until public_url or editor_url is set" if empty else ""
    return Health(name=f"explanations ({host})", ok=True, advice=advice)


def try_writing(app: App, host: HostName) -> Health:
    """Write one value into one photo nobody was told about, and take it back.

    Noted before it is written, as everything is: cut off half-way it is taken back later.
    """
    name = f"one value written and taken back ({host})"
    with app.store.read() as tx:
        stage = stage_of(app.deps, tx, host).stage
        asset = next((one for one in tx.assets.of_host(host) if not one.told), None)
    if stage is not Stage.OBSERVING:
        return Health(name=name, ok=True, advice="not tried: this host is written into already")
    if asset is None:
        return Health(name=name, ok=False, advice=f"No photo is known: likeness scan {host}")
    try:
        shown = _write_and_clear(app, asset)
    except HostError as error:
        return Health(name=name, ok=False, advice=f"It could not be written: {error}.")
    return Health(name=name, ok=shown, advice="" if shown else "It was written, and not shown.")


_TRIED = (Status.NOT_ASSESSED, Status.REVIEW, Status.BLOCKED, Status.NO_PEOPLE, Status.PARTLY)
"""What may stand on a photo for a moment: nothing that invites anybody to use it comes early."""


def _shown_in(settings: AnyHost) -> Status:
    """Choose a status that the host shows at all: a Nextcloud has no tag for most photos."""
    if not isinstance(settings, NextcloudHost) or settings.tags is None:
        return Status.NOT_ASSESSED
    mapped = settings.tags.status
    return next((status for status in _TRIED if status.value in mapped), Status.NOT_ASSESSED)


def _write_and_clear(app: App, asset: Asset) -> bool:
    """Write and take back; tells whether it was there in between, where that can be read."""
    host, status = app.deps.hosts[asset.ref.host], _shown_in(app.settings.hosts[asset.ref.host])
    with app.store.begin() as tx:
        tx.tellings.save(asset.id, Told(digest=SAYING), app.deps.clock.now())
    marks = MarkSet(status=status, word=app.wording.status(status, host.language))
    host.marks.write(asset.ref, marks)
    shown = status is Status.NOT_ASSESSED or host.marks.read(asset.ref) is not None
    host.marks.clear(asset.ref)
    with app.store.begin() as tx:
        tx.tellings.save(asset.id, Told(), app.deps.clock.now())
    return shown
