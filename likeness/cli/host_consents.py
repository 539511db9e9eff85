"""`likeness consents`: consents that a host kept itself, and where they disagree with ours."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from consent.host_words import Stance
from consent.ids import PersonId
from likeness.cli.applying import apply_now
from likeness.cli.exits import Exit
from likeness.cli.find import channels_of, the_host, the_person
from likeness.cli.frame import Cell, frame_of, stop
from likeness.cli.opened import actor, opened

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.jobs.import_consents import Line, Report

group = typer.Typer(help="Consents that a host keeps itself.", no_args_is_help=True)

HostArg = Annotated[str, typer.Argument(help="Name of the host in the settings.", metavar="HOST")]
NEW = "new"


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="consents")


@group.command("import", short_help="Take them over as quitclaims.")
def import_them(
    context: typer.Context,
    host: HostArg,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", help='What a medium is for us: "Print=print", "TV=press,website".'),
    ] = None,
    person: Annotated[
        list[str] | None,
        typer.Option(help="Whose a record is: 12=PERSON, or 12=new for somebody new."),
    ] = None,
    of_age: Annotated[int, typer.Option(min=1, max=30, help="Age to answer alone.")] = 18,
) -> None:
    """Take over the host's records, each once, for the photos they are linked to.

    Says what each record lacks. What changes there later is reported and not taken over.
    """
    from consent.host_records import mediums_for
    from scheduler.jobs.import_consents import Wishes, import_consents

    frame = frame_of(context)
    with opened(frame) as app:
        name = the_host(app, host)
        said = {
            medium: sorted(channels_of(app, text)) if text else ()
            for medium, text in _pairs(mapped or ()).items()
        }
        labels = {one: (called.en, called.nl) for one, called in app.settings.channels.items()}
        wishes = Wishes(
            mediums=mediums_for(labels, said),
            of_age=of_age,
            whom=_whom(app, person or ()),
            dry=dry_run,
        )
        report = import_consents(app.deps, name, wishes, actor())
        told = "" if dry_run else apply_now(frame, app, report.photos)
    columns = ("record", "becomes", "person", "photos", "lacks")
    frame.table([_row(line) for line in report.lines], columns, "The host has no consent records.")
    if not frame.as_json:
        typer.echo(_summary(report, told))
    if report.disagreements or any(not line.imported for line in report.lines):
        raise stop(Exit.ATTENTION)


@group.command(short_help="List where the host's records and ours disagree.")
def disagreements(context: typer.Context, host: HostArg) -> None:
    """Compare now. The stricter answer counts on each of these photos until you settle it."""
    from scheduler.jobs.compare_consents import compare_consents

    frame = frame_of(context)
    with opened(frame) as app:
        found = compare_consents(app.deps, the_host(app, host))
        places = _places(app, {one.asset for one in found})
    rows: list[dict[str, Cell]] = [
        {
            "record": one.record,
            "difference": one.difference.value,
            "photo": places.get(one.asset, one.asset),
            "person": one.person,
            "channels": ",".join(one.channels) or None,
        }
        for one in found
    ]
    columns = ("record", "difference", "photo", "person", "channels")
    frame.table(rows, columns, "Nothing disagrees, or nothing was imported yet.")
    if found:
        raise stop(Exit.ATTENTION)


@group.command(short_help="Decide about records that disagree.")
def settle(
    context: typer.Context,
    host: HostArg,
    records: Annotated[list[str], typer.Argument(help="Numbers of the records in the host.")],
    ours: Annotated[
        bool | None,
        typer.Option("--ours/--theirs", help="Whose answer counts from now on."),
    ] = None,
) -> None:
    """Say whose answer counts for these records as they are now; a later change is open again."""
    from scheduler.jobs.settle_consents import settle_consents

    if ours is None:
        raise typer.BadParameter("Say which: --ours or --theirs.")
    frame = frame_of(context)
    with opened(frame) as app:
        stance = Stance.OURS if ours else Stance.THEIRS
        left = settle_consents(app.deps, the_host(app, host), records, stance, actor())
        with app.store.read() as tx:
            due = tx.queue.backlog(app.deps.clock.now()).due
        told = apply_now(frame, app, due)
    frame.give({"records": records, "left": left}, f"Settled; {left} disagreements left. {told}")


def _pairs(words: "list[str] | tuple[()]") -> Mapping[str, str]:
    """Read `NAME=VALUE`, each name once."""
    pairs = [word.partition("=") for word in words]
    if any(not mark or not name.strip() for name, mark, _ in pairs):
        raise typer.BadParameter("write it as NAME=VALUE")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _whom(app: "App", words: "list[str] | tuple[()]") -> Mapping[str, PersonId | None]:
    return {
        record: None if text == NEW else the_person(app, text)
        for record, text in _pairs(words).items()
    }


def _row(line: "Line") -> dict[str, Cell]:
    lacking = [*line.lacks]
    words = [
        f"{one}: {', '.join(line.unknown)}" if one == "unknown-medium" else one for one in lacking
    ]
    return {
        "record": line.record,
        "becomes": _becomes(line),
        "person": line.person or ",".join(line.candidates) or None,
        "photos": f"{line.known} of {line.photos}",
        "lacks": "; ".join(words) or None,
    }


def _becomes(line: "Line") -> str:
    if line.erased:
        return "erased-here"
    return line.whose.value if line.whose else "imported-before"


def _summary(report: "Report", told: str) -> str:
    count = Counter(_becomes(line) for line in report.lines)
    lacking = Counter(lack.value for line in report.lines for lack in line.lacks)
    lines = [
        ", ".join(f"{number} {word}" for word, number in sorted(count.items())) or "No records.",
        "Lacking: "
        + (", ".join(f"{n} {word}" for word, n in sorted(lacking.items())) or "nothing."),
    ]
    if report.disagreements:
        photos = len({one.asset for one in report.disagreements})
        lines.append(f"{photos} photos where the host disagrees: likeness consents disagreements")
    return "\n".join([*lines, *([told] if told else [])])


def _places(app: "App", assets: "set[str]") -> Mapping[str, str]:
    """Give the host's own number of each photo."""
    with app.store.read() as tx:
        return {one.id: one.ref.id for one in tx.assets.of_host(None) if one.id in assets}
