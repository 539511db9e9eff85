"""Erasing somebody, and objecting to one photo: each says first what will happen, and asks once."""

from datetime import timedelta

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from consent.ids import AssetId, PersonId
from likeness.web.pages.parts import Form, Parts
from likeness.web.pages.shell import page
from likeness.web.pages.taking import Gone
from likeness.web.pages.visits import VISIT_S, drop_cookie
from likeness.web.personal.appearing import is_confirmed
from likeness.web.personal.ending import actor_of, how_of
from likeness.web.personal.page import READ, Desk, taking
from scheduler.jobs.erase_person import erase_person, is_erased
from scheduler.jobs.withdraw import object_photo
from scheduler.ports.evidence import Hold

KIND = "erased"


def add_leaving(app: FastAPI, parts: Parts) -> None:
    """Answer /me/<who>/object/<photo>, /me/<who>/erase and /me/erased."""
    _objecting(app, parts)
    _erasing(app, parts)
    _erased(app, parts)


def _objecting(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/{who}/object/{asset}", methods=READ, response_class=HTMLResponse)
    def explain(who: str, asset: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = _on_photo(desk, who, asset)
        return desk.show("object", {"one": desk.one(person), "who": who, "asset": asset})

    @app.post("/me/{who}/object/{asset}", response_class=HTMLResponse)
    def objects(who: str, asset: str, request: Request, form: Form) -> Response:
        def act(desk: Desk) -> Response:
            person = _on_photo(desk, who, asset)
            signer = desk.visit.signer
            done = object_photo(parts.deps, person, AssetId(asset), how_of(desk), signer)
            return RedirectResponse(f"/me/{who}/withdrawn/{done}", 303)

        return taking(parts, request, form, act)


def _on_photo(desk: Desk, who: str, asset: str) -> PersonId:
    """Give the person, where a human said that they are on this photo. Raises `Gone`."""
    person = desk.person(who)
    if not is_confirmed(desk.parts.deps, person, AssetId(asset)):
        raise Gone
    return person


def _erasing(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/{who}/erase", methods=READ, response_class=HTMLResponse)
    def explain(who: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = desk.person(who)
        values = {"one": desk.one(person), "who": who, "holds": _held(parts, person)}
        return desk.show("erase", values)

    @app.post("/me/{who}/erase", response_class=HTMLResponse)
    def erase(who: str, request: Request, form: Form) -> Response:
        def act(desk: Desk) -> Response:
            person = desk.person(who)
            erase_person(parts.deps, person, actor_of(desk))
            until = parts.now() + timedelta(seconds=VISIT_S)
            answer = RedirectResponse(
                f"/me/erased?of={parts.carrier.pack(KIND, {'person': person}, until)}", 303
            )
            if len(desk.visit.persons) == 1:
                drop_cookie(parts, answer, "visit")
                drop_cookie(parts, answer, "signed")
            return answer

        return taking(parts, request, form, act)


def _erased(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/erased", methods=READ, response_class=HTMLResponse)
    def erased(request: Request) -> Response:
        """Say what is gone; the address says of whom, sealed, because the visit may be over."""
        packed = request.query_params.get("of", "")
        content = parts.carrier.unpack(KIND, packed, parts.now())
        if content is None:
            return RedirectResponse("/me", 303)
        person = PersonId(content["person"])
        values = {"done": is_erased(parts.deps, person), "holds": _held(parts, person)}
        return page(parts.frame(request), "erased", values)


def _held(parts: Parts, person: PersonId) -> tuple[Hold, ...]:
    """Give the holds that keep what was signed past an erasure."""
    with parts.deps.store.read() as tx:
        found = tx.holds.of_person(person)
    return tuple(hold for hold in found if hold.until >= parts.deps.clock.today())
