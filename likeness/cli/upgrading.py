"""`likeness upgrade`: a newer program on older data, what it changes, and the way back."""

from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.applying import apply_now
from likeness.cli.find import the_photo
from likeness.cli.frame import Cell, frame_of
from likeness.cli.opened import actor, opened

if TYPE_CHECKING:
    from scheduler.jobs.weigh_upgrade import Report

group = typer.Typer(
    help="Upgrade the data of an older program, after a copy.", invoke_without_command=True
)
_MEGA = 1_000_000


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(
        group, name="upgrade", short_help="Upgrade data of an older program, after a copy."
    )


@group.callback()
def upgrade(context: typer.Context) -> None:
    """Copy database and keys, upgrade them, and say which photos change. Safe to run again.

    Stop the service first. Nothing is written to a host before it starts again: then known no's go
    first and at once, what became unclear follows in daily portions, and what would become milder
    stays as it is until you release it.
    """
    if context.invoked_subcommand is not None:
        return
    from likeness.bootstrap import upgrading
    from likeness.lock import hold_lock

    frame = frame_of(context)
    ahead = upgrading.look_ahead(frame.places)
    with hold_lock(frame.places.data, "likeness upgrade"):
        done = upgrading.upgrade(frame.places)
    copied = done.prepared.copy is not None
    lines = [
        f"Database: revision {done.prepared.before} before, {done.prepared.now} now.",
        "A copy of database and keys lies beside them. Way back: likeness upgrade back"
        if copied
        else "It was up to date: no copy was made.",
        *_report(done.report),
    ]
    value = {"before": ahead.before, "now": done.prepared.now, "copied": copied}
    frame.give(value | _values(done.report), "\n".join(lines))


def _report(report: "Report | None") -> list[str]:
    if report is None:
        return ["The rules are those of the last time: no photo changes."]
    from likeness.i18n import phrases

    stricter = sum(report.stricter.values())
    why = [f"  {count}: {phrases.SHORT[rule]}" for rule, count in report.stricter.most_common()]
    return [
        f"Photos weighed: {report.photos}. They become stricter: {stricter}.",
        *why,
        f"At once, because of a known no: {report.at_once}. The others: likeness upgrade portion",
        f"Would become milder, and stay as they are: {report.held}. likeness upgrade held",
    ]


def _values(report: "Report | None") -> dict[str, object]:
    if report is None:
        return {"photos": 0, "stricter": {}, "at_once": 0, "held": 0}
    stricter = {rule.value: count for rule, count in report.stricter.items()}
    return {
        "photos": report.photos,
        "stricter": stricter,
        "at_once": report.at_once,
        "held": report.held,
    }


@group.command(short_help="Say what an upgrade will take; change nothing.")
def look(context: typer.Context) -> None:
    """Say what an upgrade will take: the copy, the photos, about how long. Changes nothing."""
    from likeness.bootstrap.upgrading import look_ahead

    frame = frame_of(context)
    ahead = look_ahead(frame.places)
    frame.give(
        {
            "before": ahead.before,
            "after": ahead.after,
            "photos": ahead.photos,
            "copied_bytes": ahead.copied_bytes,
            "seconds": ahead.seconds,
        },
        f"Revision {ahead.before} becomes {ahead.after}."
        f" Copied: {ahead.copied_bytes / _MEGA:.1f} MB."
        f" Photos to weigh: {ahead.photos}, in about {ahead.seconds:.0f} s.",
    )


@group.command("held", short_help="List photos an upgrade keeps as strict as they were.")
def list_held(context: typer.Context) -> None:
    """List photos that newer rules would make milder; they stay as they are until released."""
    from scheduler.jobs.weigh_upgrade import held_photos

    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        rows: list[dict[str, Cell]] = [
            {
                "photo": asset,
                "kept": ", ".join(f"{name}: {word}" for name, word in sorted(floor.items())),
            }
            for asset, floor in held_photos(tx).items()
        ]
    frame.table(rows, ("photo", "kept"), "No photo is held.")


@group.command(short_help="Let held photos become what they are decided to be.")
def release(
    context: typer.Context,
    photos: Annotated[list[str] | None, typer.Argument(help="Photos of the list.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All of the list.")] = False,
) -> None:
    """Let photos that an upgrade holds become what the newer rules say. Look at them first."""
    from scheduler.jobs.weigh_upgrade import held_photos, release_photo

    if bool(photos) is every:
        raise typer.BadParameter("Name photos, or say --all.")
    frame = frame_of(context)
    with opened(frame) as app:
        with app.store.read() as tx:
            held = tuple(held_photos(tx))
        chosen = held if every else tuple(the_photo(app, text).id for text in photos or ())
        for asset in chosen:
            release_photo(app.deps, asset, actor())
        told = apply_now(frame, app, len(chosen))
    frame.give({"released": list(chosen)}, f"Released: {len(chosen)}. {told}")


@group.command(short_help="Say how many photos may become unclear on one day.")
def portion(
    context: typer.Context,
    photos: Annotated[int | None, typer.Argument(min=1, help="Photos a day.")] = None,
) -> None:
    """Show, or set, how many photos may become stricter on one day. Known no's never wait."""
    from scheduler.jobs.weigh_upgrade import per_day, set_per_day

    frame = frame_of(context)
    with opened(frame) as app:
        if photos is not None:
            set_per_day(app.deps, photos, actor())
        with app.store.read() as tx:
            each, waiting = per_day(tx), tx.upgrades.waiting()
    frame.give({"per_day": each, "waiting": waiting}, f"{waiting} photos wait; {each} on each day.")


@group.command(short_help="Put the copies of the last upgrade back.")
def back(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask again.")] = False,
) -> None:
    """Put the copies of the last upgrade back, for the older program. Stop the service first.

    What was answered since then is set aside with the newer data, and does not count in the older.
    """
    from likeness.bootstrap.upgrading import go_back
    from likeness.lock import hold_lock

    frame = frame_of(context)
    if not yes:
        typer.confirm("What was answered since will not count. Go back?", abort=True, err=True)
    with hold_lock(frame.places.data, "likeness upgrade"):
        revision = go_back(frame.places)
    frame.give(
        {"revision": revision},
        f"The data are those of revision {revision} again. Install the older program before you"
        " start anything: this one would upgrade them anew.",
    )
