"""People: the list with where each stands, and adding somebody."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Form, HTTPException
from fastapi.responses import HTMLResponse

from consent.ids import GroupId, PersonId
from consent.standing import Standing
from likeness.storage.store import SqlTx
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.people_view import LOOKS, Known, PersonLine
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.visitors import Visitor

PER_PAGE = 50
MOST_FOUND = 20
_Text = Annotated[str, Form(max_length=300)]


def add_people(desk: Desk) -> None:
    """Add the list."""
    _list(desk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Who is listed; everything that is set must fit."""

    q: str = ""
    state: str = ""
    group: str = ""


class Chosen:
    """Whom a form means: those who are ticked, or everybody the list fits."""

    def __init__(
        self, every: _Text = "", q: _Text = "", state: _Text = "", group: _Text = ""
    ) -> None:
        """Read the form."""
        self.every = every == "yes"
        self.filter = Filter(q=q, state=state, group=group)


def chosen(pages: OfficePages, ticked: Iterable[str], which: Chosen) -> tuple[PersonId, ...]:
    """Give whom a form means."""
    if not which.every:
        return tuple(PersonId(one) for one in ticked)
    with pages.store.read() as tx:
        return fitting(pages, tx, which.filter, known(pages, tx))


def fitting(pages: OfficePages, tx: SqlTx, wanted: Filter, facts: Known) -> tuple[PersonId, ...]:
    """Give everybody who is listed, by name."""
    found = pages.store.names().ordered(wanted.q)
    if wanted.group:
        inside = tx.groups.get(GroupId(wanted.group)).members
        found = tuple(one for one in found if one in inside)
    if wanted.state in set(Standing):
        found = tuple(one for one in found if facts.standing(one) == wanted.state)
    return found


def known(pages: OfficePages, tx: SqlTx) -> Known:
    """Read what is known of everybody."""
    return Known(
        answers=pages.memory.of(tx),
        asked=tx.overview.asked(),
        recognition=tx.overview.recognised(),
        uses=len(pages.channels),
        today=pages.deps.clock.today(),
        pictures=frozenset(tx.pending_enrolments.references()),
    )


def lines_of(pages: OfficePages, tx: SqlTx, persons: Iterable[PersonId]) -> tuple[PersonLine, ...]:
    """Give the line of each, wherever people are listed or chosen from."""
    names, facts = pages.store.names(), known(pages, tx)
    return tuple(facts.line(person, names.label(person)) for person in persons)


def searched(pages: OfficePages, tx: SqlTx, q: str) -> tuple[PersonLine, ...]:
    """Give the first of those whom a text fits; an empty one fits nobody."""
    found = pages.store.names().ordered(q)[:MOST_FOUND] if q.strip() else ()
    return lines_of(pages, tx, found)


def _list(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/people")
    def people(
        visitor: Annotated[Visitor, Depends(desk.door.see)],
        wanted: Annotated[Filter, Depends()],
        page: int = 0,
        said: str = "",
    ) -> HTMLResponse:
        skip = max(page, 0) * PER_PAGE
        with pages.store.read() as tx:
            found = fitting(pages, tx, wanted, known(pages, tx))
            lines = lines_of(pages, tx, found[skip : skip + PER_PAGE])
            groups = tx.groups.all()
        pages.saw(visitor.account, "people-listed", (line.person for line in lines))
        further = urlencode({**asdict(wanted), "page": page + 1})
        values = {
            "lines": lines,
            "count": len(found),
            "wanted": wanted,
            "groups": groups,
            "states": tuple(Standing),
            "looks": LOOKS,
            "further": f"/people?{further}" if len(found) > skip + PER_PAGE else "",
            "languages": pages.languages(),
            "said": said if said in {"ask_done", "ask_not"} else "",
        }
        return desk.shell.page(visitor, "people.html.j2", values)


def a_day(text: str) -> date | None:
    """Read a day from a form; None where nothing was typed. Raises the 422 of a page."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise HTTPException(422) from error
