"""`likeness key`: keys of the API. The secret is shown once and kept nowhere."""

from datetime import date
from typing import Annotated

import typer

from likeness.cli.find import a_day
from likeness.cli.frame import Cell, frame_of
from likeness.cli.opened import actor, opened
from scheduler.errors import NoSuchRow
from scheduler.values import Act

group = typer.Typer(help="Keys of the API.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="key")


@group.command()
def add(
    context: typer.Context,
    scope: Annotated[
        list[str],
        typer.Option(help="What it may be used for, such as people:read; may be repeated."),
    ],
    until: Annotated[date, typer.Option(parser=a_day, metavar="DAY", help="Its last day, local.")],
) -> None:
    """Make a key. Send it as: Authorization: Bearer lk_..."""
    from likeness.bootstrap.days import end_of
    from likeness.web.access import Scope

    wrong = [one for one in scope if one not in set(Scope)]
    if wrong:
        raise typer.BadParameter(f"No such scope. Choose: {', '.join(Scope)}.")
    frame = frame_of(context)
    with opened(frame) as app, app.store.begin() as tx:
        now = app.deps.clock.now()
        ends = end_of(until, app.settings.timezone)
        if ends <= now:
            raise typer.BadParameter("--until lies in the past.")
        made = tx.keys.add(scope, now, ends)
        act = Act(actor=actor(), act="key-added", subjects=(made.id,))
        tx.records.act(act, now)
    frame.give(
        {"key": made.id, "secret": made.secret, "scopes": sorted(scope), "until": until},
        f"Key {made.id}, until {until}. Shown once:\n{made.secret}",
    )


@group.command("list")
def list_keys(context: typer.Context) -> None:
    """List keys; never their secrets."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        now = app.deps.clock.now()
        rows: list[dict[str, Cell]] = [
            {
                "key": key.id,
                "scopes": ",".join(sorted(key.scopes)),
                "made": key.created_at.isoformat(timespec="seconds"),
                "until": key.until.isoformat(timespec="seconds") if key.until else None,
                "valid": key.holds(now),
            }
            for key in tx.keys.all()
        ]
    frame.table(rows, ("key", "scopes", "made", "until", "valid"), "There are no keys.")


@group.command()
def revoke(
    context: typer.Context, key: Annotated[str, typer.Argument(help="Its id.", metavar="KEY")]
) -> None:
    """End a key at once."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.begin() as tx:
        now = app.deps.clock.now()
        if not tx.keys.revoke(key, now):
            raise NoSuchRow("There is no living key with this id.")
        tx.records.act(Act(actor=actor(), act="key-revoked", subjects=(key,)), now)
    frame.give({"key": key, "revoked": True}, "Revoked.")
