"""Who is at the keyboard: cookie, session, and whether a form really came from our own page."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Form, Request, Response

from likeness.accounts.values import Account, WebSession
from likeness.i18n.asking import language_of
from likeness.i18n.catalogs import LANGUAGES
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.used_forms import use_up

_VISIT_BYTES = 16


class NotLoggedIn(Exception):  # noqa: N818 - says it better
    """Somebody must log in first; `back` is where they wanted to go."""

    def __init__(self, back: str) -> None:
        """Say where they wanted to go."""
        super().__init__("log in first")
        self.back = back


class FormRefused(Exception):  # noqa: N818 - says it better
    """A form that did not come from our own page, or from one that is too old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One person at work."""

    account: Account
    session: WebSession = field(repr=False)
    language: str
    reader: str = field(repr=False)
    """Whom the tokens of their forms are for."""


Seeing = Callable[[Request], Visitor]
Acting = Callable[[Request, str], Visitor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Lets people in who are logged in. One per listener."""

    pages: OfficePages

    @property
    def cookie(self) -> str:
        """Give the name of the session's cookie."""
        return "__Host-likeness" if self.pages.secure else "likeness"

    def see(self, request: Request) -> Visitor:
        """Give who looks at a page. Raises `NotLoggedIn`."""
        secret = request.cookies.get(self.cookie, "")
        found = self.pages.logins.who(secret) if secret else None
        if found is None:
            raise NotLoggedIn(_here(request))
        account, session = found
        return Visitor(
            account=account,
            session=session,
            language=self.language(request, account),
            reader=f"session {session.hash}",
        )

    def act(self, request: Request, csrf: Annotated[str, Form()] = "") -> Visitor:
        """Give who sends a form, use it up, and refuse what did not come from our page.

        Raises `NotLoggedIn`, `FormRefused` and `SentTwice`.
        """
        visitor = self.see(request)
        self._take(request, csrf, visitor.reader)
        return visitor

    def language(self, request: Request, account: Account | None = None) -> str:
        """Choose the language: the account's, else what the browser asks for."""
        if account is not None and account.language in LANGUAGES:
            return account.language
        return language_of(request.headers.get("accept-language", ""), self.pages.language)

    def visit(self, request: Request) -> str:
        """Give the secret of somebody who is not logged in; a fresh one where there is none."""
        return request.cookies.get(f"{self.cookie}-visit") or secrets.token_urlsafe(_VISIT_BYTES)

    def knock(self, request: Request, csrf: Annotated[str, Form()] = "") -> str:
        """Take a form from somebody who is not logged in; gives their address.

        Raises `FormRefused` and `SentTwice`.
        """
        visit = request.cookies.get(f"{self.cookie}-visit", "")
        if not visit:
            raise FormRefused
        self._take(request, csrf, reader_of(visit))
        return address_of(request)

    def put_visit(self, response: Response, visit: str) -> None:
        """Give somebody a cookie that only proves that a form is theirs."""
        self._put(response, f"{self.cookie}-visit", visit)

    def put_session(self, response: Response, secret: str) -> None:
        """Give somebody the cookie of their session."""
        self._put(response, self.cookie, secret)

    def drop_session(self, response: Response) -> None:
        """Take the cookie away."""
        response.delete_cookie(
            self.cookie, path="/", secure=self.pages.secure, httponly=True, samesite="strict"
        )

    def _put(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            name, value, path="/", secure=self.pages.secure, httponly=True, samesite="strict"
        )

    def _take(self, request: Request, csrf: str, reader: str) -> None:
        """Use a form up that this reader got for the path it was sent to."""
        path = str(request.scope["path"])
        if not came_from_us(request) or not self.pages.tokens.holds(csrf, reader, path):
            raise FormRefused
        use_up(self.pages.once, request)


def reader_of(visit: str) -> str:
    """Say for whom the forms of somebody who is not logged in are."""
    return f"visit {visit}"


def came_from_us(request: Request) -> bool:
    """Tell whether a form was sent by a page of ours, as far as the browser says."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def safe_back(path: str) -> str:
    """Give a path of ours to go back to; the first page for anything else."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours and "\\" not in path else "/"


def address_of(request: Request) -> str:
    """Give where somebody comes from."""
    return request.client.host if request.client else ""


def _here(request: Request) -> str:
    if request.method != "GET":
        return "/"
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path) + query
