"""Withdrawing: all, some uses, or only recognition; and how far the photos have followed."""

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from consent.ids import Actor, Channel, PersonId, WithdrawalId
from consent.lifecycle import How
from consent.signing import Means
from likeness.web.pages.parts import Form, Parts, Posted
from likeness.web.pages.taking import Gone
from likeness.web.personal.overview import granted
from likeness.web.personal.page import READ, Desk, taking
from scheduler.errors import ConsentMissing, NoSuchRow
from scheduler.jobs.withdraw import withdraw_all, withdraw_recognition, withdraw_uses

REFRESH_S = 3
NOTHING = ("unticked", "none")
"""Why nothing was withdrawn: no use was ticked, or there was nothing to withdraw."""

Ending = Callable[[Desk, PersonId], WithdrawalId]


def add_ending(app: FastAPI, parts: Parts) -> None:
    """Answer /me/<who>/withdraw, its three forms, and their progress."""
    _choosing(app, parts)
    _withdrawing(app, parts)
    _progress(app, parts)


def actor_of(desk: Desk) -> Actor:
    """Say who acts: the person, or a guardian."""
    kind = "signer" if desk.visit.guardian else "person"
    return Actor(f"{kind}:{desk.visit.signer}")


def how_of(desk: Desk) -> How:
    """Say who ends something, and from where."""
    return How(by=actor_of(desk), means=Means.PERSONAL)


def _choosing(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/{who}/withdraw", methods=READ, response_class=HTMLResponse)
    def choose(who: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = desk.person(who)
        with parts.deps.store.read() as tx:
            (subject,) = tx.people.subjects((person,))
            shown = desk.overview(tx, subject)
            given = granted(subject, parts.deps.clock.today())
            photos = len(tx.assets.with_person(person))
        uses = parts.wording.in_order(given)
        nothing = request.query_params.get("nothing", "")
        nothing = nothing if nothing in NOTHING else ""
        values = {
            "one": shown,
            "who": who,
            "uses": [(use, parts.wording.channel(use, desk.frame.language)) for use in uses],
            "photos": photos,
            "nothing": nothing,
        }
        return desk.show("withdraw", values, 422 if nothing else 200)


def _withdrawing(app: FastAPI, parts: Parts) -> None:
    deps = parts.deps

    @app.post("/me/{who}/withdraw/all", response_class=HTMLResponse)
    def everything(who: str, request: Request, form: Form) -> Response:
        def end(desk: Desk, person: PersonId) -> WithdrawalId:
            return withdraw_all(deps, person, how_of(desk), desk.visit.signer)

        return taking(parts, request, form, lambda desk: _ended(desk, who, end))

    @app.post("/me/{who}/withdraw/recognition", response_class=HTMLResponse)
    def recognition(who: str, request: Request, form: Form) -> Response:
        def end(desk: Desk, person: PersonId) -> WithdrawalId:
            return withdraw_recognition(deps, person, how_of(desk), desk.visit.signer)

        return taking(parts, request, form, lambda desk: _ended(desk, who, end))

    @app.post("/me/{who}/withdraw/uses", response_class=HTMLResponse)
    def some(who: str, request: Request, form: Form) -> Response:
        uses = _ticked(form)

        def end(desk: Desk, person: PersonId) -> WithdrawalId:
            return withdraw_uses(deps, person, uses, how_of(desk), desk.visit.signer)

        def act(desk: Desk) -> Response:
            return _ended(desk, who, end) if uses else _nothing(desk, who, "unticked")

        return taking(parts, request, form, act)


def _ticked(form: Posted) -> frozenset[Channel]:
    named = (name for name in form.fields if name.startswith("use-"))
    return frozenset(Channel(name.removeprefix("use-")) for name in named)


def _ended(desk: Desk, who: str, end: Ending) -> Response:
    """End something, and go to its progress; where there is nothing to end, say so."""
    person = desk.person(who)
    try:
        done = end(desk, person)
    except ConsentMissing:
        return _nothing(desk, who, "none")
    return RedirectResponse(f"/me/{who}/withdrawn/{done}", 303)


def _nothing(desk: Desk, who: str, why: str) -> Response:
    desk.person(who)
    return RedirectResponse(f"/me/{who}/withdraw?nothing={why}#errors", 303)


def _progress(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/{who}/withdrawn/{withdrawal}", methods=READ, response_class=HTMLResponse)
    def progress(who: str, withdrawal: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = desk.person(who)
        try:
            with parts.deps.store.read() as tx:
                found = tx.withdrawals.get(WithdrawalId(withdrawal))
        except NoSuchRow:
            found = None
        if found is None or found.person != person:
            raise Gone
        answer = desk.show("withdrawn", {"found": found, "who": who})
        if found.finished_at is None:
            answer.headers["Refresh"] = str(REFRESH_S)
        return answer
