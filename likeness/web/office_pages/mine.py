"""One's own login: language, password, and where one is logged in."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from likeness.accounts.errors import LoginRefused, PasswordRefused, TooManyTries
from likeness.i18n.catalogs import LANGUAGES
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor, address_of

_Text = Annotated[str, Form(max_length=1000)]


def add_mine(desk: Desk) -> None:
    """Add the pages about one's own login."""
    _password(desk)
    _others(desk)


def _password(desk: Desk) -> None:
    see, act, logins = desk.door.see, desk.door.act, desk.pages.logins

    @desk.router.get("/me")
    def mine(visitor: Annotated[Visitor, Depends(see)], changed: bool = False) -> HTMLResponse:  # noqa: FBT001, FBT002
        return _page(desk, visitor, "mine_changed" if changed else "", "")

    @desk.router.post("/me/password")
    def password(
        request: Request,
        visitor: Annotated[Visitor, Depends(act)],
        present: _Text = "",
        password: _Text = "",
        again: _Text = "",
    ) -> Response:
        if password != again:
            return _page(desk, visitor, "", "weak-differ", 422)
        try:
            logins.prove(visitor.account, visitor.session, present, address_of(request))
            logins.change_password(visitor.account, visitor.session, password)
        except LoginRefused:
            return _page(desk, visitor, "", "login_refused", 403)
        except TooManyTries:
            return _page(desk, visitor, "", "login_waits", 429)
        except PasswordRefused as error:
            return _page(desk, visitor, "", f"weak-{error.weak}", 422)
        return seen_other("/me?changed=true")


def _others(desk: Desk) -> None:
    act, pages, logins = desk.door.act, desk.pages, desk.pages.logins

    @desk.router.post("/me/language")
    def language(visitor: Annotated[Visitor, Depends(act)], language: _Text = "") -> Response:
        if language not in {"", *LANGUAGES}:
            raise HTTPException(422)
        with pages.store.begin() as tx:
            current = tx.accounts.get(visitor.account.id)
            tx.accounts.save(replace(current, language=language))
        return seen_other("/me")

    @desk.router.post("/me/sessions/{session}/end")
    def end(visitor: Annotated[Visitor, Depends(act)], session: str) -> Response:
        if not logins.log_out(visitor.account, session):
            raise HTTPException(404)
        return seen_other("/me")


def _page(desk: Desk, visitor: Visitor, said: str, wrong: str, status: int = 200) -> HTMLResponse:
    now, idle = desk.pages.deps.clock.now(), desk.pages.logins.limits.idle
    with desk.pages.store.read() as tx:
        sessions = [one for one in tx.web_sessions.of(visitor.account.id) if one.holds(now, idle)]
    values = {"sessions": sessions, "said": said, "wrong": wrong, "languages": LANGUAGES}
    return desk.shell.page(visitor, "mine.html.j2", values, status)
