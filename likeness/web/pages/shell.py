"""The frame of every page for people: templates, words, headers. Nothing from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from likeness.i18n.language_names import NAMES
from likeness.i18n.page_words import English, direction
from likeness.i18n.places import day
from likeness.web.pages.assets import asset

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Vary": "Accept-Language, Cookie",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page says around its content."""

    controller: str
    language: str
    """Of our own words: one that there are words in."""
    words: NullTranslations = field(repr=False)
    languages: tuple[str, ...] = ()
    """What pages of no particular text are offered in."""

    @property
    def direction(self) -> str:
        """Give the direction of the page: `ltr` or `rtl`."""
        return direction(self.language)


def page(
    frame: Frame,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Render one page."""
    environment = _environment(frame.language, frame.words)
    text = environment.get_template(f"public/{template}.html.j2").render(
        values,
        frame=frame,
        css=asset("public.css").path,
        js=asset("public.js").path,
        language_names=NAMES,
    )
    return HTMLResponse(text, status, headers=HEADERS | dict(headers or {}))


def sender_of(request: Request) -> str:
    """Give the address of whoever asks, as the server tells it."""
    return request.client.host if request.client else ""


@lru_cache(maxsize=32)
def _environment(language: str, words: NullTranslations) -> Environment:
    made = Environment(
        loader=PackageLoader("likeness.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_marked,
    )
    made.globals["_"] = words.gettext
    made.globals["ngettext"] = words.ngettext
    made.filters["day"] = lambda value: day(value, language)
    made.filters["plain"] = str
    return made


def _marked(value: object) -> object:
    """Mark a text that has no translation as English; `|plain` where no mark can stand."""
    if not isinstance(value, English):
        return value
    return Markup('<span lang="en" dir="ltr">{}</span>').format(escape(value))
