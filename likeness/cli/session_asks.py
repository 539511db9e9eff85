"""`likeness session link|ground`, `likeness withdraw`: signing at a session, and taking back."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from consent.grounds import SessionGround
from consent.ids import NoticeId
from consent.lifecycle import How
from consent.signing import Means
from consent.states import Ground
from likeness.cli.applying import apply_now
from likeness.cli.find import a_day, channels_of, the_person, the_session
from likeness.cli.frame import Cell, frame_of
from likeness.cli.opened import actor, opened
from likeness.cli.out_of_sight import not_reached
from likeness.cli.people import DayOption, PersonArg
from likeness.cli.sessions import SessionArg, group

if TYPE_CHECKING:
    from consent.sessions import Session
    from likeness.bootstrap.app import App


def register(app: typer.Typer) -> None:
    """Add these commands; those about sessions stand with the sessions."""
    app.command("withdraw", short_help="Take permission back for a person.")(withdraw)
    app.command("withdrawals", short_help="List withdrawals and their proof.")(withdrawals)


@group.command("link", short_help="Show the link that many sign at.")
def link(
    context: typer.Context,
    session: SessionArg,
    notice: Annotated[
        str, typer.Option(help="The text of this session; makes the link where none opens.")
    ] = "",
    until: Annotated[
        date | None, typer.Option(parser=a_day, metavar="DAY", help="Last day of a new link.")
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Make a new link; what was printed or sent stops working."),
    ] = False,
    close: Annotated[bool, typer.Option("--close", help="End it instead.")] = False,
) -> None:
    """Show the link that many sign at, as on the poster; showing changes nothing.

    --notice makes the link, and the text is that of the session from then on. A session that has a
    text gets another one only with --replace: the printed poster and every link that was handed
    out stop working. --close ends the link; the session keeps its text.
    """
    from likeness.bootstrap.public_health import may_change
    from scheduler.jobs.ask_session import close_session_link

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_session(app, session)
        if close:
            ended = close_session_link(app.deps, found.id, actor())
            frame.give({"session": found.id, "ended": ended}, "The link opens nothing any more.")
            return
        zone = ZoneInfo(app.settings.timezone)
        ends = datetime.combine(until, time.max, zone) if until else None
        secret = _secret(app, found, NoticeId(notice) if notice else None, ends, anew=replace)
        url = app.settings.public.public_url or ""
        address, warning = f"{url}/s/{secret}", may_change(url)
    given = {"session": found.id, "link": address, "warning": warning}
    frame.give(given, f"{address}\n{warning}" if warning else address)


def _secret(
    app: "App", session: "Session", notice: NoticeId | None, ends: datetime | None, *, anew: bool
) -> str:
    """Show, make or replace the link. Without a text and a last day it is only shown."""
    from scheduler.jobs import ask_session as jobs

    if anew:
        text = notice or session.notice
        if text is None:
            raise typer.BadParameter("Name the new text: --notice TEXT")
        return jobs.replace_session_link(app.deps, session.id, text, actor(), ends)
    if notice is None and ends is None:
        return jobs.shown_secret(app.deps, session.id)
    return jobs.open_session_link(app.deps, session.id, notice, actor(), ends)


@group.command("ground", short_help="Record another legal ground than consent.")
def ground(
    context: typer.Context,
    session: SessionArg,
    why: Annotated[Ground, typer.Argument(help="The ground.", metavar="GROUND")],
    reference: Annotated[str, typer.Option(help="Where it is written down.")],
    person: Annotated[
        list[str] | None, typer.Option(help="For these; else the whole roster.")
    ] = None,
    channels: Annotated[str | None, typer.Option(help="Channels, with commas; else all.")] = None,
    begins: DayOption = None,
    ends: DayOption = None,
) -> None:
    """Record a contract, a model release, a public interest ... for the pictures of a session.

    It is for the use of images only: nobody is recognised by face because of it.
    """
    from scheduler.jobs.record_ground import record_ground

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_session(app, session)
        named = frozenset(the_person(app, text) for text in person or ()) or found.roster
        made = SessionGround(
            session=found.id,
            ground=why,
            channels=channels_of(app, channels),
            persons=named,
            reference=reference,
            begins=begins or app.deps.clock.today(),
            ends=ends,
            by=actor(),
            at=app.deps.clock.now(),
        )
        photos = record_ground(app.deps, made, actor())
        told = apply_now(frame, app, photos)
    value = {"session": found.id, "persons": len(named), "photos": photos}
    frame.give(value, f"Recorded for {len(named)}. {told}")


def withdraw(
    context: typer.Context,
    person: PersonArg,
    channels: Annotated[
        str | None, typer.Option(help="Only these uses, with commas; else everything.")
    ] = None,
    recognition: Annotated[
        bool, typer.Option("--recognition", help="Only face recognition.")
    ] = False,
) -> None:
    """Take permission back for a person: everything, some uses, or face recognition only."""
    from scheduler.jobs import withdraw as jobs

    if channels and recognition:
        raise typer.BadParameter("Give --channels or --recognition, not both.")
    frame, how = frame_of(context), How(by=actor(), means=Means.COMMAND)
    with opened(frame) as app:
        found = the_person(app, person)
        if recognition:
            made = jobs.withdraw_recognition(app.deps, found, how)
        elif channels:
            made = jobs.withdraw_uses(app.deps, found, channels_of(app, channels), how)
        else:
            made = jobs.withdraw_all(app.deps, found, how)
        with app.store.read() as tx:
            counted = tx.withdrawals.get(made)
        told = apply_now(frame, app, counted.photos - counted.unreached)
        left = not_reached(app, made)
    value = {"withdrawal": made, "photos": counted.photos, "not_reached": counted.unreached}
    frame.give(value, f"Taken back: {made}. {told}{left}")


def withdrawals(context: typer.Context) -> None:
    """List withdrawals: how many photos followed, in how many seconds, and what was not reached."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        rows: list[dict[str, Cell]] = [
            {
                "withdrawal": one.id,
                "what": one.what.value,
                "at": one.at.isoformat(timespec="seconds"),
                "done": one.done,
                "of": one.photos,
                "not_reached": one.unreached,
                "seconds": one.seconds,
            }
            for one in tx.withdrawals.all()
        ]
    columns = ("withdrawal", "what", "at", "done", "of", "not_reached", "seconds")
    frame.table(rows, columns, "Nothing was taken back.")
