"""Ways to one's own page: the receipt's link, the fresh link, the code on paper."""

from fastapi import BackgroundTasks, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from consent.asks import Link, LinkKind
from consent.ids import LinkHash
from likeness.web.pages.limits import Bounds, network
from likeness.web.pages.parts import Form, Parts
from likeness.web.pages.shell import page, sender_of
from likeness.web.pages.taking import Came, use_up
from likeness.web.pages.visits import begin_visit
from likeness.web.signing.help import send_fresh_link
from scheduler.paper_codes import normal

READ = ["GET", "HEAD"]


def add_doors(app: FastAPI, parts: Parts) -> None:
    """Answer /r/<secret>, /m/<secret> and codes typed at /me."""
    _receipt(app, parts)
    _fresh(app, parts)

    @app.post("/me/code", response_class=HTMLResponse)
    def code(request: Request, form: Form) -> Response:
        def act() -> Response:
            parts.limits.require(Bounds.CODE, network(sender_of(request)), parts.now())
            typed = normal(form.fields.get("code", ""))
            link = open_door(parts, parts.secrets.hash_of(typed), LinkKind.CODE)
            if link is None or link.signer is None:
                return RedirectResponse("/me?code=unknown#code", 303)
            answer = RedirectResponse("/me", 303)
            begin_visit(parts, answer, link.persons, link.signer)
            return answer

        return use_up(Came(parts=parts, request=request, form=form), "code", act)


def _receipt(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/r/{secret}", methods=READ, response_class=HTMLResponse)
    def read(secret: str, request: Request) -> Response:
        return _button(parts, request, secret, LinkKind.RECEIPT)

    @app.post("/r/{secret}", response_class=HTMLResponse)
    def send(secret: str, request: Request, form: Form, later: BackgroundTasks) -> Response:
        found = parts.secrets.hash_of(secret)

        def act() -> Response:
            parts.limits.require(Bounds.LETTER, network(sender_of(request)), parts.now())
            link = open_door(parts, found, LinkKind.RECEIPT)
            if (
                link is not None
                and link.signer is not None
                and parts.limits.count(Bounds.MAILBOX, link.signer, parts.now())
            ):
                later.add_task(send_fresh_link, parts, link.persons, link.signer)
            return RedirectResponse("/sent", 303)

        return use_up(
            Came(parts=parts, request=request, form=form), f"{LinkKind.RECEIPT}|{found}", act
        )


def _fresh(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/m/{secret}", methods=READ, response_class=HTMLResponse)
    def read(secret: str, request: Request) -> Response:
        return _button(parts, request, secret, LinkKind.FRESH)

    @app.post("/m/{secret}", response_class=HTMLResponse)
    def use(secret: str, request: Request, form: Form) -> Response:
        found = parts.secrets.hash_of(secret)

        def act() -> Response:
            parts.limits.require(Bounds.POST, network(sender_of(request)), parts.now())
            link = open_door(parts, found, LinkKind.FRESH)
            if link is None or link.signer is None or not _used_now(parts, found):
                return parts.closed(request)
            answer = RedirectResponse("/me", 303)
            begin_visit(parts, answer, link.persons, link.signer)
            return answer

        return use_up(
            Came(parts=parts, request=request, form=form), f"{LinkKind.FRESH}|{found}", act
        )


def open_door(parts: Parts, found: LinkHash, kind: LinkKind) -> Link | None:
    """Give a link of this kind that opens now; None for everything else."""
    with parts.deps.store.read() as tx:
        link = tx.links.find(found)
    good = link is not None and link.kind is kind and link.opens(parts.now())
    return link if good else None


def _used_now(parts: Parts, found: LinkHash) -> bool:
    """End a link; of two at once only one is told True."""
    with parts.deps.store.begin() as tx:
        return tx.links.kill(found, parts.now())


def _button(parts: Parts, request: Request, secret: str, kind: LinkKind) -> Response:
    """Show the one button of a link. Reading it changes nothing, so no mail scanner burns it."""
    parts.limits.require_seen(Bounds.GUESS, network(sender_of(request)), parts.now())
    found = parts.secrets.hash_of(secret)
    if open_door(parts, found, kind) is None:
        return parts.closed(request)
    values = {"token": parts.forms.token(f"{kind}|{found}"), "fresh": kind is LinkKind.FRESH}
    return page(parts.frame(request), "door", values)
