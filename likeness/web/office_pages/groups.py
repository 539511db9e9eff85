"""Groups: classes and teams, who is in them, whose answer is missing, whom not to show."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from consent.groups import Group
from consent.ids import GroupId, PersonId
from consent.particulars import a_name
from likeness.web.office_pages.people import searched
from likeness.web.office_pages.rosters import listed, no_photo, no_photo_values
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.jobs.save_group import save_group

_Text = Annotated[str, Form(max_length=300)]


def add_groups(desk: Desk) -> None:
    """Add the pages."""
    _list(desk)
    _page(desk)
    _members(desk)


def _list(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/groups")
    def groups(visitor: Annotated[Visitor, Depends(desk.door.see)]) -> HTMLResponse:
        with pages.store.read() as tx:
            found = tx.groups.all()
        return desk.shell.page(visitor, "groups.html.j2", {"groups": found})

    @desk.router.post("/groups")
    def add(visitor: Annotated[Visitor, Depends(desk.door.act)], name: _Text = "") -> Response:
        made = Group(id=GroupId(pages.deps.new_id()), name=a_name(name))
        save_group(pages.deps, made, visitor.account.actor)
        return seen_other(f"/groups/{made.id}")


def _page(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/groups/{group}")
    def group(
        visitor: Annotated[Visitor, Depends(desk.door.see)],
        group: str,
        q: str = "",
        said: str = "",
    ) -> HTMLResponse:
        with pages.store.read() as tx:
            one = tx.groups.get(GroupId(group))
            people = listed(pages, tx, one.members)
            found = searched(pages, tx, q)
        inside = (line.person for line in people.lines)
        pages.saw(visitor.account, "group-opened", (one.id, *inside, *(it.person for it in found)))
        values = {
            "group": one,
            "lines": people.lines,
            "missing": people.silent,
            "found": found,
            "q": q,
            "said": said if said == "session_saved" else "",
        }
        return desk.shell.page(visitor, "group.html.j2", values)

    @desk.router.get("/groups/{group}/no-photo")
    def whom_not(visitor: Annotated[Visitor, Depends(desk.door.see)], group: str) -> HTMLResponse:
        """List whom not to publish: silent counts as no."""
        with pages.store.read() as tx:
            one = tx.groups.get(GroupId(group))
            lines = no_photo(pages, tx, one.members)
        pages.saw(visitor.account, "no-photo-list", (one.id, *(line.person for line in lines)))
        values = {**no_photo_values(desk, visitor, one.name, lines), "place": "groups"}
        return desk.shell.page(visitor, "no_photo.html.j2", values)


def _members(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.post("/groups/{group}/members")
    def members(
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        group: str,
        add: Annotated[list[str] | None, Form()] = None,
        remove: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        """Put people in or take them out."""
        with pages.store.read() as tx:
            one = tx.groups.get(GroupId(group))
            here = set(tx.people.ids())
        more = {PersonId(person) for person in add or ()}
        if not more <= here:
            raise HTTPException(404)
        less = {PersonId(person) for person in remove or ()}
        changed = replace(one, members=frozenset((one.members | more) - less))
        save_group(pages.deps, changed, visitor.account.actor)
        return seen_other(f"/groups/{group}?said=session_saved")
