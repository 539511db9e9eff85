"""Enrolments to confirm: do person, signature and face belong together?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from consent.ids import PersonId
from consent.signing import Signature
from likeness.web.office_pages.faces import jpeg
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from recognition.errors import ChildLost
from scheduler.jobs.enrol_pending import collisions_of, confirm_enrolment, drop_enrolment
from scheduler.ports.pages import PendingEnrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingView:
    """One enrolment with what a person compares."""

    enrolment: PendingEnrolment
    name: str = field(repr=False)
    signatures: tuple[Signature, ...]
    alike: Sequence[tuple[PersonId, str]] = field(repr=False)
    """Enrolled people whom the face looks like."""


def add_pending(desk: Desk) -> None:
    """Add the pages."""
    _looking(desk)
    _deciding(desk)


def _looking(desk: Desk) -> None:
    pages, see = desk.pages, desk.door.see

    @desk.router.get("/pending")
    def pending(visitor: Annotated[Visitor, Depends(see)], said: str = "") -> HTMLResponse:
        names = pages.store.names()
        with pages.store.read() as tx:
            found = tx.pending_enrolments.all()
        pages.saw(visitor.account, "pending-listed", {one.person for one in found})
        values = {
            "found": [(one, names.label(one.person)) for one in found],
            "said": "done" if said == "done" else "",
        }
        return desk.shell.page(visitor, "pending.html.j2", values)

    @desk.router.get("/pending/{enrolment}")
    def one(visitor: Annotated[Visitor, Depends(see)], enrolment: str) -> HTMLResponse:
        return _page(desk, visitor, enrolment)

    @desk.router.get("/pending/{enrolment}/pictures/{number}")
    def picture(visitor: Annotated[Visitor, Depends(see)], enrolment: str, number: int) -> Response:
        with pages.store.read() as tx:
            found = tx.pending_enrolments.get(enrolment)
            shots = tx.pending_enrolments.shots(enrolment)
        if not 0 <= number < len(shots):
            raise HTTPException(404)
        pages.saw(visitor.account, "pending-picture-seen", (found.person,))
        return jpeg(shots[number].picture)


def _deciding(desk: Desk) -> None:
    act, deps = desk.door.act, desk.pages.deps

    @desk.router.post("/pending/{enrolment}/confirm")
    def confirm(
        visitor: Annotated[Visitor, Depends(act)],
        enrolment: str,
        distinct: Annotated[str, Form()] = "",
    ) -> Response:
        """Let the pictures count; where the face looks like somebody else, ask once more."""
        actor = visitor.account.actor
        try:
            alike = confirm_enrolment(deps, enrolment, actor, distinct=distinct == "yes")
        except ChildLost as error:
            raise HTTPException(503) from error
        if alike:
            return _page(desk, visitor, enrolment, 409)
        return seen_other("/pending?said=done")

    @desk.router.post("/pending/{enrolment}/refuse")
    def refuse(visitor: Annotated[Visitor, Depends(act)], enrolment: str) -> Response:
        drop_enrolment(deps, enrolment, visitor.account.actor, tell=True)
        return seen_other("/pending?said=done")


def _page(desk: Desk, visitor: Visitor, enrolment: str, status: int = 200) -> HTMLResponse:
    pages = desk.pages
    names = pages.store.names()
    with pages.store.read() as tx:
        found = tx.pending_enrolments.get(enrolment)
        shots = tx.pending_enrolments.shots(enrolment)
        signatures = tx.signatures.of_person(found.person)
        references = frozenset(tx.pending_enrolments.references())
    try:
        alike = {one.like for one in collisions_of(pages.deps, found.person, shots)}
    except ChildLost as error:
        raise HTTPException(503) from error
    pages.saw(visitor.account, "pending-opened", (found.person, *alike))
    view = PendingView(
        enrolment=found,
        name=names.label(found.person),
        signatures=signatures,
        alike=[(person, names.label(person)) for person in sorted(alike)],
    )
    values = {"view": view, "shots": len(shots), "references": references}
    return desk.shell.page(visitor, "pending_one.html.j2", values, status)
