"""Routes of pages: what goes wrong becomes a page with a sentence, never a stack of code."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from typing_extensions import override

from consent.errors import ConsentError, ParticularsRefused
from likeness.audit.errors import ReasonRefused
from likeness.storage.errors import StoreBusy
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.shell import Shell, seen_other
from likeness.web.office_pages.used_forms import SentOtherwise, SentTwice, once
from likeness.web.office_pages.visitors import Door, FormRefused, NotLoggedIn
from likeness.web.problems import refused
from scheduler.errors import JobError, NoSuchRow

LOGIN = "/login"

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page module needs: the parts, the door, the shell, and where routes go."""

    pages: OfficePages
    door: Door
    shell: Shell
    router: APIRouter


def desk_of(pages: OfficePages) -> Desk:
    """Prepare the pages of one listener."""
    door = Door(pages=pages)
    shell = Shell(timezone=pages.timezone, controller=pages.controller, tokens=pages.tokens)

    class PageRoute(APIRoute):
        """A route whose troubles are pages."""

        @override
        def get_route_handler(self) -> Handler:
            inner = super().get_route_handler()

            async def handle(request: Request) -> Response:
                try:
                    return await once(pages.once, request, inner)
                except NotLoggedIn as error:
                    return seen_other(f"{LOGIN}?next={quote(error.back, safe='')}")
                except (
                    FormRefused,
                    SentTwice,
                    HTTPException,
                    RequestValidationError,
                    JobError,
                    ConsentError,
                    ReasonRefused,
                    StoreBusy,
                ) as error:
                    return _trouble(shell, door.language(request), error)

            return handle

    router = APIRouter(route_class=PageRoute, include_in_schema=False)
    return Desk(pages=pages, door=door, shell=shell, router=router)


def for_people(desk: Desk, request: Request, error: Exception) -> Response:
    """Answer what no page is there for: people get a page, scripts a problem."""
    reads = "text/html" in request.headers.get("accept", "")
    if not reads or request.url.path.startswith("/api/"):
        return refused(request, error)
    return _trouble(desk.shell, desk.door.language(request), error)


def _trouble(shell: Shell, language: str, error: Exception) -> Response:
    status, name = _said(error)
    values = {"title": HTTPStatus(status).phrase, "trouble": name}
    return shell.bare(language, "trouble.html.j2", values, status)


_SAID: Mapping[type[Exception], tuple[int, str]] = {
    FormRefused: (403, "form_refused"),
    SentOtherwise: (409, "form_used"),
    SentTwice: (409, "form_handled"),
    NoSuchRow: (404, "not_there"),
    ReasonRefused: (422, "reason_refused"),
    RequestValidationError: (422, "not_filled"),
    StoreBusy: (503, "busy"),
}


def _said(error: Exception) -> tuple[int, str]:
    """Choose the sentence: nothing of the request or of the error itself is shown."""
    if isinstance(error, ParticularsRefused):
        return 422, f"unfit-{error}"
    if isinstance(error, HTTPException):
        missing = error.status_code == HTTPStatus.NOT_FOUND
        return error.status_code, "not_there" if missing else "went_wrong"
    return next((said for kind, said in _SAID.items() if isinstance(error, kind)), (409, "refused"))
