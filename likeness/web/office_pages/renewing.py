"""Asking many people to renew at once, each with the text they signed last."""

from typing import Annotated

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from consent.ids import PersonId
from consent.signing import Means
from likeness.web.office_pages.asking import MOST, WAYS
from likeness.web.office_pages.people import Chosen, chosen, lines_of
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.jobs.renew import preview_renewals, renew_many

_Text = Annotated[str, Form(max_length=300)]


def add_renewing(desk: Desk) -> None:
    """Add the pages."""
    pages = desk.pages

    @desk.router.post("/renew/preview")
    def preview(
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        which: Annotated[Chosen, Depends()],
        person: Annotated[list[str] | None, Form()] = None,
        way: _Text = "",
    ) -> HTMLResponse:
        """Say who would be asked, with which text, and what stands in the way."""
        persons = chosen(pages, person or (), which)[:MOST]
        how = Means(way) if way in set(WAYS) else Means.MAIL
        plan = preview_renewals(pages.deps, persons, how)
        pages.saw(visitor.account, "people-listed", persons)
        with pages.store.read() as tx:
            lines = {one.person: one for one in lines_of(pages, tx, persons)}
        values = {
            "way": how,
            "ways": WAYS,
            "good": sorted(
                {
                    (lines[one], request.notice)
                    for request in plan.requests
                    for one in request.persons
                },
                key=lambda line: (line[0].name.casefold(), line[0].person),
            ),
            "problems": [(lines[one], problem) for one, problem in plan.problems.items()],
        }
        return desk.shell.page(visitor, "renew.html.j2", values)

    @desk.router.post("/renew")
    def send(
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        way: _Text,
        person: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        """Ask; whoever has an invitation that is open is not asked again."""
        persons = tuple(PersonId(one) for one in person or ())
        if not persons or len(persons) > MOST or way not in set(WAYS):
            raise HTTPException(422)
        _, made = renew_many(pages.deps, persons, Means(way), visitor.account.actor)
        return seen_other(f"/people?said={'ask_done' if made else 'ask_not'}")
