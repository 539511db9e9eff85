"""Logging in, the first login through a printed link, and logging out."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Form, Request, Response
from fastapi.responses import HTMLResponse

from likeness.accounts.errors import LinkSpent, LoginRefused, PasswordRefused, TooManyTries
from likeness.web.office_pages.routing import LOGIN, Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor, reader_of, safe_back

_Text = Annotated[str, Form(max_length=1000)]


def add_login(desk: Desk) -> None:
    """Add the pages that nobody is logged in for."""
    _login(desk)
    _first(desk)
    _out(desk)


def _login(desk: Desk) -> None:
    door, logins = desk.door, desk.pages.logins

    @desk.router.get(LOGIN)
    def login_page(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002 - the address
        return _form(desk, request, "login.html.j2", {"next": safe_back(next), "wrong": ""})

    @desk.router.post(LOGIN)
    def log_in(
        request: Request,
        address: Annotated[str, Depends(door.knock)],
        name: _Text = "",
        password: _Text = "",
        next: _Text = "/",  # noqa: A002 - the name of the field
    ) -> Response:
        values: dict[str, object] = {"next": safe_back(next)}
        try:
            begun = logins.log_in(name, password, address)
        except LoginRefused:
            refused = {**values, "wrong": "login_refused"}
            return _form(desk, request, "login.html.j2", refused, 403)
        except TooManyTries:
            return _form(desk, request, "login.html.j2", {**values, "wrong": "login_waits"}, 429)
        answer = seen_other(safe_back(next))
        door.put_session(answer, begun.secret)
        return answer


def _first(desk: Desk) -> None:
    door, logins = desk.door, desk.pages.logins

    @desk.router.get("/first/{link}")
    def first_page(request: Request, link: str) -> HTMLResponse:
        try:
            account = logins.linked(link)
        except LinkSpent:
            return _form(desk, request, "first.html.j2", {"name": "", "wrong": "first_spent"}, 404)
        return _form(desk, request, "first.html.j2", {"name": account.name, "wrong": ""})

    @desk.router.post("/first/{link}")
    def first_login(
        request: Request,
        link: str,
        _: Annotated[str, Depends(door.knock)],
        password: _Text = "",
        again: _Text = "",
    ) -> Response:
        try:
            name = logins.linked(link).name
            if password != again:
                values = {"name": name, "wrong": "weak-differ"}
                return _form(desk, request, "first.html.j2", values, 422)
            begun = logins.begin(link, password)
        except LinkSpent:
            return _form(desk, request, "first.html.j2", {"name": "", "wrong": "first_spent"}, 404)
        except PasswordRefused as error:
            values = {"name": logins.linked(link).name, "wrong": f"weak-{error.weak}"}
            return _form(desk, request, "first.html.j2", values, 422)
        answer = seen_other("/")
        door.put_session(answer, begun.secret)
        return answer


def _out(desk: Desk) -> None:
    @desk.router.post("/logout")
    def log_out(visitor: Annotated[Visitor, Depends(desk.door.act)]) -> Response:
        desk.pages.logins.log_out(visitor.account, visitor.session.id)
        answer = seen_other(LOGIN)
        desk.door.drop_session(answer)
        return answer


def _form(
    desk: Desk, request: Request, template: str, values: Mapping[str, object], status: int = 200
) -> HTMLResponse:
    """Give a form to somebody who is not logged in, with what makes it theirs."""
    visit = desk.door.visit(request)
    known = {"here": request.url.path, **values}
    answer = desk.shell.bare(desk.door.language(request), template, known, status, reader_of(visit))
    desk.door.put_visit(answer, visit)
    return answer
