"""`likeness enrolment`: faces that people photographed themselves, and wait for a human."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import typer

from likeness.cli.exits import Exit
from likeness.cli.find import a_day, the_session
from likeness.cli.frame import Cell, frame_of, stop
from likeness.cli.opened import actor, opened

COLUMNS = ("enrolment", "person", "made", "deleted_on", "keeps_reference")
group = typer.Typer(help="Faces people photographed themselves.", no_args_is_help=True)
IdArg = Annotated[str, typer.Argument(help="As `enrolment list` shows it.", metavar="ENROLMENT")]
SessionOption = Annotated[str, typer.Option(help="Id or name.", metavar="SESSION")]
Off = Annotated[bool, typer.Option("--off", help="End it.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(group, name="enrolment")


@group.command("list")
def list_waiting(context: typer.Context) -> None:
    """List what waits for a human. The pictures are on the office pages, beside the answers."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        rows: list[Mapping[str, Cell]] = [
            {
                "enrolment": one.id,
                "person": one.person,
                "made": one.made_at.date().isoformat(),
                "deleted_on": one.ends_at.date().isoformat(),
                "keeps_reference": one.keep,
            }
            for one in tx.pending_enrolments.all()
        ]
    frame.table(rows, COLUMNS, "Nothing waits.")


@group.command(short_help="Say that person and face belong together.")
def confirm(
    context: typer.Context,
    enrolment: IdArg,
    distinct: Annotated[
        bool, typer.Option("--distinct", help="It is not the enrolled person it looks like.")
    ] = False,
) -> None:
    """Say that person, signature and face belong together: from now on the face is recognised."""
    from scheduler.jobs.enrol_pending import confirm_enrolment

    frame = frame_of(context)
    with opened(frame) as app:
        alike = confirm_enrolment(app.deps, enrolment, actor(), distinct=distinct)
    if alike:
        persons = ", ".join(sorted({one.like for one in alike}))
        frame.give(
            {"enrolment": enrolment, "confirmed": False, "like": persons},
            f"Not confirmed: this face looks like somebody enrolled: {persons}. "
            "Compare them; if they are two people: --distinct.",
        )
        raise stop(Exit.ATTENTION)
    frame.give({"enrolment": enrolment, "confirmed": True}, "Confirmed.")


@group.command()
def drop(
    context: typer.Context,
    enrolment: IdArg,
    tell: Annotated[bool, typer.Option("--tell", help="Write to the person.")] = False,
) -> None:
    """Delete the pictures and what was made of them."""
    from scheduler.jobs.enrol_pending import drop_enrolment

    frame = frame_of(context)
    with opened(frame) as app:
        drop_enrolment(app.deps, enrolment, actor(), tell=tell)
    frame.give({"enrolment": enrolment, "dropped": True}, "Deleted.")


@group.command(short_help="Confirm at once where somebody is present.")
def attended(
    context: typer.Context,
    session: SessionOption,
    until: Annotated[date | None, typer.Option(parser=a_day, metavar="DAY")] = None,
    off: Off = False,
) -> None:
    """Confirm good pictures at once at a session where one of you is present; else until today."""
    from scheduler.jobs.enrolment_policy import allow_attended, end_policy
    from scheduler.ports.pages import PolicyKind

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_session(app, session)
        if off:
            end_policy(app.deps, PolicyKind.ATTENDED, found.id, actor())
        else:
            allow_attended(app.deps, found.id, until or app.deps.clock.today(), actor())
    said = "Every face waits for a human again." if off else "Good pictures are confirmed at once."
    frame.give({"session": found.id, "attended": not off}, said)


@group.command(short_help="Let children be asked about recognition.")
def minors(
    context: typer.Context,
    dpia: Annotated[str, typer.Option(help="Reference of an assessment about minors.")] = "",
    session: SessionOption = "",
    off: Off = False,
) -> None:
    """Let children be asked about recognition: at one session, or everywhere."""
    from scheduler.jobs.enrolment_policy import allow_minors, end_policy
    from scheduler.ports.pages import PolicyKind

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_session(app, session).id if session else None
        if off:
            end_policy(app.deps, PolicyKind.MINORS, found, actor())
        else:
            allow_minors(app.deps, found, dpia, actor())
    said = "Children are not asked." if off else "Children are asked about recognition."
    frame.give({"session": found, "minors": not off}, said)
