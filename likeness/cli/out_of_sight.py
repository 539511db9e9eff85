"""Photos that are still marked yes, but out of our sight: listed, and ticked off by a human."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from consent.ids import AssetId, WithdrawalId
from likeness.cli.exits import Exit
from likeness.cli.find import the_photo
from likeness.cli.frame import Cell, frame_of, stop
from likeness.cli.opened import actor, opened
from scheduler.errors import ChoiceNeeded
from scheduler.ports.sight import LostPhoto

if TYPE_CHECKING:
    from likeness.bootstrap.app import App

COLUMNS = ("photo", "host", "number", "shows", "left", "how")


def add_out_of_sight(group: typer.Typer) -> None:
    """Add the commands to the group of follow-ups."""
    group.command("out-of-sight", short_help="List photos out of sight that show a yes.")(
        out_of_sight
    )
    group.command("seen-to", short_help="Say that a photo out of sight was seen to.")(seen_to)


def out_of_sight(
    context: typer.Context,
    who: Annotated[
        bool, typer.Option("--who", help="Say who moved each photo and where it was; it is logged.")
    ] = False,
) -> None:
    """List photos that left our sight while they were marked yes."""
    frame = frame_of(context)
    with opened(frame) as app:
        with app.store.read() as tx:
            found = tx.sight.all()
        if who and found:
            with app.store.begin() as tx:
                at = app.deps.clock.now()
                tx.access.add(actor(), "movers-listed", [one.asset for one in found], at)
        rows = [_row(app, one, who=who) for one in found]
    frame.table(rows, (*COLUMNS, "by", "place") if who else COLUMNS, "Nothing is out of sight.")
    if rows:
        raise stop(Exit.ATTENTION)


def _row(app: "App", one: LostPhoto, *, who: bool) -> dict[str, Cell]:
    row: dict[str, Cell] = {
        "photo": one.asset,
        "host": one.ref.host,
        "number": str(one.ref.id),
        "shows": one.status.value,
        "left": _day(app, one.leaving.at),
        "how": one.leaving.how.value,
    }
    return {**row, "by": one.leaving.by, "place": one.place} if who else row


def seen_to(
    context: typer.Context,
    photos: Annotated[list[str] | None, typer.Argument(help="Photos of the list.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every photo of the list.")] = False,
) -> None:
    """Say that a photo out of sight was seen to: it shows no yes any more, or is used nowhere."""
    from scheduler.sight import tick

    frame = frame_of(context)
    if bool(photos) == every:
        raise typer.BadParameter("Name photos, or give --all.")
    with opened(frame) as app:
        count = tick(app.deps, tuple(_meant(app, photos or ())), actor())
    frame.give({"photos": count}, f"Noted: {count} seen to.")


def _meant(app: "App", photos: Iterable[str]) -> Iterable[AssetId]:
    """Find photos of the list by id, the beginning of one, place, or number in the host."""
    with app.store.read() as tx:
        listed = tx.sight.all()
    if not photos:
        yield from (one.asset for one in listed)
    for text in photos:
        fits = {one.asset for one in listed if text in {one.asset, one.place, one.ref.id}}
        if len(fits) > 1:
            raise ChoiceNeeded("Several hosts have a photo of this number: give its id.")
        yield fits.pop() if fits else the_photo(app, text).id


def not_reached(app: "App", withdrawal: WithdrawalId) -> str:
    """Say how many photos of a withdrawal are out of our sight; empty where none is."""
    with app.store.read() as tx:
        left = tx.withdrawals.unreached(withdrawal)
    if not left:
        return ""
    days = sorted({_day(app, at) for at in left.values()})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    return (
        f" {len(left)} not reached: left our sight on {when} with a yes. See to them: "
        "likeness followup out-of-sight"
    )


def _day(app: "App", at: datetime) -> str:
    return at.astimezone(ZoneInfo(app.settings.timezone)).date().isoformat()
