"""`likeness ask`: ask people for permission, by mail, link, phone or paper."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consent.asks import Ask, AskState
from consent.ids import AskId, NoticeId, PersonId, SessionId
from consent.signing import Means
from likeness.cli.ask_lists import lines_of, whom
from likeness.cli.exits import Exit
from likeness.cli.find import the_person, the_session
from likeness.cli.frame import Cell, Frame, frame_of, stop
from likeness.cli.opened import actor, opened
from scheduler.errors import NoSuchRow

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.asking import AskPlan, Wish

group = typer.Typer(help="Ask people for permission.", no_args_is_help=True)


class Way(StrEnum):
    """How somebody is asked."""

    MAIL = "mail"
    LINK = "link"
    PHONE = "phone"
    PAPER = "paper"


WayOption = Annotated[Way, typer.Option("--by", help="How they are asked.")]
NoticeOption = Annotated[str, typer.Option(help="The text; else the one in the settings.")]
LanguageOption = Annotated[str, typer.Option(help="Of letter and page; else each person's own.")]
SessionOption = Annotated[str, typer.Option(help="For this session only.")]
AskArg = Annotated[str, typer.Argument(help="Its id: `ask list`.", metavar="ASK")]
RemindOption = Annotated[
    bool, typer.Option("--remind", help="Remind who was asked this text, at most once a day.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would do; send nothing.")]

ADVICE = {
    "unknown": "There is nobody like that, or several.",
    "no-address": "No e-mail address: ask with --by link or --by paper.",
    "no-own-address": "Old enough to answer themselves, and without an address of their own.",
    "answered": "Has answered this text.",
    "no-guardian": "Under age and without a guardian: likeness person guardian.",
    "no-notice": "No text to sign in any language: likeness notice publish.",
    "asked-already": "Asked already; --remind sends a reminder.",
    "nothing-to-renew": "Gave nothing that can be renewed, or took it back.",
}


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="ask")


@group.command("person", short_help="Ask persons, or the guardians of minors.")
def ask_persons(
    context: typer.Context,
    persons: Annotated[list[str], typer.Argument(help="Id, e-mail address or name.")],
    by: WayOption = Way.MAIL,
    notice: NoticeOption = "",
    language: LanguageOption = "",
    session: SessionOption = "",
    remind: RemindOption = False,
    dry_run: DryRun = False,
) -> None:
    """Ask persons; for those under age their guardians are asked, one letter per household."""
    frame = frame_of(context)
    with opened(frame) as app:
        found = tuple(the_person(app, text) for text in persons)
        wish = _wish(app, found, by, (notice, language, session))
        names = {person: str(person) for person in found}
        _do(frame, app, wish, names, remind=remind, dry_run=dry_run)


@group.command("batch", short_help="Ask everybody on a list.")
def batch(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A CSV with a column `person` or `group`.")],
    by: WayOption = Way.MAIL,
    notice: NoticeOption = "",
    language: LanguageOption = "",
    session: SessionOption = "",
    remind: RemindOption = False,
    dry_run: DryRun = False,
) -> None:
    """Ask everybody on a list: a column `person` (id, address or name) or `group` (its name).

    Lines with a problem are listed and left out; look at them first with --dry-run.
    """
    frame = frame_of(context)
    lines = lines_of(file)
    with opened(frame) as app:
        found, unknown = whom(app, lines)
        wish = _wish(app, tuple(found), by, (notice, language, session))
        _do(frame, app, wish, found, unknown=unknown, remind=remind, dry_run=dry_run)


@group.command("list")
def list_asks(
    context: typer.Context,
    state: Annotated[AskState | None, typer.Option(help="Only those in this state.")] = None,
) -> None:
    """List who was asked, and where that stands."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        rows: list[dict[str, Cell]] = [
            {
                "ask": one.id,
                "persons": len(one.persons),
                "by": one.way.value,
                "guardian": one.guardian,
                "notice": one.notice,
                "state": one.state.value,
                "made": one.made_at.date().isoformat(),
                "reminders": one.reminders,
                "until": one.ends_on.isoformat(),
            }
            for one in tx.asks.all(state)
        ]
    columns = ("ask", "persons", "by", "guardian", "notice", "state", "reminders", "until")
    frame.table(rows, columns, "Nobody was asked.")


@group.command()
def resend(context: typer.Context, ask: AskArg) -> None:
    """Ask again with a new link. The earlier link opens nothing any more."""
    from scheduler.jobs.ask_person import resend as resend_ask

    frame = frame_of(context)
    with opened(frame) as app:
        made = resend_ask(app.deps, _the_ask(app, ask), actor())
        link = _link(app, made)
    frame.give({"ask": made.id, "link": link}, f"Asked again. {_where(made, link)}")


@group.command()
def remind(context: typer.Context, ask: AskArg) -> None:
    """Send a reminder with the same link."""
    from scheduler.jobs.ask_person import remind as remind_ask

    frame = frame_of(context)
    with opened(frame) as app:
        sent = remind_ask(app.deps, _the_ask(app, ask), actor())
    text = "The reminder goes out." if sent else "Nobody to remind by mail: give them the link."
    frame.give({"ask": ask, "sent": sent}, text)


@group.command()
def end(context: typer.Context, ask: AskArg) -> None:
    """End an ask: its link opens nothing any more."""
    from scheduler.jobs.ask_person import end_ask

    frame = frame_of(context)
    with opened(frame) as app:
        found = _the_ask(app, ask)
        end_ask(app.deps, found, actor())
    frame.give({"ask": found, "state": "ended"}, "Ended.")


@group.command()
def link(context: typer.Context, ask: AskArg) -> None:
    """Show the link of an ask, to be given by hand. Whoever has it can answer."""
    frame = frame_of(context)
    with opened(frame) as app:
        with app.store.read() as tx:
            made = tx.asks.get(_the_ask(app, ask))
        address = _link(app, made)
    frame.give({"ask": made.id, "link": address}, address)


def _wish(app: "App", persons: tuple[PersonId, ...], by: Way, said: tuple[str, str, str]) -> "Wish":
    from scheduler.asking import Wish

    notice, language, session = said
    return Wish(
        persons=persons,
        notice=NoticeId(notice or app.settings.asking.notice),
        way=Means(by.value),
        language=language,
        session=SessionId(the_session(app, session).id) if session else None,
    )


def _do(
    frame: Frame,
    app: "App",
    wish: "Wish",
    names: dict[PersonId, str],
    *,
    unknown: list[str] | None = None,
    remind: bool = False,
    dry_run: bool,
) -> None:
    """Ask, or say what would be asked."""
    from scheduler.jobs.ask_person import ask, preview_asks

    if remind:
        _remind(app, wish, dry_run=dry_run)
    plan = preview_asks(app.deps, wish)
    made = () if dry_run else tuple(ask(app.deps, one, actor()) for one in plan.requests)
    tell(frame, app, plan, made, names, unknown=unknown, dry_run=dry_run)


def _remind(app: "App", wish: "Wish", *, dry_run: bool) -> None:
    """Remind who was asked already, or say who would be; says when the last letter went out."""
    from scheduler.jobs.remind_asked import preview_reminders, remind_many

    found = preview_reminders(app.deps, wish) if dry_run else remind_many(app.deps, wish, actor())
    typer.echo(f"{'Would remind' if dry_run else 'Reminded'} {len(found.due)}.", err=True)
    if found.last_sent_at:
        last = found.last_sent_at.isoformat(timespec="minutes")
        typer.echo(f"{len(found.recent)} had a letter less than a day ago, last {last}.", err=True)


def tell(
    frame: Frame,
    app: "App",
    plan: "AskPlan",
    made: Sequence[Ask],
    names: dict[PersonId, str],
    *,
    unknown: list[str] | None = None,
    dry_run: bool,
) -> None:
    """Say who was asked, or would be; problems line by line. Ends with 1 where there are any."""
    links = {one.id: _link(app, one) for one in made if one.way is not Means.MAIL}
    problems = _problems(plan, names, unknown or [])
    value = {
        "asked": [one.id for one in made],
        "would_ask": len(plan.requests) if dry_run else 0,
        "links": links,
        "problems": problems,
    }
    head = f"Would ask {len(plan.requests)}." if dry_run else f"Asked {len(made)}."
    lines = [head, *links.values(), *(f"{one['line']}: {one['advice']}" for one in problems)]
    frame.give(value, "\n".join(lines))
    if problems:
        raise stop(Exit.ATTENTION)


def _problems(
    plan: "AskPlan", names: dict[PersonId, str], unknown: list[str]
) -> list[dict[str, str]]:
    """Say for each line what is in the way; lines are numbers or ids, never names."""
    lost = [{"line": line, "problem": "unknown", "advice": ADVICE["unknown"]} for line in unknown]
    return lost + [
        {"line": names.get(person, person), "problem": str(problem), "advice": ADVICE[problem]}
        for person, problem in plan.problems.items()
    ]


def _the_ask(app: "App", text: str) -> AskId:
    with app.store.read() as tx:
        found = [one.id for one in tx.asks.all() if one.id == text or one.id.startswith(text)]
    if len(found) != 1 or len(text) < 4:  # noqa: PLR2004  as for other ids
        raise NoSuchRow("There is no such ask: likeness ask list")
    return found[0]


def _link(app: "App", ask: Ask) -> str:
    from scheduler.jobs.ask_person import secret_of

    return f"{app.settings.public.public_url or ''}/s/{secret_of(app.deps, ask)}"


def _where(ask: Ask, link: str) -> str:
    return "The letter goes out." if ask.way is Means.MAIL else link
