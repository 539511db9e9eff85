"""Help for those whose link opens nothing: a letter with a fresh one, if we know the address."""

from datetime import timedelta

import structlog
from fastapi import BackgroundTasks, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from consent.asks import Link, LinkKind
from consent.ids import PersonId, SignerId
from consent.particulars import shown_address
from likeness.web.pages.limits import Bounds, network
from likeness.web.pages.parts import Form, Parts
from likeness.web.pages.shell import page, sender_of
from likeness.web.pages.taking import Came, use_up
from scheduler import letters

FRESH_S = 15 * 60


def add_help(app: FastAPI, parts: Parts) -> None:
    """Answer /help: always the same, whoever asks for whatever."""

    @app.post("/help", response_class=HTMLResponse)
    def ask(request: Request, form: Form, later: BackgroundTasks) -> Response:
        def act() -> Response:
            parts.limits.require(Bounds.LETTER, network(sender_of(request)), parts.now())
            email = shown_address(form.fields.get("email", ""))
            later.add_task(send_to_address, parts, email)
            tag = form.fields.get("lang", "")
            known = tag if tag in parts.languages() else ""
            return RedirectResponse(f"/sent?lang={known}" if known else "/sent", 303)

        return use_up(Came(parts=parts, request=request, form=form), "help", act)

    @app.api_route("/sent", methods=["GET", "HEAD"], response_class=HTMLResponse)
    def sent(request: Request) -> Response:
        return page(parts.frame(request), "sent", {})


def send_to_address(parts: Parts, email: str) -> None:
    """Send a fresh link to everybody with this address. Nobody waits for this."""
    if "@" not in email:
        return
    if not parts.limits.count(Bounds.MAILBOX, email.casefold(), parts.now()):
        structlog.get_logger().info("fresh-link", outcome="too-many")
        return
    for person in parts.find_person(email):
        send_fresh_link(parts, (person,), SignerId(person))
    for signer, persons in _children_of(parts, email).items():
        send_fresh_link(parts, persons, signer)


def send_fresh_link(parts: Parts, persons: tuple[PersonId, ...], signer: SignerId) -> None:
    """Put one letter with a link of a quarter of an hour into the outbox."""
    now, link_id = parts.now(), parts.deps.new_id()
    ends_at = now + timedelta(seconds=FRESH_S)
    link = Link(
        hash=parts.secrets.hash_of(parts.secrets.make(LinkKind.FRESH, link_id, 1)),
        kind=LinkKind.FRESH,
        made_at=now,
        ends_at=ends_at,
        persons=persons,
        signer=signer,
    )
    with parts.deps.store.begin() as tx:
        tx.links.put(link)
        tx.outbox.put(letters.fresh_link(link_id, persons, signer, ends_at, now))


def _children_of(parts: Parts, email: str) -> dict[SignerId, tuple[PersonId, ...]]:
    """Give the children of guardians with this address."""
    wanted = email.strip().casefold()
    found: dict[SignerId, tuple[PersonId, ...]] = {}
    with parts.deps.store.read() as tx:
        for household in tx.guardians.households():
            guards = tx.guardians.of(household.persons[0])
            mine = [one for one in guards if one.signer == household.signer]
            if mine and mine[0].email.strip().casefold() == wanted:
                found[household.signer] = household.persons
    return found
