"""Saying who is on a selection of photos: these people only, these and others, or nobody."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from consent.ids import AssetId, PersonId
from likeness.storage.store import SqlTx
from likeness.web.office_pages.faces import roster_of
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.people import lines_of, searched
from likeness.web.office_pages.people_view import PersonLine
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.jobs.attest_photo import attest_photo

MOST_PHOTOS = 48
HOWS = ("only", "with", "nobody")
_Text = Annotated[str, Form(max_length=300)]
_Ids = Annotated[list[str] | None, Form()]


def add_attesting(desk: Desk) -> None:
    """Add the page and its act."""
    pages, act = desk.pages, desk.door.act

    @desk.router.post("/photos/whom")
    def whom(
        visitor: Annotated[Visitor, Depends(act)],
        photo: _Ids = None,
        person: _Ids = None,
        q: _Text = "",
    ) -> HTMLResponse:
        """Ask who is on the photos that were ticked; nothing is changed by it."""
        photos, ticked = _photos(photo), [PersonId(one) for one in person or ()]
        with pages.store.read() as tx:
            assets = [tx.assets.get(one) for one in photos]
            choices = _choices(pages, tx, photos, ticked, q)
        pages.saw(visitor.account, "photo-opened", (*photos, *(one.person for one in choices)))
        values = {"photos": assets, "choices": choices, "ticked": set(ticked), "q": q}
        return desk.shell.page(visitor, "attest.html.j2", values)

    @desk.router.post("/photos/attest")
    def attest(
        visitor: Annotated[Visitor, Depends(act)],
        photo: _Ids = None,
        person: _Ids = None,
        how: _Text = "nobody",
    ) -> Response:
        """Say of several photos who is on them."""
        photos, persons = _photos(photo), [PersonId(one) for one in person or ()]
        if how not in HOWS or bool(persons) is (how == "nobody"):
            raise HTTPException(422)
        for asset in photos:
            attest_photo(pages.deps, asset, persons, visitor.account.actor, only=how != "with")
        return seen_other(f"/photos?kept={len(photos)}")


def _photos(photo: list[str] | None) -> list[AssetId]:
    chosen = [AssetId(one) for one in photo or ()]
    if not chosen or len(chosen) > MOST_PHOTOS:
        raise HTTPException(422)
    return chosen


def _choices(
    pages: OfficePages, tx: SqlTx, photos: Sequence[AssetId], ticked: Sequence[PersonId], q: str
) -> tuple[PersonLine, ...]:
    """Give who may be on them: those ticked, the people of their sessions, and those searched."""
    rosters = (choice.person for photo in photos for choice in roster_of(pages, tx, photo))
    found = (line.person for line in searched(pages, tx, q))
    known = set(tx.people.ids())
    every = dict.fromkeys(one for one in (*ticked, *found, *rosters) if one in known)
    return lines_of(pages, tx, every)
