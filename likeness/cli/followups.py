"""`likeness followup`: photos of withdrawals that may still be in use somewhere."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.errors import HostError
from likeness.cli.exits import Exit
from likeness.cli.find import the_photo
from likeness.cli.frame import Cell, frame_of, stop
from likeness.cli.opened import actor, opened
from likeness.cli.out_of_sight import add_out_of_sight
from likeness.cli.people import PhotoArg
from scheduler.errors import NoSuchRow
from scheduler.values import Act

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.values import Asset

group = typer.Typer(help="Withdrawn: still used anywhere?", no_args_is_help=True)

COLUMNS = ("withdrawn", "photo", "host", "number", "status", "downloads", "collections")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="followup")


add_out_of_sight(group)


@group.callback()
def followup() -> None:
    """Follow up on photos of withdrawals."""


@group.command("list")
def list_(
    context: typer.Context,
    uses: Annotated[
        bool, typer.Option("--uses", help="Ask the hosts who took each photo; takes a while.")
    ] = False,
) -> None:
    """List photos of withdrawals that may still be in use."""
    frame = frame_of(context)
    rows: list[dict[str, Cell]] = []
    with opened(frame) as app:
        with app.store.read() as tx:
            waiting = [
                (withdrawal, tx.assets.get(asset))
                for withdrawal in tx.withdrawals.all()
                for asset in tx.withdrawals.still_used(withdrawal.id)
            ]
        for withdrawal, asset in waiting:
            day = withdrawal.at.date().isoformat()
            rows.append({"withdrawn": day, **_row(asset), **(_uses(app, asset) if uses else {})})
    frame.table(rows, COLUMNS if uses else COLUMNS[:-2], "Nothing is open.")
    if rows:
        raise stop(Exit.ATTENTION)


def _row(asset: "Asset") -> dict[str, Cell]:
    return {
        "photo": asset.id,
        "host": asset.ref.host,
        "number": str(asset.ref.id),
        "status": asset.status.value if asset.status else None,
    }


def _uses(app: "App", asset: "Asset") -> dict[str, Cell]:
    """Count who took a photo; nothing where the host does not say."""
    from connector.host import Taking

    host = app.deps.hosts.get(asset.ref.host)
    if host is None or host.uses is None:
        return {"downloads": None, "collections": None}
    try:
        found = host.uses.of(asset.ref)
    except HostError:
        return {"downloads": None, "collections": None}
    places = [use.place for use in found if use.how is Taking.COLLECTED]
    return {
        "downloads": sum(use.how is Taking.DOWNLOADED for use in found),
        "collections": ", ".join(places),
    }


@group.command()
def done(context: typer.Context, photo: PhotoArg) -> None:
    """Say that a photo is used nowhere any more."""
    frame = frame_of(context)
    with opened(frame) as app:
        asset = the_photo(app, photo)
        now = app.deps.clock.now()
        with app.store.begin() as tx:
            ended = [
                withdrawal.id
                for withdrawal in tx.withdrawals.all()
                if asset.id in tx.withdrawals.still_used(withdrawal.id)
                and tx.withdrawals.confirm_unused(withdrawal.id, asset.id, now)
            ]
            if not ended:
                raise NoSuchRow("Nothing is open about this photo: likeness followup list")
            act = Act(actor=actor(), act="followup-done", subjects=(asset.id, *ended))
            tx.records.act(act, now)
    frame.give({"photo": asset.id, "withdrawals": len(ended)}, "Noted: it is used nowhere.")
