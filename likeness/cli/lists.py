"""`likeness import` and `likeness export`: lists of other systems, and taking everything along."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.applying import apply_now
from likeness.cli.exits import Exit
from likeness.cli.find import the_person
from likeness.cli.frame import Frame, frame_of, stop
from likeness.cli.opened import actor, opened
from likeness.cli.people import PersonArg
from scheduler.lists.days import Order

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.lists.answers import AnswersPlan
    from scheduler.lists.cells import Form, Problem
    from scheduler.lists.people import PeoplePlan
    from scheduler.lists.reading import Table
    from scheduler.lists.showing import HowRead

importing = typer.Typer(help="Take over lists (CSV or XLSX).", no_args_is_help=True)
exporting = typer.Typer(help="Take data out.", no_args_is_help=True)

FileArg = Annotated[Path, typer.Argument(help="A CSV or XLSX file, as a spreadsheet saves it.")]
Maps = Annotated[
    list[str] | None,
    typer.Option("--map", help="FIELD=COLUMN, where a column has another name. A+B joins two."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would do; change nothing.")]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Take over the right lines, leave out the wrong ones.")
]

Encoding = Annotated[
    str,
    typer.Option("--encoding", help="How letters are written, such as cp1252."),
]
Dates = Annotated[
    Order | None,
    typer.Option("--dates", help="What days begin with, where the column itself does not tell."),
]
Sheet = Annotated[str, typer.Option("--sheet", help="Which sheet of a workbook, by name.")]


def register(app: typer.Typer) -> None:
    """Add the groups."""
    app.add_typer(importing, name="import")
    app.add_typer(exporting, name="export")


@importing.command("persons", short_help="Take over people, classes and guardians.")
def import_persons(
    context: typer.Context,
    file: FileArg,
    columns: Maps = None,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    encoding: Encoding = "",
    dates: Dates = None,
    sheet: Sheet = "",
) -> None:
    """Take over a list of people with their classes and guardians. All of it, or nothing.

    Fields: key, name, email, language, born, under_age, groups, guardian1_name, guardian1_email,
    guardian2_name, guardian2_email. Give each person a key of your own: the same list again then
    changes nothing, and a changed one changes the right people. It is kept as a keyed hash.
    """
    from scheduler.jobs.import_people import import_people, preview_people
    from scheduler.lists.people import FORM

    frame, said = frame_of(context), _said(columns)
    table = _table(file, encoding, dates, sheet)
    with opened(frame) as app:
        done = (
            preview_people(app.deps, table, said)
            if dry_run
            else import_people(app.deps, table, said, actor(), skip_bad=skip_bad)
        )
        read = _read(app, table, FORM, said)
    _tell(frame, done.plan, read, applied=done.applied, dry_run=dry_run)


@importing.command("consents", short_help="Take over consents given elsewhere.")
def import_consents(
    context: typer.Context,
    file: FileArg,
    columns: Maps = None,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    encoding: Encoding = "",
    dates: Dates = None,
    sheet: Sheet = "",
) -> None:
    """Take over consents that were given elsewhere, such as on paper. All of it, or nothing.

    Fields: key, person (their key, or e-mail address), uses, answer, signed_on, ends, months,
    guardian. Recognition is never taken over: it is asked for.
    """
    from scheduler.jobs.import_answers import import_answers, preview_answers
    from scheduler.lists.answers import FORM

    frame, said = frame_of(context), _said(columns)
    table = _table(file, encoding, dates, sheet)
    told = ""
    with opened(frame) as app:
        labels = _labels(app)
        if dry_run:
            done = preview_answers(app.deps, table, said, labels)
        else:
            done = import_answers(app.deps, table, (said, labels), actor(), skip_bad=skip_bad)
            told = apply_now(frame, app, done.photos) if done.applied else ""
        read = _read(app, table, FORM, said)
    _tell(frame, done.plan, read, applied=done.applied, dry_run=dry_run, more=told)


def _said(columns: list[str] | None) -> dict[str, str]:
    said: dict[str, str] = {}
    for one in columns or []:
        name, mark, column = one.partition("=")
        if not mark or not column.strip():
            raise typer.BadParameter("--map is written FIELD=COLUMN.")
        said[name.strip()] = column.strip()
    return said


def _table(file: Path, encoding: str, dates: Order | None, sheet: str) -> "Table":
    from likeness.workbooks import read_list
    from scheduler.errors import EncodingUnclear

    try:
        return read_list(file.read_bytes(), encoding=encoding, dates=dates, sheet=sheet)
    except OSError as error:
        raise typer.BadParameter(f"The file cannot be read: {error.strerror}.") from None
    except EncodingUnclear as error:
        shown = "".join(f"\n  --encoding {name}: {words}" for name, words in error.samples.items())
        typer.echo(f"The letters can be read in more than one way:{shown}", err=True)
        raise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """How a file was read; the file is the reader's own."""

    how: "HowRead"
    left_out: list[str]
    """Columns that are no field."""

    def lines(self, *, shown: bool) -> list[str]:
        """Say it; `shown`: to somebody who looks, with some names and days of the file."""
        how = self.how
        names = f" Names such as: {', '.join(how.names)}." if how.names and shown else ""
        days = [
            f"{one.column}: {one.order.value.replace('-', ' ')}"
            + (f", {one.text} is {one.day}." if shown else ".")
            for one in how.days
        ]
        marks = [f"Line {line} looks like a {why}: left out." for line, why in how.left_out.items()]
        left = ", ".join(self.left_out)
        more = [f"Columns that were not read (say them with --map): {left}."] if left else []
        return [f"Read as {how.encoding}.{names}", *days, *marks, *more]

    def values(self) -> Mapping[str, object]:
        """Say it to a script, without anything of the file but the names of its columns."""
        return {
            "encoding": self.how.encoding,
            "days": {one.column: one.order.value for one in self.how.days},
            "lines_left_out": {str(line): why.value for line, why in self.how.left_out.items()},
            "columns_not_read": self.left_out,
        }


def _read(app: "App", table: "Table", form: "Form", said: Mapping[str, str]) -> _Read:
    from scheduler.lists.cells import unread
    from scheduler.lists.showing import how_read

    return _Read(
        how=how_read(table, form, said, app.deps.clock.today()),
        left_out=[table.columns[number - 1] for number in unread(table, form, said)],
    )


def _labels(app: "App") -> dict[str, str]:
    return {
        label: name
        for name, channel in app.settings.channels.items()
        for label in (channel.en, channel.nl)
    }


def _tell(
    frame: Frame,
    plan: "PeoplePlan | AnswersPlan",
    read: _Read,
    *,
    applied: bool,
    dry_run: bool,
    more: str = "",
) -> None:
    from scheduler.lists.people import Change

    counts = {change.value: plan.count(change) for change in Change}
    problems = [_problem(problem) for problem in plan.problems]
    head = "It would change" if dry_run else "Changed" if applied else "Nothing was changed"
    said = f"{head}: {counts['add']} new, {counts['update']} changed, {counts['same']} as before."
    if counts["held"]:
        said += f" {counts['held']} may be somebody you have, and are held: likeness person held."
    if not applied and not dry_run:
        said = "Nothing was changed. Correct these lines, or leave them out with --skip-bad."
    shown = dry_run or sys.stdout.isatty()  # what is not looked at may lie in a log for years
    lines = [_line(one, shown=shown) for one in plan.problems]
    frame.give(
        {"applied": applied, **counts, "problems": problems, **read.values()},
        "\n".join([*read.lines(shown=shown), *lines, said, *([more] if more else [])]),
    )
    if problems:
        raise stop(Exit.ATTENTION)


def _line(problem: "Problem", *, shown: bool) -> str:
    """Say what is wrong; to somebody who looks, beside what stands there and whose line it is."""
    from likeness.i18n.troubles import TROUBLES

    beside = [problem.who if problem.who != problem.value else "", problem.value]
    cells = ": ".join(part for part in beside if part)
    also = f" The same in {problem.more} more lines." if problem.more else ""
    told = f"line {problem.line}, {problem.column}: {TROUBLES[problem.trouble]}{also}"
    return f"{told} [{cells}]" if cells and shown else told


def _problem(problem: "Problem") -> Mapping[str, object]:
    from likeness.i18n.troubles import TROUBLES

    return {
        "line": problem.line,
        "column": problem.column,
        "trouble": problem.trouble.value,
        "advice": TROUBLES[problem.trouble],
        "more_lines": problem.more,
    }


@exporting.command("all", short_help="Write everything into a folder.")
def export_everything(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A new folder.", metavar="DIR")],
) -> None:
    """Write everything into a new folder: rows, people and consents as CSV, evidence. Logged.

    It is not encrypted: keep it as safe as the installation. Templates and secrets stay here.
    """
    from likeness.exporting.everything import export_all
    from scheduler.values import Act

    frame = frame_of(context)
    with opened(frame) as app, app.store.begin() as tx:
        done = export_all(tx, folder.expanduser().absolute())
        act = Act(actor=actor(), act="everything-exported", detail={"count": done.persons})
        tx.records.act(act, app.deps.clock.now())
    frame.give(
        {"persons": done.persons, "consents": done.consents, "evidence": done.evidence},
        f"{done.persons} people, {done.consents} consents, {done.evidence} signatures: {folder}.",
    )


@exporting.command("person", short_help="Write the data of one person as a ZIP.")
def export_person(
    context: typer.Context,
    person: PersonArg,
    into: Annotated[Path, typer.Option(help="The ZIP to write.", metavar="FILE")],
) -> None:
    """Write everything about one person as a ZIP, as they get it on their own page. Logged."""
    from likeness.exporting.person import Cover, person_zip
    from likeness.vault.private_files import write_private
    from scheduler.values import Act

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        cover = Cover(
            controller=app.settings.controller,
            day=app.deps.clock.today(),
            language=app.settings.language,
            words=app.wording.pages,
        )
        with app.store.begin() as tx:
            data = person_zip(tx, found, cover)
            act = Act(actor=actor(), act="person-exported", subjects=(found,))
            tx.records.act(act, app.deps.clock.now())
    write_private(into, data)
    frame.give({"person": found, "bytes": len(data)}, f"Written: {into}")
