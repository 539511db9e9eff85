"""`likeness group`, guardians and ages: classes, teams, families."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from consent.families import Guardian
from consent.groups import Group
from consent.ids import GroupId, SignerId
from likeness.cli.find import a_day, the_person
from likeness.cli.frame import Cell, frame_of
from likeness.cli.opened import actor, opened
from likeness.cli.people import PersonArg, persons
from scheduler.errors import NoSuchRow

if TYPE_CHECKING:
    from likeness.bootstrap.app import App

group = typer.Typer(help="Classes and teams.", no_args_is_help=True)

GroupArg = Annotated[str, typer.Argument(help="Id or name.", metavar="GROUP")]


def register(app: typer.Typer) -> None:
    """Add the group of commands. Those about families stand with the persons."""
    app.add_typer(group, name="group")


@group.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name.")],
    members: Annotated[list[str] | None, typer.Argument(help="Who is in it.")] = None,
) -> None:
    """Make a group."""
    from consent.particulars import a_name
    from scheduler.jobs.save_group import save_group

    frame = frame_of(context)
    name = a_name(name)
    with opened(frame) as app:
        named = frozenset(the_person(app, text) for text in members or ())
        made = Group(id=GroupId(app.deps.new_id()), name=name, members=named)
        save_group(app.deps, made, actor())
    frame.give({"group": made.id, "members": len(named)}, f"Added: {made.id}")


@group.command("list")
def list_groups(context: typer.Context) -> None:
    """List groups."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        rows: list[dict[str, Cell]] = [
            {"group": one.id, "name": one.name, "members": len(one.members)}
            for one in tx.groups.all()
        ]
    frame.table(rows, ("group", "name", "members"), "There are no groups yet.")


@group.command(short_help="List or change who is in a group.")
def members(
    context: typer.Context,
    name: GroupArg,
    add_: Annotated[list[str] | None, typer.Option("--add", help="Put somebody in.")] = None,
    remove: Annotated[list[str] | None, typer.Option("--remove", help="Take out.")] = None,
) -> None:
    """List who is in a group; with --add or --remove change it."""
    from dataclasses import replace

    from scheduler.jobs.save_group import save_group

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_group(app, name)
        wanted = found.members | {the_person(app, text) for text in add_ or ()}
        wanted -= {the_person(app, text) for text in remove or ()}
        if wanted != found.members:
            save_group(app.deps, replace(found, members=wanted), actor())
    rows: list[dict[str, Cell]] = [{"person": person} for person in sorted(wanted)]
    frame.table(rows, ("person",), "Nobody is in it.")


def the_group(app: "App", text: str) -> Group:
    """Find a group by its id or name. Raises `NoSuchRow`."""
    with app.store.read() as tx:
        found = [one for one in tx.groups.all() if text in {one.id, one.name}]
    if len(found) != 1:
        raise NoSuchRow("There is no such group, or several: likeness group list")
    return found[0]


@persons.command("age", short_help="Note a birth date, or that somebody is under age.")
def declare(
    context: typer.Context,
    person: PersonArg,
    born: Annotated[date | None, typer.Option(parser=a_day, metavar="DAY")] = None,
    under_age: Annotated[bool, typer.Option("--under-age", help="No birth date known.")] = False,
) -> None:
    """Note a declared birth date, or that somebody is under age. Never guessed from a picture."""
    from scheduler.jobs.save_guardian import declare_age

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        until = declare_age(app.deps, found, born, actor(), under_age=under_age)
    said = "Of age: answers for themselves." if until is None else f"Under age until {until}."
    frame.give({"person": found, "minor_until": until}, said)


@persons.command("guardian", short_help="Note who answers for a child.")
def guardian(
    context: typer.Context,
    children: Annotated[list[str], typer.Argument(help="One child, or several.")],
    name: Annotated[str, typer.Option(help="Name of parent or guardian; kept encrypted.")],
    email: Annotated[str, typer.Option(help="E-mail address; kept encrypted.")] = "",
    language: Annotated[str, typer.Option(help="Of letters and pages.")] = "",
) -> None:
    """Note who answers for a child. For several children it is one guardian, asked once."""
    from scheduler.jobs.save_guardian import add_guardian

    frame = frame_of(context)
    with opened(frame) as app:
        found = [the_person(app, text) for text in children]
        fresh = SignerId(app.deps.new_id())
        told = Guardian(signer=fresh, name=name, email=email, language=language)
        signer = add_guardian(app.deps, found, told, actor())
    frame.give({"guardian": signer, "children": found}, f"Noted: {signer}")


@persons.command("guardians", short_help="List who answers for a child, and who disagrees.")
def guardians(
    context: typer.Context,
    person: PersonArg,
    remove: Annotated[
        str | None, typer.Option(help="Take this one away, by id.", metavar="GUARDIAN")
    ] = None,
) -> None:
    """List who answers for a child, and where they disagree. What was answered stays."""
    from scheduler.jobs.save_guardian import conflicts, remove_guardian

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        if remove and not remove_guardian(app.deps, found, SignerId(remove), actor()):
            raise NoSuchRow("Nobody with this id answers for them: likeness person guardians")
        with app.store.read() as tx:
            signers = tx.guardians.signers().get(found, ())
        split = [one for one in conflicts(app.deps) if one.person == found]
    no = {signer for one in split for signer in one.refused_by}
    rows: list[dict[str, Cell]] = [
        {"guardian": signer, "says_no_against_another": signer in no} for signer in signers
    ]
    frame.table(rows, ("guardian", "says_no_against_another"), "Nobody answers for them.")
