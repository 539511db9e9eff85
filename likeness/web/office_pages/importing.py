"""Taking over a list of people: what it would do first, then all of it or what is right of it."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, File, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from likeness.i18n.catalogs import catalog
from likeness.i18n.troubles import TROUBLES
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from likeness.workbooks import read_list
from scheduler.errors import DatesUnclear, EncodingUnclear, TableRefused
from scheduler.jobs.import_people import ImportedPeople, import_people, preview_people
from scheduler.lists.cells import unread
from scheduler.lists.days import Order
from scheduler.lists.encodings import NAMES
from scheduler.lists.people import FORM, Change
from scheduler.lists.reading import Table
from scheduler.lists.showing import HowRead, how_read

MOST_BYTES = 700_000
"""What fits into a form together with what the form carries on; larger lists: `likeness import`."""
HOW = frozenset({"look", "all", "right"})
_Text = Annotated[str, Form(max_length=MOST_BYTES * 2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a list did that was taken over."""

    taken: str = ""
    new: int = 0
    changed: int = 0
    same: int = 0


def add_importing(desk: Desk) -> None:
    """Add the page."""
    deps = desk.pages.deps

    @desk.router.get("/people/import")
    def ask_for_file(
        visitor: Annotated[Visitor, Depends(desk.door.see)],
        counts: Annotated[Counts, Depends()],
    ) -> HTMLResponse:
        """Ask for a list; after taking one over, say what came of it."""
        return _page(desk, visitor, Given(), None, {"taken": counts if counts.taken else None})

    @desk.router.post("/people/import")
    def take(  # noqa: PLR0913, PLR0917 - one for each field of the form
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        how: _Text = "look",
        columns: _Text = "",
        kept: _Text = "",
        encoding: _Text = "",
        dates: _Text = "",
        file: Annotated[bytes | None, File()] = None,
    ) -> Response:
        """Say what a list would do, or do it; the list travels with the form, nothing is kept."""
        given = Given(data=file or _unpacked(kept), columns=columns, encoding=encoding, dates=dates)
        if not given.data or len(given.data) > MOST_BYTES or how not in HOW:
            raise HTTPException(422)
        try:
            table, said = given.table(), given.said()
            if how == "look":
                done = preview_people(deps, table, said)
            else:
                actor = visitor.account.actor
                done = import_people(deps, table, said, actor, skip_bad=how == "right")
                if done.applied:
                    return seen_other(f"/people/import?{_counted(done)}")
            read = how_read(table, FORM, said, deps.clock.today())
        except TableRefused as error:
            return _refused(desk, visitor, given, error)
        left = [table.columns[number - 1] for number in unread(table, FORM, said)]
        return _page(desk, visitor, given, Looked(done=done, read=read, left_out=left))


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file, and what somebody said about it."""

    data: bytes = field(default=b"", repr=False)
    columns: str = ""
    encoding: str = ""
    dates: str = ""

    def table(self) -> Table:
        """Read the file. Raises `TableRefused`."""
        order = Order(self.dates) if self.dates in set(Order) else None
        return read_list(self.data, encoding=self.encoding, dates=order)

    def said(self) -> dict[str, str]:
        """Read lines such as `name=First name+Last name`."""
        pairs = (line.partition("=") for line in self.columns.splitlines() if "=" in line)
        return {name.strip(): column.strip() for name, _, column in pairs}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a list did, or would do, and how it was read."""

    done: ImportedPeople
    read: HowRead
    left_out: Sequence[str]


def _refused(desk: Desk, visitor: Visitor, given: Given, error: TableRefused) -> HTMLResponse:
    """Say why a file was not read; where somebody must say how, the file is kept in the form."""
    samples = error.samples if isinstance(error, EncodingUnclear) else {}
    asks = bool(samples) or isinstance(error, DatesUnclear)
    values = {
        "wrong": "import_unclear" if asks else "import_refused",
        "detail": "" if asks else str(error),
        "samples": [(name, NAMES[name], words) for name, words in samples.items()],
        "ask_dates": isinstance(error, DatesUnclear),
    }
    kept = given if asks else Given(columns=given.columns)
    return _page(desk, visitor, kept, None, values)


def _page(
    desk: Desk,
    visitor: Visitor,
    given: Given,
    looked: Looked | None,
    more: Mapping[str, object] | None = None,
) -> HTMLResponse:
    said = catalog(visitor.language).gettext
    plan = looked.done.plan if looked else None
    values: dict[str, object] = {
        "done": looked.done if looked else None,
        "read": looked.read if looked else None,
        "counts": {change.value: plan.count(change) for change in Change} if plan else {},
        "problems": [(one, said(TROUBLES[one.trouble])) for one in plan.problems] if plan else [],
        "kept": base64.b64encode(given.data).decode(),
        "given": given,
        "left_out": ", ".join(looked.left_out) if looked else "",
        "wrong": "",
        "detail": "",
        "samples": [],
        "ask_dates": False,
        "taken": None,
        **(more or {}),
    }
    status = 422 if values["wrong"] else 200
    return desk.shell.page(visitor, "import.html.j2", values, status)


def _counted(done: ImportedPeople) -> str:
    """Say in an address what a list did."""
    return urlencode(
        {
            "taken": "yes",
            "new": done.plan.count(Change.ADD),
            "changed": done.plan.count(Change.UPDATE),
            "same": done.plan.count(Change.SAME),
        }
    )


def _unpacked(kept: str) -> bytes:
    try:
        return base64.b64decode(kept, validate=True)
    except binascii.Error as error:
        raise HTTPException(422) from error
