"""Routes of pages: what goes wrong becomes a page with a sentence, never a stack of code."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from typing_extensions import override

from consent.errors import ConsentError
from likeness.storage.errors import StoreBusy
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.shell import Shell, seen_other
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
    shell = Shell(timezone=pages.timezone, controller=pages.controller)

    class PageRoute(APIRoute):
        """A route whose troubles are pages."""

        @override
        def get_route_handler(self) -> Handler:
            inner = super().get_route_handler()

            async def handle(request: Request) -> Response:
                try:
                    return await inner(request)
                except NotLoggedIn as error:
                    return seen_other(f"{LOGIN}?next={quote(error.back, safe='')}")
                except (
                    FormRefused,
                    HTTPException,
                    RequestValidationError,
                    JobError,
                    ConsentError,
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


def _said(error: Exception) -> tuple[int, str]:
    """Choose the sentence: nothing of the request or of the error itself is shown."""
    match error:
        case FormRefused():
            return 403, "form_refused"
        case NoSuchRow():
            return 404, "not_there"
        case HTTPException():
            return error.status_code, "not_there" if error.status_code == 404 else "went_wrong"  # noqa: PLR2004
        case RequestValidationError():
            return 422, "not_filled"
        case StoreBusy():
            return 503, "busy"
        case _:
            return 409, "refused"
