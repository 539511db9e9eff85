"""Reads single cells of a list: days, addresses, yes and no. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from consent.invisible import bare
from scheduler.errors import TableRefused
from scheduler.lists.reading import Line, Table

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: .*)?")
YES: Final = frozenset({"yes", "y", "ja", "j", "true", "1", "x", "oui", "wahr"})
NO: Final = frozenset({"no", "n", "nee", "false", "0", "", "non", "nein", "onwaar"})


class Trouble(StrEnum):
    """What is wrong with a row. `likeness.i18n` says what to do about each."""

    NO_NAME = "no-name"
    LONG_NAME = "long-name"
    STRANGE_NAME = "strange-name"
    BAD_EMAIL = "bad-email"
    EMAIL_NOT_SENT = "email-not-sent"
    BAD_DAY = "bad-day"
    DAY_TO_COME = "day-to-come"
    TOO_LONG_AGO = "too-long-ago"
    BAD_YES_NO = "bad-yes-no"
    BAD_LANGUAGE = "bad-language"
    PARENT_WITHOUT_AGE = "parent-without-age"
    TWICE_IN_FILE = "twice-in-file"
    SEVERAL_FIT = "several-fit"
    MAYBE_THERE = "maybe-there"
    NOBODY = "nobody"
    NO_DAY = "no-day"
    BAD_USE = "bad-use"
    BAD_STATE = "bad-state"
    BAD_NUMBER = "bad-number"
    END_BEFORE_BEGIN = "end-before-begin"
    NOT_POSSIBLE = "not-possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in one row. Never the cell itself."""

    line: int
    column: str
    trouble: Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of one row under our own names of fields; empty where there is no such column."""

    line: Line = field(repr=False)
    mapping: Mapping[str, tuple[str, ...]]

    @property
    def number(self) -> int:
        """Give the number of the line."""
        return self.line.number

    def text(self, name: str) -> str:
        """Give a field as people see it; several columns are joined by a space."""
        return bare(self.raw(name))

    def raw(self, name: str) -> str:
        """Give a field as it stands in the file, with what nobody sees."""
        parts = (self.line.cells.get(column, "") for column in self.mapping.get(name, ()))
        return " ".join(part for part in parts if part)

    def problem(self, name: str, trouble: Trouble) -> Problem:
        """Say what is wrong with a field."""
        column = " + ".join(self.mapping.get(name, ())) or name
        return Problem(line=self.number, column=column, trouble=trouble)


def mapped(
    table: Table, known: Mapping[str, tuple[str, ...]], said: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """Say which columns are which field: as somebody says, else by its own and its usual names.

    `said`: field -> column, or several joined with "+". Raises `TableRefused`.
    """
    by_name = {column.casefold(): column for column in table.columns}
    found: dict[str, tuple[str, ...]] = {}
    for name, usual in known.items():
        own = (name.casefold(), name.replace("_", " ").casefold())
        there = next((by_name[one] for one in (*own, *usual) if one in by_name), None)
        if there is not None:
            found[name] = (there,)
    for name, columns in said.items():
        if name not in known:
            raise TableRefused(f"There is no such field. Fields: {', '.join(known)}.")
        wanted = [part.strip() for part in columns.split("+")]
        if not all(part.casefold() in by_name for part in wanted):
            # Their names are not repeated: a file without them begins with somebody's data.
            raise TableRefused(
                f"The file has no such column for '{name}'. Its first line names"
                f" {len(table.columns)} columns."
            )
        found[name] = tuple(by_name[part.casefold()] for part in wanted)
    return found


def unread(
    table: Table, known: Mapping[str, tuple[str, ...]], said: Mapping[str, str]
) -> tuple[int, ...]:
    """Give the numbers, from 1, of the columns that are no field. Raises `TableRefused`."""
    read = {column for columns in mapped(table, known, said).values() for column in columns}
    return tuple(n for n, column in enumerate(table.columns, start=1) if column not in read)


def to_day(text: str) -> date | None:
    """Read a day: 2010-05-31, 31-05-2010 or 31/5/2010, day first. None where it is none."""
    iso, other = _ISO.fullmatch(text), _DAY_FIRST.fullmatch(text)
    parts = iso.groups() if iso else other.groups()[::-1] if other else None
    if parts is None:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def to_yes(text: str) -> bool | None:
    """Read yes or no, in Dutch, English and as spreadsheets write it; None where it is neither."""
    said = text.casefold()
    return True if said in YES else False if said in NO else None
