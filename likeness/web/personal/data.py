"""My data as a file, and my address: a new one counts when old and new have confirmed it."""

from dataclasses import replace
from datetime import timedelta

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from consent.ids import Actor, PersonId, SignerId
from consent.particulars import Unfit, shown_address, wrong_address
from consent.persons import Person
from likeness.i18n.catalogs import N_
from likeness.web.pages.limits import Bounds, network
from likeness.web.pages.parts import Form, Parts
from likeness.web.pages.shell import page, sender_of
from likeness.web.pages.taking import Came, use_up
from likeness.web.pages.visits import VISIT_S
from likeness.web.personal.page import READ, Desk, taking
from likeness.web.signing.drafts import MOST_TYPED, Problem
from scheduler import letters
from scheduler.particulars import wide
from scheduler.ports import Tx
from scheduler.ports.pages import AddressChange, Side
from scheduler.values import Act

CHANGE_DAYS = 3
TYPED = "typed address"
EMAIL_WRONG = N_("This is not an e-mail address. Correct it.")
_TEXTS = {
    Unfit.EMAIL_NOT_SENT: N_(
        "Our mail server takes only plain letters (a to z) before the @. Give another address."
    )
}


def add_data(app: FastAPI, parts: Parts) -> None:
    """Answer /me/<who>/data.zip, /me/<who>/address and /a/<secret>."""

    @app.get("/me/{who}/data.zip")
    def data(who: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = desk.person(who)
        signer = desk.visit.signer if desk.visit.guardian else None
        headers = {"Content-Disposition": 'attachment; filename="my-data.zip"'}
        return Response(
            parts.person_data(person, signer), media_type="application/zip", headers=headers
        )

    _address(app, parts)
    _confirming(app, parts)


def _address(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/{who}/address", methods=READ, response_class=HTMLResponse)
    def ask(who: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        with parts.deps.store.read() as tx:
            old = _address_of(tx, desk.person(who), _guardian(desk))
        packed = request.query_params.get("typed", "")
        content = parts.carrier.unpack(TYPED, packed, parts.now()) if packed else None
        wrong = Unfit(content["wrong"]) if content else Unfit.BAD_EMAIL
        text = parts.words(desk.frame)(_TEXTS.get(wrong, EMAIL_WRONG))
        values = {
            "who": who,
            "has_old": bool(old),
            "asked": "asked" in request.query_params,
            "problems": [Problem(field="email", text=text)] if content else [],
            "found": {"email": text} if content else {},
            "typed": content["email"] if content else "",
        }
        return desk.show("address", values)

    @app.post("/me/{who}/address", response_class=HTMLResponse)
    def take(who: str, request: Request, form: Form) -> Response:
        def act(desk: Desk) -> Response:
            person = desk.person(who)
            email = shown_address(form.fields.get("email", "")[:MOST_TYPED])
            with parts.deps.store.read() as tx:
                wrong = wrong_address(email, wide=wide(tx)) if email else Unfit.BAD_EMAIL
            if wrong is not None:
                typed = _packed(parts, email, wrong)
                return RedirectResponse(f"/me/{who}/address?typed={typed}", 303)
            parts.limits.require(Bounds.LETTER, network(sender_of(request)), parts.now())
            parts.limits.require(Bounds.MAILBOX, desk.visit.signer, parts.now())
            _begin(parts, person, _guardian(desk), email)
            return RedirectResponse(f"/me/{who}/address?asked=1", 303)

        return taking(parts, request, form, act)


def _packed(parts: Parts, email: str, wrong: Unfit) -> str:
    """Seal what was typed, and what is wrong with it, for the page that asks once more."""
    until = parts.now() + timedelta(seconds=VISIT_S)
    return parts.carrier.pack(TYPED, {"email": email, "wrong": wrong.value}, until)


def _guardian(desk: Desk) -> SignerId | None:
    """Give the guardian who is here; None: the person."""
    return desk.visit.signer if desk.visit.guardian else None


def _address_of(tx: Tx, person: PersonId, signer: SignerId | None) -> str:
    if signer is None:
        return tx.people.profile(person).email
    return next((one.email for one in tx.guardians.of(person) if one.signer == signer), "")


def _begin(parts: Parts, person: PersonId, signer: SignerId | None, email: str) -> None:
    now = parts.now()
    ends_at = now + timedelta(days=CHANGE_DAYS)
    with parts.deps.store.begin() as tx:
        has_old = bool(_address_of(tx, person, signer))
        change = AddressChange(
            id=parts.deps.new_id(),
            person=person,
            signer=signer,
            new_email=email,
            old_done=not has_old,
            new_done=False,
            ends_at=ends_at,
        )
        tx.address_changes.make(change)
        for side in (Side.OLD, Side.NEW) if has_old else (Side.NEW,):
            tx.outbox.put(letters.address_change(change.id, side.value, person, ends_at, now))


def _confirming(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/a/{secret}", methods=READ, response_class=HTMLResponse)
    def read(secret: str, request: Request) -> Response:
        parts.limits.require_seen(Bounds.GUESS, network(sender_of(request)), parts.now())
        with parts.deps.store.read() as tx:
            found = tx.address_changes.find(secret, parts.now())
        if found is None:
            return parts.closed(request)
        values = {
            "token": parts.forms.token(f"a|{parts.secrets.hash_of(secret)}"),
            "new": found[1] is Side.NEW,
        }
        return page(parts.frame(request), "confirm_address", values)

    @app.post("/a/{secret}", response_class=HTMLResponse)
    def confirm(secret: str, request: Request, form: Form) -> Response:
        def act() -> Response:
            parts.limits.require(Bounds.POST, network(sender_of(request)), parts.now())
            with parts.deps.store.begin() as tx:
                done = _confirmed(parts, tx, secret)
            if done is None:
                return parts.closed(request)
            return RedirectResponse("/confirmed?all=1" if done else "/confirmed", 303)

        return use_up(
            Came(parts=parts, request=request, form=form), f"a|{parts.secrets.hash_of(secret)}", act
        )

    @app.api_route("/confirmed", methods=READ, response_class=HTMLResponse)
    def confirmed(request: Request) -> Response:
        """Say whether the other address has to confirm, too. It proves nothing and shows nobody."""
        done = "all" in request.query_params
        return page(parts.frame(request), "address_confirmed", {"done": done})


def _confirmed(parts: Parts, tx: Tx, secret: str) -> bool | None:
    """Note one side's yes; True where that was the last, None where the link opens nothing."""
    found = tx.address_changes.find(secret, parts.now())
    if found is None:
        return None
    change = tx.address_changes.confirm(found[0].id, found[1])
    done = change.old_done and change.new_done
    if done:
        _apply(parts, tx, change)
    return done


def _apply(parts: Parts, tx: Tx, change: AddressChange) -> None:
    signer = change.signer
    actor = Actor(f"person:{change.person}" if signer is None else f"signer:{signer}")
    if signer is None:
        changed = replace(tx.people.profile(change.person), email=change.new_email)
        tx.people.save_profile(Person(id=change.person, profile=changed))
    else:
        _save_guardian(tx, signer, change.new_email)
    tx.address_changes.drop(change.id)
    act = Act(actor=actor, act="address-changed", subjects=(change.person,))
    tx.records.act(act, parts.now())


def _save_guardian(tx: Tx, signer: SignerId, email: str) -> None:
    """Note the new address of a guardian with each of their children."""
    households = [one.persons for one in tx.guardians.households() if one.signer == signer]
    for person in (each for persons in households for each in persons):
        for one in tx.guardians.of(person):
            if one.signer == signer:
                tx.guardians.save(person, replace(one, email=email))
