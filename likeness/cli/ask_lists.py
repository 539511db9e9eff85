"""The list that `likeness ask batch` reads: whom each line names."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from consent.ids import PersonId
from likeness.cli.find import the_person
from scheduler.errors import ChoiceNeeded, NoSuchRow

if TYPE_CHECKING:
    from likeness.bootstrap.app import App


def lines_of(file: Path) -> dict[str, tuple[str, str]]:
    """Read the list: for each line its number, and whom it names, as person and as group."""
    from scheduler.lists.reading import read_table

    try:
        table = read_table(file.read_bytes())
    except OSError as error:
        raise typer.BadParameter(f"The file cannot be read: {error.strerror}.") from None
    known = {column.strip().casefold(): column for column in table.columns}
    if not {"person", "group"} & set(known):
        raise typer.BadParameter("The list needs a column called person or group.")
    return {
        f"line {line.number}": (
            line.cells.get(known.get("person", ""), "").strip(),
            line.cells.get(known.get("group", ""), "").strip(),
        )
        for line in table.lines
    }


def whom(app: "App", lines: dict[str, tuple[str, str]]) -> tuple[dict[PersonId, str], list[str]]:
    """Find everybody on the list; gives them with their line, and lines that name nobody."""
    with app.store.read() as tx:
        groups = {one.name.casefold(): one.members for one in tx.groups.all()}
    found: dict[PersonId, str] = {}
    unknown: list[str] = []
    for line, (person, group_name) in lines.items():
        members = sorted(groups.get(group_name.casefold(), ())) if group_name else []
        try:
            named = [the_person(app, person)] if person else members
        except (NoSuchRow, ChoiceNeeded):
            named = []
        if not named:
            unknown.append(line)
        for one in named:
            found.setdefault(one, line)
    return found, unknown
