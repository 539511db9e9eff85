"""Reads single cells of a list: days, addresses, yes and no. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from consent.invisible import bare
from scheduler.errors import DatesUnclear, TableRefused
from scheduler.lists.days import Doubt, Order, Reading
from scheduler.lists.reading import Line, Table

YES: Final = frozenset({"yes", "y", "ja", "j", "true", "1", "x", "oui", "wahr"})
_WHO: Final = ("name", "person", "key", "email")
MOST_SHOWN: Final = 60
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
    NOBODY = "nobody"
    NO_DAY = "no-day"
    BAD_USE = "bad-use"
    BAD_STATE = "bad-state"
    BAD_NUMBER = "bad-number"
    END_BEFORE_BEGIN = "end-before-begin"
    NOT_POSSIBLE = "not-possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in one row. The cell itself is for the eyes of whoever has the file."""

    line: int
    column: str
    trouble: Trouble
    value: str = field(default="", repr=False)
    """What stands there."""
    who: str = field(default="", repr=False)
    """Whose row it is."""
    more: int = 0
    """How many lines more have it, where the whole file lacks a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of one row under our own names of fields; empty where there is no such column."""

    line: Line = field(repr=False)
    mapping: Mapping[str, tuple[str, ...]]
    days: Mapping[str, Reading] = field(default_factory=dict)
    """How the days of a field are read."""

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

    def day(self, name: str) -> date | None:
        """Read a day as its column writes them; None where it is none."""
        reading = self.days.get(name)
        return None if reading is None else reading.day(self.text(name))

    def problem(self, name: str, trouble: Trouble) -> Problem:
        """Say what is wrong with a field."""
        column = " + ".join(self.mapping.get(name, ())) or name
        return Problem(
            line=self.number,
            column=column,
            trouble=trouble,
            value=self.text(name)[:MOST_SHOWN],
            who=next((it for one in _WHO if (it := self.text(one)[:MOST_SHOWN])), ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields of a kind of list."""

    fields: Mapping[str, tuple[str, ...]]
    """Our fields, and the names that columns usually have."""
    needed: tuple[str, ...]
    days: tuple[str, ...]
    """Fields that hold a day."""
    to_come: tuple[str, ...] = ()
    """Those of them whose days may lie in the future."""
    joined: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """A field -> what its columns may be called, in order; the first and the last must be there."""


def rows_of(table: Table, form: Form, said: Mapping[str, str], today: date) -> tuple[Cells, ...]:
    """Give the rows under our own names of fields.

    Raises `TableRefused` where a column is missing, and `DatesUnclear`.
    """
    mapping = mapped(table, form, said)
    missing = [name for name in form.needed if name not in mapping]
    if missing:
        raise TableRefused(
            f"No column is read as: {', '.join(missing)}. Say which it is, such as"
            f" {missing[0]}=COLUMN, or {missing[0]}=FIRST+SECOND for two that belong together."
        )
    days = {
        name: Reading(order=_order(table, mapping, name), latest=latest)
        for name in form.days
        if name in mapping
        for latest in (None if name in form.to_come else today,)
    }
    return tuple(Cells(line=line, mapping=mapping, days=days) for line in table.lines)


def _order(table: Table, mapping: Mapping[str, tuple[str, ...]], name: str) -> Order:
    found = table.days[mapping[name][0]]
    match found:
        case Order():
            return found
        case Doubt.EITHER:
            raise DatesUnclear(
                f"The days of '{name}' can be read with the day or the month first. Say which"
                " (dates): day-first or month-first."
            )
        case Doubt.BOTH:
            raise TableRefused(
                f"The days of '{name}' are mixed: some can only have the day first, others only"
                " the month. Write all of them one way, such as 2015-05-31."
            )


def told_once(problems: Sequence[Problem], columns: Collection[str]) -> tuple[Problem, ...]:
    """Say once what every line lacks because the file has no such column."""
    kept: dict[object, Problem] = {}
    for at, one in enumerate(problems):
        there = one.column in columns or " + " in one.column
        key = at if there else (one.column, one.trouble)
        first = kept.get(key)
        kept[key] = one if first is None else replace(first, more=first.more + 1)
    return tuple(kept.values())


def mapped(table: Table, form: Form, said: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Say which columns are which field: as somebody says, else by its own and its usual names.

    `said`: field -> column, or several joined with "+". Raises `TableRefused`.
    """
    by_name = {column.casefold(): column for column in table.columns}
    known = form.fields
    found: dict[str, tuple[str, ...]] = {}
    for name, usual in known.items():
        own = (name.casefold(), name.replace("_", " ").casefold())
        there = next((by_name[one] for one in (*own, *usual) if one in by_name), None)
        if there is not None:
            found[name] = (there,)
        elif parts := _parts(by_name, form.joined.get(name, ())):
            found[name] = parts
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


def _parts(by_name: Mapping[str, str], wanted: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Give the columns a field is made of; none where its first or last part is missing."""
    there = [next((by_name[one] for one in usual if one in by_name), "") for usual in wanted]
    return tuple(filter(None, there)) if there and there[0] and there[-1] else ()


def unread(table: Table, form: Form, said: Mapping[str, str]) -> tuple[int, ...]:
    """Give the numbers, from 1, of the columns that are no field. Raises `TableRefused`."""
    read = {column for columns in mapped(table, form, said).values() for column in columns}
    return tuple(n for n, column in enumerate(table.columns, start=1) if column not in read)


def to_yes(text: str) -> bool | None:
    """Read yes or no, in Dutch, English and as spreadsheets write it; None where it is neither."""
    said = text.casefold()
    return True if said in YES else False if said in NO else None
