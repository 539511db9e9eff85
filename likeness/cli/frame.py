"""What every command shares: the global options, and how answers are printed."""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from likeness.cli.exits import Exit

if TYPE_CHECKING:
    from likeness.bootstrap.places import Places

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The global options of one call."""

    data: Path | None = None
    as_json: bool = False

    @property
    def places(self) -> "Places":
        """Say where the installation lies."""
        from likeness.bootstrap.places import find_places

        return find_places(self.data, os.environ)

    def give(self, value: object, text: str) -> None:
        """Print an answer: JSON for scripts, text for people."""
        sys.stdout.write((dumps(value) if self.as_json else text).rstrip("\n") + "\n")

    def table(self, rows: Iterable[Mapping[str, Cell]], columns: Sequence[str], empty: str) -> None:
        """Print rows as a table; these columns, or `empty` where there is no row."""
        found = list(rows)
        self.give(found, _table(found, columns) if found else empty)


def dumps(value: object) -> str:
    """Write JSON as scripts want it: one line, other alphabets as they are."""
    return json.dumps(value, ensure_ascii=False, default=str)


def frame_of(context: typer.Context) -> Frame:
    """Give the global options of this call."""
    found = context.find_root().obj
    return found if isinstance(found, Frame) else Frame()


def stop(code: Exit) -> typer.Exit:
    """Make the exception that ends a command with this code."""
    return typer.Exit(int(code))


def _table(rows: Sequence[Mapping[str, Cell]], columns: Sequence[str]) -> str:
    """Lay out rows in columns as wide as their widest cell; plain text, to be searched."""
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    lines = [[column.upper().replace("_", " ") for column in columns], *cells]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    return "\n".join(padded)


def _cell(value: Cell) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.3g}"
        case _:
            return shown(str(value))


def shown(text: str) -> str:
    """Write characters that a terminal obeys, such as one that turns the direction, as escapes."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in text
    )
