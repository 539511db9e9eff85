"""`likeness session`: events with their photos, their roster, and who was asked."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from consent.ids import SessionId
from consent.sessions import AllAsked, Session, SessionRule
from likeness.cli.find import the_person, the_session
from likeness.cli.frame import Cell, Frame, frame_of
from likeness.cli.opened import actor, opened

if TYPE_CHECKING:
    from likeness.bootstrap.app import App

group = typer.Typer(help="Events and shoots.", no_args_is_help=True)

SessionArg = Annotated[str, typer.Argument(help="Id or name.", metavar="SESSION")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="session")


@group.command()
def add(context: typer.Context, name: Annotated[str, typer.Argument(help="Its name.")]) -> None:
    """Make a session."""
    from consent.particulars import a_name

    frame = frame_of(context)
    name = a_name(name)
    with opened(frame) as app:
        made = Session(id=SessionId(app.deps.new_id()), name=name)
        _save(app, made, "session-added")
    frame.give({"session": made.id}, f"Added: {made.id}")


@group.command()
def rule(
    context: typer.Context,
    session: SessionArg,
    host: Annotated[str, typer.Argument(help="Name of the host.")],
    folder: Annotated[str, typer.Argument(help="Folder below its root; all where left out.")] = "",
    begins: Annotated[datetime | None, typer.Option(help="Captured from, local time.")] = None,
    ends: Annotated[datetime | None, typer.Option(help="Captured until, local time.")] = None,
) -> None:
    """Say which photos belong to a session. Each rule adds photos."""
    if begins and ends and ends < begins:
        raise typer.BadParameter("--ends lies before --begins.")
    frame = frame_of(context)
    with opened(frame) as app:
        if host not in app.settings.hosts:
            known = ", ".join(app.settings.hosts) or "none"
            raise typer.BadParameter(f"No such host. Configured: {known}.")
        made = SessionRule(
            host=host,
            folder=folder.strip("/"),
            begins=_instant(app, begins),
            ends=_instant(app, ends),
        )
        found = the_session(app, session)
        photos = _save(app, replace(found, rules=(*found.rules, made)), "session-rule-added")
    _told(frame, found, photos)


@group.command(short_help="Say who takes part in a session.")
def roster(
    context: typer.Context,
    session: SessionArg,
    persons: Annotated[
        list[str] | None, typer.Argument(help="Who was there; replaces the list.")
    ] = None,
    of_group: Annotated[
        list[str] | None, typer.Option("--group", help="Everybody of this class or team, too.")
    ] = None,
) -> None:
    """Say who takes part: in mode session only they are looked for."""
    from likeness.cli.groups import the_group

    if not persons and not of_group:
        raise typer.BadParameter("Name people, or a class with --group.")
    frame = frame_of(context)
    with opened(frame) as app:
        found = the_session(app, session)
        named = frozenset(the_person(app, person) for person in persons or ())
        for name in of_group or ():
            named |= the_group(app, name).members
        photos = _save(app, replace(found, roster=named), "session-roster-set")
    _told(frame, found, photos)


@group.command("all-asked")
def all_asked(context: typer.Context, session: SessionArg) -> None:
    """State that everybody present was asked. Mode session needs this word; it is kept."""
    frame = frame_of(context)
    with opened(frame) as app:
        found = the_session(app, session)
        word = AllAsked(by=actor(), at=app.deps.clock.now())
        photos = _save(app, replace(found, all_asked=word), "session-all-asked")
    _told(frame, found, photos)


@group.command("list")
def list_sessions(context: typer.Context) -> None:
    """List sessions."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        rows: list[dict[str, Cell]] = [
            {
                "session": one.id,
                "name": one.name,
                "rules": len(one.rules),
                "roster": len(one.roster),
                "all_asked": one.all_asked is not None,
            }
            for one in tx.sessions.all()
        ]
    frame.table(rows, ("session", "name", "rules", "roster", "all_asked"), "No sessions yet.")


def _save(app: "App", session: Session, act: str) -> int:
    from scheduler.jobs.save_session import save_session

    return save_session(app.deps, session, actor(), act)


def _told(frame: Frame, session: Session, photos: int) -> None:
    frame.give(
        {"session": session.id, "photos": photos}, f"Kept; {photos} photos are looked at again."
    )


def _instant(app: "App", local: datetime | None) -> datetime | None:
    """Read a local time of the installation."""
    from zoneinfo import ZoneInfo

    return local.replace(tzinfo=ZoneInfo(app.settings.timezone)) if local else None
