"""`likeness report`: what is known about a host as a whole."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.find import the_host
from likeness.cli.frame import frame_of, shown
from likeness.cli.opened import opened
from likeness.cli.progress import progress

if TYPE_CHECKING:
    from likeness.i18n.words import Wording
    from scheduler.gaps import GapReport

group = typer.Typer(help="Reports about a host as a whole.", no_args_is_help=True)

LANGUAGE = "en"


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="report")


@group.callback()
def report() -> None:
    """Report what is known about a host as a whole. Names nobody."""


@group.command()
def gaps(
    context: typer.Context,
    host: Annotated[str, typer.Argument(help="Name of the host.")],
    html: Annotated[Path | None, typer.Option(help="Write it as a page into this file.")] = None,
    first: Annotated[int, typer.Option(min=0, max=1000, help="How many photos to list.")] = 20,
) -> None:
    """Say what is known, and what editors would see."""
    from likeness.sheet.gaps import render_gaps
    from scheduler.jobs.report_gaps import report_gaps

    frame = frame_of(context)
    with opened(frame) as app:
        name = the_host(app, host)
        with progress("Photos") as step:
            made = report_gaps(app.deps, name, first, step)
        if html is not None:
            language = app.settings.hosts[name].language or app.settings.language
            html.write_text(render_gaps(made, app.wording, language), encoding="utf-8")
        text = "\n".join(_lines(made, app.wording))
    frame.give(_plain(made), f"{text}\nAs a page: {html}" if html else text)


def _plain(made: "GapReport") -> dict[str, object]:
    return {
        "host": made.host,
        "stage": made.stage.value,
        "made_on": made.made_on,
        "photos": made.photos,
        "undecided": made.undecided,
        "unread": made.unread,
        "with_people": made.with_people,
        "with_unknown": made.with_unknown,
        "faces": dict(made.faces),
        "status": dict(made.statuses),
        "channels": {name: dict(found) for name, found in made.channels.items()},
        "not_checked": dict(made.not_checked),
        "new": dict(made.new),
        "instead_of": dict(made.instead_of),
        "first": [
            {
                "photo": line.asset,
                "host_id": line.host_id,
                "status": line.decision.status.value,
                "now": line.now.value,
                "faces": line.faces,
                "unknown": line.unknown,
            }
            for line in made.first
        ],
    }


def _lines(made: "GapReport", wording: "Wording") -> list[str]:
    """Write it for people."""
    from consent.states import Status
    from likeness.sheet.gaps import ORDER, GapWords
    from scheduler.gaps import Faces

    say = GapWords(wording=wording, language=LANGUAGE)
    lines = [
        f"{made.host}. {say.stage(made.stage)}",
        "",
        f"{'Photos':<44}{made.photos:>8}",
        f"{'  with people':<44}{made.with_people:>8}",
        f"{'  with somebody unknown':<44}{made.with_unknown:>8}",
        f"{'  not looked at yet':<44}{made.undecided:>8}",
        *(f"{'  ' + say.status(one):<44}{made.statuses.get(one, 0):>8}" for one in Status),
        *(f"{'    ' + why:<44}{count:>8}" for why, count in say.not_checked(made)),
        "Faces",
        *(f"{'  ' + say.faces(one):<44}{made.faces.get(one, 0):>8}" for one in Faces),
    ]
    for channel, found in made.channels.items():
        counts = ", ".join(
            f"{found[one]} {wording.verdict(one, LANGUAGE)}" for one in ORDER if found.get(one)
        )
        lines.append(f"{wording.channel(channel, LANGUAGE)}: {counts}")
    lines += ["", f"{say['new']}:"]
    lines += [
        f"{'  ' + say.status(one):<44}{made.new[one]:>8}" for one in Status if made.new.get(one)
    ] or [f"  {say['nothing']}"]
    if made.instead_of:
        lines.append(f"{say['instead_of']}:")
    lines += [f"{'  ' + say.now(one):<44}{count:>8}" for one, count in made.instead_of.items()]
    if made.unread:
        lines.append(f"{say['unread']}: {made.unread}")
    for line in made.first:
        why = wording.note(line.decision, LANGUAGE)
        change = f"{say.now(line.now)} → {say.status(line.decision.status)}"
        lines.append(f"  {line.asset[:12]}  {shown(line.host_id)}  {change}  {why}".rstrip())
    return lines
