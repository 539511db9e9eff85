"""Taking over a list of people: what it would do first, then all of it or what is right of it."""

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, File, Form, HTTPException
from fastapi.responses import HTMLResponse

from likeness.i18n.catalogs import catalog
from likeness.i18n.troubles import TROUBLES
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.visitors import Visitor
from scheduler.errors import TableRefused
from scheduler.jobs.import_people import ImportedPeople, import_people, preview_people
from scheduler.lists.cells import unread
from scheduler.lists.people import FIELDS, Change
from scheduler.lists.reading import read_table

MOST_BYTES = 700_000
"""What fits into a form together with what the form carries on; larger lists: `likeness import`."""
HOW = frozenset({"look", "all", "right"})
_Text = Annotated[str, Form(max_length=MOST_BYTES * 2)]


def add_importing(desk: Desk) -> None:
    """Add the page."""
    deps = desk.pages.deps

    @desk.router.get("/people/import")
    def ask_for_file(visitor: Annotated[Visitor, Depends(desk.door.see)]) -> HTMLResponse:
        return _page(desk, visitor, None, b"", "")

    @desk.router.post("/people/import")
    def take(
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        how: _Text = "look",
        columns: _Text = "",
        kept: _Text = "",
        file: Annotated[bytes | None, File()] = None,
    ) -> HTMLResponse:
        """Say what a list would do, or do it; the list travels with the form, nothing is kept."""
        data = file or _unpacked(kept)
        if not data or len(data) > MOST_BYTES or how not in HOW:
            raise HTTPException(422)
        try:
            table, said = read_table(data), _said(columns)
            if how == "look":
                done = preview_people(deps, table, said)
            else:
                actor = visitor.account.actor
                done = import_people(deps, table, said, actor, skip_bad=how == "right")
        except TableRefused:
            return _page(desk, visitor, None, b"", columns, "import_refused")
        left = [table.columns[number - 1] for number in unread(table, FIELDS, said)]
        return _page(desk, visitor, done, data, columns, left_out=left)


def _page(  # noqa: PLR0913, PLR0917 - what the page shows
    desk: Desk,
    visitor: Visitor,
    done: ImportedPeople | None,
    data: bytes,
    columns: str,
    wrong: str = "",
    left_out: Sequence[str] = (),
) -> HTMLResponse:
    said = catalog(visitor.language).gettext
    values = {
        "done": done,
        "counts": {change.value: done.plan.count(change) for change in Change} if done else {},
        "problems": [
            (one.line, one.column, said(TROUBLES[one.trouble])) for one in done.plan.problems
        ]
        if done
        else [],
        "kept": base64.b64encode(data).decode(),
        "columns": columns,
        "wrong": wrong,
        "left_out": ", ".join(left_out),
    }
    return desk.shell.page(visitor, "import.html.j2", values, 422 if wrong else 200)


def _said(columns: str) -> dict[str, str]:
    """Read lines such as `name=First name+Last name`."""
    pairs = (line.partition("=") for line in columns.splitlines() if "=" in line)
    return {name.strip(): column.strip() for name, _, column in pairs}


def _unpacked(kept: str) -> bytes:
    try:
        return base64.b64decode(kept, validate=True)
    except binascii.Error as error:
        raise HTTPException(422) from error
