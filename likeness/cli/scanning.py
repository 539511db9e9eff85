"""`likeness scan` and `likeness status`: look for what changed, decide, say how things stand."""

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Annotated

import typer

from connector.causes import Kind
from connector.errors import HostError
from connector.values import HostName
from consent.states import NotAssessed, Status
from likeness.cli.exits import Exit, exit_for
from likeness.cli.failing import sentence
from likeness.cli.frame import Frame, frame_of, stop
from likeness.cli.letter_lines import letter_lines, letters_now, needs_somebody
from likeness.cli.opened import opened, working
from likeness.cli.progress import Step, progress

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.host_troubles import Waiting
    from scheduler.values import Asset

INTENDED = {NotAssessed.MODE_OFF.value}
"""Not checked because the admin wants it so: no failure."""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("scan", short_help="Look at new and changed photos and mark them.")(scan)
    app.command("status", short_help="Say how many photos have which status.")(status)


def scan(
    context: typer.Context,
    host: Annotated[str | None, typer.Argument(help="Only this host.", metavar="HOST")] = None,
    once: Annotated[
        bool, typer.Option("--once/--watch", help="End when nothing is due, or keep watching.")
    ] = True,
) -> None:
    """Look for new and changed photos, decide about everything that is due, write the answers."""
    frame = frame_of(context)
    with working(frame, "likeness scan") as app:
        names = _hosts(app, host)
        if app.pack is not None:
            app.eyes.start()
        found = _pass(app, names)
        while not once:
            threading.Event().wait(min(app.settings.hosts[name].poll_s for name in names))
            found = _pass(app, names)
        code = _summary(frame, app, names, found)
    if code is not Exit.OK:
        raise stop(code)


def _hosts(app: "App", host: str | None) -> tuple[HostName, ...]:
    if not app.settings.hosts:
        raise typer.BadParameter("No host is configured: name a folder under [hosts.photos].")
    if host is not None and host not in app.settings.hosts:
        raise typer.BadParameter(f"No such host. Configured: {', '.join(app.settings.hosts)}.")
    return tuple(HostName(name) for name in ([host] if host else app.settings.hosts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """What the polls of one pass could not see."""

    unreadable: int = 0
    failed: tuple[tuple[HostName, HostError], ...] = ()


def _pass(app: "App", names: Sequence[HostName]) -> Polls:
    """Poll the hosts and process what is due; a host in trouble stops no other."""
    from scheduler.jobs.change_stage import begin_stages
    from scheduler.jobs.notice_rules import notice_rules
    from scheduler.jobs.turn_day import turn_day
    from scheduler.jobs.weigh_upgrade import weigh_upgrade

    with app.store.begin() as tx:
        tx.queue.release_all()
    begin_stages(app.deps)
    weigh_upgrade(app.deps)
    notice_rules(app.deps)
    turn_day(app.deps)
    polls = _poll(app, names)
    with app.store.read() as tx:
        due = tx.queue.backlog(app.deps.clock.now()).due
    with progress("Photos") as step:
        _drain(app, due, step)
    return polls


def _poll(app: "App", names: Sequence[HostName]) -> Polls:
    from scheduler.host_troubles import look_again
    from scheduler.jobs.check_drift import keep_up
    from scheduler.jobs.check_links import check_links
    from scheduler.jobs.poll_host import poll_host

    unreadable, failed = 0, []
    for name in names:
        try:
            with progress(f"Looking through {name}") as step:
                unreadable += poll_host(app.deps, name, _known_only(step)).unreadable
            look_again(app.deps, name, asked=True)
            keep_up(app.deps, name)
            check_links(app.deps, name)
        except HostError as error:
            failed.append((name, error))
    return Polls(unreadable=unreadable, failed=tuple(failed))


def _known_only(step: Step) -> Step:
    """Let a bar move only where the host says how far it is."""

    def known(done: int, total: int | None) -> None:
        if total:
            step(done, total)

    return known


def _drain(app: "App", due: int, step: Step) -> None:
    """Process until nothing is due, one thread per pair of eyes. Raises `PackRefused`."""
    from likeness.bootstrap.running import tempo_of
    from scheduler.worker import Worker

    halt, numbers = threading.Event(), count(1)
    worker = Worker(app.deps, lambda one: None if one.look_later else step(next(numbers), due))
    threads = tempo_of(app).threads
    with ThreadPoolExecutor(threads) as pool:
        working = [pool.submit(worker.drain, halt) for _ in range(threads)]
        try:
            for one in working:
                one.result()
        finally:
            halt.set()


def status(context: typer.Context) -> None:
    """Say how things stand: photos by status, open work, models, hosts."""
    frame = frame_of(context)
    with opened(frame) as app:
        code = _summary(frame, app, tuple(app.deps.hosts), Polls())
    if code is Exit.ATTENTION:
        raise stop(code)


def _summary(frame: Frame, app: "App", names: Sequence[HostName], polls: Polls) -> Exit:
    from likeness.i18n.host_troubles import trouble_lines, trouble_values
    from scheduler.host_troubles import waiting_hosts
    from scheduler.restored import RESTORED, is_unreviewed
    from scheduler.staging import stage_of

    with app.store.read() as tx:
        troubles = [one for one in waiting_hosts(tx) if one.trouble.host in names]
        assets = [asset for name in names for asset in tx.assets.of_host(name)]
        backlog = tx.queue.backlog(app.deps.clock.now())
        unassessed = [asset for asset in assets if asset.status is Status.NOT_ASSESSED]
        unchecked = Counter(_why(asset) for asset in unassessed)
        stages = {name: stage_of(app.deps, tx, name).stage.value for name in names}
        restored = is_unreviewed(tx)
        lost = sum(one.ref.host in names for one in tx.sight.all())
    statuses = Counter(asset.status for asset in assets)
    shared, letters = _shared(app, names), letters_now(app)
    pack = app.pack
    value: dict[str, object] = {
        "photos": len(assets),
        "status": {one.value: statuses[one] for one in Status},
        "not_checked": dict(unchecked),
        "unreadable_places": polls.unreadable,
        "public_links_of_blocked_photos": shared,
        "out_of_sight": lost,
        "unreachable_hosts": {name: sentence(error) for name, error in polls.failed},
        "restore_unreviewed": restored,
        "host_troubles": trouble_values(troubles),
        "due": backlog.due + backlog.leased,
        "waiting": backlog.waiting,
        "dead": backlog.dead,
        "letters": letters,
        "pack": pack.name if pack else None,
        "licence": pack.licence if pack else None,
        "hosts": list(names),
        "stages": stages,
    }
    lines = [f"Host {name}: {stage}" for name, stage in stages.items()]
    lines += [*([RESTORED] if restored else []), *trouble_lines(troubles)]
    lines += [*_lines(app, value, statuses, unchecked, polls), *letter_lines(letters)]
    frame.give(value, "\n".join(lines))
    if (
        restored
        or backlog.dead
        or shared
        or lost
        or _need_admin(troubles)
        or needs_somebody(letters)
    ):
        return Exit.ATTENTION
    if polls.failed:
        return exit_for(polls.failed[0][1])
    failed = {why for why in unchecked if why not in INTENDED}
    return Exit.NOT_CHECKED if failed or polls.unreadable or backlog.waiting else Exit.OK


def _need_admin(troubles: "Sequence[Waiting]") -> bool:
    """Tell whether something is in the way that does not pass by itself."""
    return any(
        cause.kind is not Kind.UNAVAILABLE for one in troubles for cause in one.trouble.causes
    )


def _shared(app: "App", names: Sequence[HostName]) -> int:
    """Count the blocked photos that public links lead to."""
    from scheduler.jobs.check_links import open_photos

    return sum(len(open_photos(app.deps, name)) for name in names)


def _why(asset: "Asset") -> str:
    """Say why a photo was not checked: what the last look said, else what was decided."""
    return (asset.not_assessed or asset.status_reason or NotAssessed.NOT_LOOKED).value


def _lines(
    app: "App",
    value: dict[str, object],
    statuses: "Counter[Status | None]",
    unchecked: "Counter[str]",
    polls: Polls,
) -> list[str]:
    language = "en"
    rows = [f"{app.wording.status(one, language):<26}{statuses[one]:>8}" for one in Status]
    lines = [f"{'Photos':<26}{value['photos']:>8}", *rows]
    lines += [f"  not checked: {why:<18}{number:>3}" for why, number in unchecked.most_common()]
    if statuses[None]:
        lines.append(f"{'  not decided about yet':<26}{statuses[None]:>8}")
    lines += [f"Host {name}: {sentence(error)}" for name, error in polls.failed]
    if value["unreadable_places"]:
        lines.append(f"{value['unreadable_places']} folders could not be read: likeness doctor")
    lines.append(f"Open work: {value['due']} due, {value['waiting']} to be tried again later")
    if shared := value["public_links_of_blocked_photos"]:
        lines.append(f"Public links lead to {shared} blocked photos: likeness nextcloud links")
    if lost := value["out_of_sight"]:
        lines.append(f"Out of sight, still marked yes: {lost}: likeness followup out-of-sight")
    if value["waiting"]:
        lines.append("Until then these may still show an earlier answer, or none")
    if value["dead"]:
        lines.append(f"{value['dead']} photos wait for a human: likeness jobs")
    models = f"{value['pack']} ({value['licence']})" if value["pack"] else "not installed"
    return [*lines, f"Models: {models}"]
