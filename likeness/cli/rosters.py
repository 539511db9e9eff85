"""Who stands where: `likeness person list`, `session missing` and `photos`, `group missing`."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from consent.ids import PersonId, SessionId
from consent.standing import Standing
from likeness.cli.find import the_session
from likeness.cli.frame import Cell, Frame, frame_of
from likeness.cli.groups import GroupArg, the_group
from likeness.cli.groups import group as groups
from likeness.cli.opened import actor, opened
from likeness.cli.people import persons
from likeness.cli.sessions import SessionArg
from likeness.cli.sessions import group as sessions

if TYPE_CHECKING:
    from likeness.bootstrap.app import App


def register(app: typer.Typer) -> None:
    """Add nothing more: these commands stand with persons, sessions and groups."""
    del app


@persons.command("list", short_help="List persons and where they stand.")
def list_persons(
    context: typer.Context,
    names: Annotated[bool, typer.Option("--names", help="Show names; that is logged.")] = False,
    reason: Annotated[str, typer.Option(help="Why you look at names.")] = "",
    state: Annotated[Standing | None, typer.Option(help="Only those who stand there.")] = None,
    in_group: Annotated[str | None, typer.Option("--group", help="Only its members.")] = None,
) -> None:
    """List persons: where they stand, their templates and recognition consent."""
    from likeness.standings import standings_of
    from scheduler.values import Act

    if names and not reason.strip():
        raise typer.BadParameter("Say why: --reason. It is kept in the audit log.")
    frame = frame_of(context)
    with opened(frame) as app, app.store.begin() as tx:
        facts = standings_of(tx, len(app.deps.rules.decide.channels), app.deps.clock.today())
        inside = the_group(app, in_group).members if in_group else None
        counts = tx.people.template_counts(app.deps.rules.pack)
        labels = tx.people.labels() if names else {}
        rows: list[dict[str, Cell]] = [
            {
                "person": person,
                "stands": facts.standing(person).value,
                "recognition": _word(facts.recognition.get(person)),
                "templates": counts.get(person, 0),
                **({"name": labels.get(person, "")} if names else {}),
            }
            for person in tx.people.ids()
            if (state is None or facts.standing(person) is state)
            and (inside is None or person in inside)
        ]
        if names:
            seen = tuple(str(row["person"]) for row in rows)
            act = Act(actor=actor(), act="names-viewed", subjects=seen, detail={"reason": reason})
            tx.records.act(act, app.deps.clock.now())
    columns = ("person", "stands", "recognition", "templates", *(("name",) if names else ()))
    frame.table(rows, columns, "There are no persons here.")


@sessions.command("missing", short_help="List whose answer is missing.")
def missing_of_session(context: typer.Context, session: SessionArg) -> None:
    """List who takes part and said neither yes nor no. `ask person` takes these ids."""
    frame = frame_of(context)
    with opened(frame) as app:
        found = the_session(app, session)
        _missing(frame, app, found.roster, found.id)


@groups.command("missing", short_help="List whose answer is missing.")
def missing_of_group(context: typer.Context, name: GroupArg) -> None:
    """List the members who said neither yes nor no. `ask person` takes these ids."""
    frame = frame_of(context)
    with opened(frame) as app:
        _missing(frame, app, the_group(app, name).members, None)


@sessions.command("photos", short_help="List the photos of a session.")
def photos(context: typer.Context, session: SessionArg) -> None:
    """List the photos of a session with their status, the freshest first."""
    from likeness.storage.overview import PhotoFilter

    frame = frame_of(context)
    with opened(frame) as app:
        wanted = PhotoFilter(session=the_session(app, session).id)
        with app.store.read() as tx:
            every = len(tx.sessions.assets(SessionId(str(wanted.session))))
            found = [tx.assets.get(one) for one in tx.overview.photos(wanted, max(every, 1))]
    rows: list[dict[str, Cell]] = [
        {"photo": one.id, "status": one.status.value if one.status else None, "file": one.place}
        for one in found
    ]
    frame.table(rows, ("photo", "status", "file"), "No photos belong to it yet.")


def _missing(
    frame: Frame, app: "App", members: Collection[PersonId], session: SessionId | None
) -> None:
    from consent.no_photo import silent

    clock, rules = app.deps.clock, app.deps.rules.decide
    with app.store.read() as tx:
        subjects = tx.people.subjects(members)
    found = silent(subjects, rules, session, clock.now(), clock.today())
    rows: list[dict[str, Cell]] = [{"person": person} for person in found]
    frame.table(rows, ("person",), "Everybody has answered.")


def _word(state: object) -> str:
    return str(state) if state else "never asked"
