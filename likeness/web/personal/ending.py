"""Ending things: withdraw all or part, only recognition, object to a photo, erase me."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from consent.ids import Actor, AssetId, Channel, PersonId, WithdrawalId
from consent.lifecycle import How
from consent.signing import Means
from likeness.web.pages.parts import Form, Parts, Posted
from likeness.web.pages.visits import drop_cookie
from likeness.web.personal.appearing import is_confirmed
from likeness.web.personal.overview import granted
from likeness.web.personal.page import READ, Desk
from scheduler.errors import NoSuchRow
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.withdraw import (
    object_photo,
    withdraw_all,
    withdraw_recognition,
    withdraw_uses,
)
from scheduler.ports.evidence import Hold

REFRESH_S = 3


def add_ending(app: FastAPI, parts: Parts) -> None:
    """Answer /me/<number>/withdraw, its progress, objections and /me/<number>/erase."""
    _withdrawing(app, parts)
    _progress(app, parts)
    _erasing(app, parts)

    @app.post("/me/{number}/object/{asset}", response_class=HTMLResponse)
    def objects(number: int, asset: str, request: Request, form: Form) -> Response:
        desk = Desk.taking(parts, request, form)
        person = desk.person(number)
        if not is_confirmed(parts.deps, person, AssetId(asset)):
            raise HTTPException(404)
        done = object_photo(parts.deps, person, AssetId(asset), _how(desk), desk.visit.signer)
        return RedirectResponse(f"/me/{number}/withdrawn/{done}", 303)


def actor_of(desk: Desk) -> Actor:
    """Say who acts: the person, or a guardian."""
    kind = "signer" if desk.visit.guardian else "person"
    return Actor(f"{kind}:{desk.visit.signer}")


def _how(desk: Desk) -> How:
    return How(by=actor_of(desk), means=Means.PERSONAL)


def _withdrawing(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/{number}/withdraw", methods=READ, response_class=HTMLResponse)
    def choose(number: int, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = desk.person(number)
        with parts.deps.store.read() as tx:
            (subject,) = tx.people.subjects((person,))
            shown = desk.overview(tx, subject)
            given = granted(subject.quitclaims, parts.deps.clock.today())
        uses = parts.wording.in_order(given)
        labels = [(use, parts.wording.channel(use, desk.frame.language)) for use in uses]
        nothing = "nothing" in request.query_params
        values = {"one": shown, "number": number, "uses": labels, "nothing": nothing}
        return desk.show("withdraw", values, 422 if nothing else 200)

    @app.post("/me/{number}/withdraw", response_class=HTMLResponse)
    def withdraw(number: int, request: Request, form: Form) -> Response:
        desk = Desk.taking(parts, request, form)
        person = desk.person(number)
        done = _withdraw(desk, person, form)
        again = f"/me/{number}/withdraw?nothing=1#uses"
        place = f"/me/{number}/withdrawn/{done}" if done else again
        return RedirectResponse(place, 303)


def _withdraw(desk: Desk, person: PersonId, form: Posted) -> WithdrawalId | None:
    deps, how, signer = desk.parts.deps, _how(desk), desk.visit.signer
    match form.fields.get("what", ""):
        case "all":
            return withdraw_all(deps, person, how, signer)
        case "recognition":
            return withdraw_recognition(deps, person, how, signer)
        case "uses":
            picked = {name.removeprefix("use-") for name in form.fields if name.startswith("use-")}
            uses = frozenset(Channel(name) for name in picked)
            return withdraw_uses(deps, person, uses, how, signer) if uses else None
        case _:
            return None


def _progress(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/{number}/withdrawn/{withdrawal}", methods=READ, response_class=HTMLResponse)
    def progress(number: int, withdrawal: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = desk.person(number)
        try:
            with parts.deps.store.read() as tx:
                found = tx.withdrawals.get(WithdrawalId(withdrawal))
        except NoSuchRow:
            found = None
        if found is None or found.person != person:
            raise HTTPException(404)
        answer = desk.show("withdrawn", {"found": found, "number": number})
        if found.finished_at is None:
            answer.headers["Refresh"] = str(REFRESH_S)
        return answer


def _erasing(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/{number}/erase", methods=READ, response_class=HTMLResponse)
    def explain(number: int, request: Request) -> Response:
        desk = Desk.at(parts, request)
        held = _held(parts, desk.person(number))
        return desk.show("erase", {"one": desk.one(number), "number": number, "holds": held})

    @app.post("/me/{number}/erase", response_class=HTMLResponse)
    def erase(number: int, request: Request, form: Form) -> Response:
        desk = Desk.taking(parts, request, form)
        person = desk.person(number)
        done = erase_person(parts.deps, person, actor_of(desk))
        answer = desk.show("erased", {"done": done, "holds": _held(parts, person)})
        if len(desk.visit.persons) == 1:
            drop_cookie(parts, answer, "visit")
            drop_cookie(parts, answer, "signed")
        return answer


def _held(parts: Parts, person: PersonId) -> tuple[Hold, ...]:
    """Give the holds that keep what was signed past an erasure."""
    with parts.deps.store.read() as tx:
        found = tx.holds.of_person(person)
    return tuple(hold for hold in found if hold.until >= parts.deps.clock.today())
