"""What the office ends for somebody: each page says what will happen, and asks once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from consent.ids import AssetId, Channel, PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.signing import Means
from likeness.storage.store import SqlTx
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.errors import ConsentMissing, NoSuchRow
from scheduler.jobs.save_guardian import remove_guardian
from scheduler.jobs.withdraw import (
    object_photo,
    withdraw_all,
    withdraw_recognition,
    withdraw_uses,
)

_Text = Annotated[str, Form(max_length=300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """What a page asks about before anything is done."""

    title: str
    """Names of texts."""
    text: str
    button: str
    action: str
    back: str


def add_ending(desk: Desk) -> None:
    """Add the pages and their acts."""
    _everything(desk)
    _one_permission(desk)
    _recognition(desk)
    _guardian(desk)
    _photo(desk)


def _how(visitor: Visitor) -> How:
    return How(by=visitor.account.actor, means=Means.OFFICE)


def _ask(
    desk: Desk, visitor: Visitor, person: PersonId, sure: Sure, **more: object
) -> HTMLResponse:
    """Show what will happen; that the name is seen is noted."""
    desk.pages.saw(visitor.account, "person-opened", (person,))
    with desk.pages.store.read() as tx:
        values = {
            "sure": sure,
            "profile": tx.people.profile(person),
            "photos": len(tx.assets.with_person(person)),
            "about": "",
            "fields": {},
        }
    return desk.shell.page(visitor, "sure.html.j2", {**values, **more})


def _ended(person: str, end: Callable[[], object], anchor: str) -> Response:
    """End something, and say so where it stood; where there is nothing to end, say that."""
    try:
        end()
    except ConsentMissing:
        return seen_other(f"/people/{person}?said=nothing_ended{anchor}")
    return seen_other(f"/people/{person}?said=done{anchor}")


def _everything(desk: Desk) -> None:
    @desk.router.get("/people/{person}/withdraw")
    def sure(visitor: Annotated[Visitor, Depends(desk.door.see)], person: str) -> HTMLResponse:
        asked = Sure(
            title="person_withdraw_all",
            text="sure_withdraw_all",
            button="person_withdraw_all",
            action=f"/people/{person}/withdraw",
            back=f"/people/{person}#permissions",
        )
        return _ask(desk, visitor, PersonId(person), asked)

    @desk.router.post("/people/{person}/withdraw")
    def everything(visitor: Annotated[Visitor, Depends(desk.door.act)], person: str) -> Response:
        def end() -> object:
            return withdraw_all(desk.pages.deps, PersonId(person), _how(visitor))

        return _ended(person, end, "#permissions")


def _one_permission(desk: Desk) -> None:
    @desk.router.get("/people/{person}/quitclaims/{quitclaim}/withdraw")
    def sure(
        visitor: Annotated[Visitor, Depends(desk.door.see)], person: str, quitclaim: str
    ) -> HTMLResponse:
        wording = desk.pages.wording
        with desk.pages.store.read() as tx:
            found = _permission(tx, person, quitclaim)
        uses = (wording.channel(one, visitor.language) for one in sorted(found))
        asked = Sure(
            title="person_withdraw",
            text="sure_withdraw",
            button="person_withdraw",
            action=f"/people/{person}/quitclaims/{quitclaim}/withdraw",
            back=f"/people/{person}#permissions",
        )
        return _ask(desk, visitor, PersonId(person), asked, about=", ".join(uses))

    @desk.router.post("/people/{person}/quitclaims/{quitclaim}/withdraw")
    def one(
        visitor: Annotated[Visitor, Depends(desk.door.act)], person: str, quitclaim: str
    ) -> Response:
        with desk.pages.store.read() as tx:
            found = _permission(tx, person, quitclaim)

        def end() -> object:
            return withdraw_uses(desk.pages.deps, PersonId(person), found, _how(visitor))

        return _ended(person, end, "#permissions")


def _permission(tx: SqlTx, person: str, quitclaim: str) -> frozenset[Channel]:
    """Give the uses of a permission of this person. Raises `NoSuchRow`."""
    found = tx.people.quitclaim(QuitclaimId(quitclaim))
    if found.person != person:
        raise NoSuchRow("There is no such permission.")
    return found.channels


def _recognition(desk: Desk) -> None:
    @desk.router.get("/people/{person}/recognition/withdraw")
    def sure(visitor: Annotated[Visitor, Depends(desk.door.see)], person: str) -> HTMLResponse:
        asked = Sure(
            title="person_withdraw_recognition",
            text="sure_recognition",
            button="person_withdraw_recognition",
            action=f"/people/{person}/recognition/withdraw",
            back=f"/people/{person}#recognition",
        )
        return _ask(desk, visitor, PersonId(person), asked)

    @desk.router.post("/people/{person}/recognition/withdraw")
    def recognition(visitor: Annotated[Visitor, Depends(desk.door.act)], person: str) -> Response:
        def end() -> object:
            return withdraw_recognition(desk.pages.deps, PersonId(person), _how(visitor))

        return _ended(person, end, "#recognition")


def _guardian(desk: Desk) -> None:
    @desk.router.get("/people/{person}/guardians/{guardian}/remove")
    def sure(
        visitor: Annotated[Visitor, Depends(desk.door.see)], person: str, guardian: str
    ) -> HTMLResponse:
        with desk.pages.store.read() as tx:
            found = [one for one in tx.guardians.of(PersonId(person)) if one.signer == guardian]
        if not found:
            raise NoSuchRow("Nobody with this id answers for this child.")
        asked = Sure(
            title="person_guardian_remove",
            text="sure_guardian",
            button="person_guardian_remove",
            action=f"/people/{person}/guardians/{guardian}/remove",
            back=f"/people/{person}#family",
        )
        return _ask(desk, visitor, PersonId(person), asked, about=found[0].name)

    @desk.router.post("/people/{person}/guardians/{guardian}/remove")
    def remove(
        visitor: Annotated[Visitor, Depends(desk.door.act)], person: str, guardian: str
    ) -> Response:
        """Take a guardian away; what they answered stays."""
        actor = visitor.account.actor
        if not remove_guardian(desk.pages.deps, PersonId(person), SignerId(guardian), actor):
            raise NoSuchRow("Nobody with this id answers for this child.")
        return seen_other(f"/people/{person}?said=person_saved#family")


def _photo(desk: Desk) -> None:
    @desk.router.get("/photos/{photo}/object")
    def sure(
        visitor: Annotated[Visitor, Depends(desk.door.see)], photo: str, person: str = ""
    ) -> HTMLResponse:
        with desk.pages.store.read() as tx:
            place = tx.assets.get(AssetId(photo)).place
        asked = Sure(
            title="photo_object",
            text="photo_object_text",
            button="photo_object_do",
            action=f"/photos/{photo}/object",
            back=f"/photos/{photo}#objection",
        )
        fields = {"person": person}
        return _ask(desk, visitor, _there(desk, person), asked, about=place, fields=fields)

    @desk.router.post("/photos/{photo}/object")
    def object_to(
        visitor: Annotated[Visitor, Depends(desk.door.act)], photo: str, person: _Text
    ) -> Response:
        who = _there(desk, person)
        object_photo(desk.pages.deps, who, AssetId(photo), _how(visitor))
        return seen_other(f"/photos/{photo}?said=photo_kept#objection")


def _there(desk: Desk, person: str) -> PersonId:
    """Give a person who is on file. Raises the 404 of a page."""
    with desk.pages.store.read() as tx:
        if PersonId(person) not in set(tx.people.ids()):
            raise HTTPException(404)
    return PersonId(person)
