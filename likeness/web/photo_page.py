"""The explanation of a photo: a small page for whoever has its link. It changes nothing."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException

from consent.decisions import Decision
from likeness.i18n.asking import language_of
from likeness.i18n.catalogs import N_, catalog
from likeness.i18n.words import Wording
from likeness.links import PATH
from likeness.sheet.palette import VERDICT
from likeness.web.access import Now
from likeness.web.guards import HEADERS
from likeness.web.pace import Pace
from likeness.web.photo_view import PhotoView, view_of

TEXTS = {
    "title": N_("May this photo be used?"),
    "uses": N_("For each use"),
    "why": N_("Why"),
    "known": N_(
        "This is what is known on {day}. It changes at once when somebody changes their mind."
    ),
    "unseen": N_(
        "The photo itself is not shown here, and nobody's name. Look at it where you found this "
        "link."
    ),
}

EACH = 60
"""Pages that one address may see in a minute."""

Find = Callable[[str], Decision | None]
"""Gives what is known now about the photo of a link; None for a link that is not, or not any more.

Nobody can tell an unknown photo from a link that was ended.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoPages:
    """What the pages are made of. One per listener: it remembers who came how often."""

    find: Find
    wording: Wording
    language: str
    """Of readers who ask for none of ours."""
    now: Now
    pace: Pace = field(default_factory=lambda: Pace(each=EACH))


def add_photo_page(app: FastAPI, pages: PhotoPages) -> None:
    """Answer GET /photo/<signed part of a link>."""
    headers = {
        "Content-Security-Policy": _policy(),
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Vary": "Accept-Language",
    }

    @app.get(f"/{PATH}/{{signed}}", response_class=HTMLResponse)
    def photo(signed: str, request: Request) -> HTMLResponse:
        sender = request.client.host if request.client else ""
        if not pages.pace.allows(sender, pages.now()):
            raise HTTPException(429)
        decision = pages.find(signed)
        if decision is None:
            raise HTTPException(404)
        language = language_of(request.headers.get("accept-language", ""), pages.language)
        return HTMLResponse(render(view_of(decision, pages.wording, language)), headers=headers)


def render(view: PhotoView) -> str:
    """Give the page. It loads nothing, and has no script."""
    environment = Environment(
        loader=PackageLoader("likeness.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("photo.html.j2")
    style = Markup(_style())  # noqa: S704 - a file of ours
    says = {name: catalog(view.language).gettext(text) for name, text in TEXTS.items()}
    return page.render(view=view, style=style, look=VERDICT, says=says)


@cache
def _style() -> str:
    return files("likeness.web").joinpath("templates", "photo.css").read_text(encoding="utf-8")


def _policy() -> str:
    """Allow exactly our style, and nothing else that the other pages are not allowed."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"{HEADERS['Content-Security-Policy']}; style-src 'sha256-{digest}'"
