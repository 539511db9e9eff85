"""`likeness jobs`: photos that failed too often, and another try for them."""

from typing import Annotated, Any

import typer

from likeness.cli.exits import Exit
from likeness.cli.find import the_photo
from likeness.cli.frame import Cell, frame_of, stop
from likeness.cli.opened import actor, opened
from scheduler.values import Act, Failure, Priority

group = typer.Typer(help="Photos that failed too often.", invoke_without_command=True)

ADVICE = {
    Failure.HOST_REFUSED: "the host says no: check its rights, then retry",
    Failure.MARK_REFUSED: "its answer cannot be written beside it: see the log, then retry",
    Failure.READ_ONLY: "nothing may be written beside it: give us the right, then retry",
    Failure.NO_PERMISSION: "its sidecar may not be read: give us the right, then retry",
    Failure.BROKEN_SIDECAR: "its sidecar is damaged or no XMP: repair or delete it, then retry",
    Failure.NOT_A_FILE: "its sidecar is a link or a folder: put a file there, then retry",
    Failure.TOO_LARGE: "its sidecar is over 16 MiB: make it smaller or delete it, then retry",
    Failure.NAME_TOO_LONG: "its name leaves no room for .xmp: shorten it",
    Failure.DISK_FULL: "the disk was full: free some space, then retry",
    Failure.CHANGING: "it changed while it was read, again and again: retry when it rests",
    Failure.CRASHED: "an unexpected fault: see the log, then retry or report it",
    Failure.HOST_UNAVAILABLE: "the host was not reachable: retry when it is back",
}
COLUMNS = ("photo", "failure", "attempts", "since", "advice", "file")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="jobs")


@group.callback()
def jobs(context: typer.Context) -> None:
    """List hosts that photos wait for, and photos that failed too often and wait for a human."""
    if context.invoked_subcommand is not None:
        return
    from likeness.i18n.host_troubles import trouble_values
    from scheduler.host_troubles import waiting_hosts

    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        hosts = [_of_host(one) for one in trouble_values(waiting_hosts(tx))]
        later = tx.queue.backlog(app.deps.clock.now()).waiting
        rows: list[dict[str, Cell]] = [
            {
                "photo": letter.asset,
                "failure": letter.failure.value,
                "attempts": letter.attempts,
                "since": letter.since.isoformat(timespec="seconds"),
                "advice": ADVICE[letter.failure],
                "file": tx.assets.get(letter.asset).place,
            }
            for letter in tx.queue.dead()
        ]
    frame.table([*hosts, *rows], COLUMNS, _nothing(later))
    if rows or hosts:
        raise stop(Exit.ATTENTION)


def _of_host(trouble: dict[str, Any]) -> dict[str, Cell]:
    """Make a row of what all waiting photos of a host have in common."""
    return {
        "photo": f"{trouble['waiting']} of {trouble['host']}",
        "failure": ", ".join(dict.fromkeys(one["cause"] for one in trouble["causes"])),
        "attempts": None,
        "since": trouble["since"],
        "advice": trouble["text"],
        "file": None,
    }


def _nothing(later: int) -> str:
    return f"{later} photos are tried again by themselves." if later else "Nothing waits."


@group.command()
def retry(
    context: typer.Context,
    photos: Annotated[
        list[str] | None, typer.Argument(help="These photos; all where left out.")
    ] = None,
) -> None:
    """Try again."""
    frame = frame_of(context)
    with opened(frame) as app:
        named = [the_photo(app, photo).id for photo in photos or []]
        now = app.deps.clock.now()
        with app.store.begin() as tx:
            assets = named or [letter.asset for letter in tx.queue.dead()]
            woken = tx.queue.wake(assets, Priority.CONSENT, now, look=True)
            tx.records.act(
                Act(actor=actor(), act="jobs-retried", subjects=tuple(sorted(assets))), now
            )
    frame.give({"photos": woken}, f"{woken} photos are tried again: likeness scan, or serve.")
