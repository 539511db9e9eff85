"""The public listener, for the world: a neutral page, explanations, messages from hosts."""

import html

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from likeness.i18n.catalogs import N_, catalog
from likeness.storage.errors import StoreBusy
from likeness.web.hooks import Hooks, add_hooks
from likeness.web.pages.parts import Parts
from likeness.web.pages.troubles import explained
from likeness.web.people import add_people_pages
from likeness.web.photo_page import PhotoPages, add_photo_page

ABOUT = N_("This address belongs to a service for consent to the use of photos.")
USE_LINK = N_("Please use the link that was sent to you.")
NOTHING = N_("There is nothing at this address.")
ROBOTS = "User-agent: *\nDisallow: /\n"


def make_public(
    language: str,
    hooks: Hooks | None = None,
    photos: PhotoPages | None = None,
    people: Parts | None = None,
) -> FastAPI:
    """Make the app: no docs, no metrics, no CORS.

    Without `hooks` no messages are taken; without `photos` nothing is explained; without `people`
    nobody signs.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get("/", response_class=HTMLResponse)
    def home() -> HTMLResponse:
        return HTMLResponse(_page(language, ABOUT, USE_LINK))

    @app.get("/robots.txt", response_class=PlainTextResponse)
    def robots() -> PlainTextResponse:
        return PlainTextResponse(ROBOTS)

    if hooks is not None:
        add_hooks(app, hooks)
    if photos is not None:
        add_photo_page(app, photos)
    if people is not None:
        add_people_pages(app, people)

    def refused(request: Request, error: Exception) -> Response:
        """Answer every refusal alike; only the code differs, and what helps."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        status = 503 if isinstance(error, StoreBusy) else status
        helped = None if people is None else explained(people, request, status)
        return helped or HTMLResponse(_page(language, NOTHING, USE_LINK), status)

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(StoreBusy, refused)
    app.add_exception_handler(Exception, refused)
    return app


def _page(language: str, *sentences: str) -> str:
    said = "".join(f"<p>{html.escape(catalog(language).gettext(one))}</p>" for one in sentences)
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>Likeness</title>{said}</html>'
    )
