"""Makes the HTML: templates, the reader's words, headers. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from likeness.i18n.catalogs import catalog
from likeness.i18n.places import day
from likeness.sheet.palette import STATUS, VERDICT
from likeness.web.office_pages.form_tokens import PLACE, FormTokens
from likeness.web.office_pages.menu import MENU
from likeness.web.office_pages.texts import TEXTS
from likeness.web.office_pages.visitors import Visitor

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Vary": "Cookie, Accept-Language"}


@dataclass(frozen=True, slots=True)
class Said:
    """The fixed texts in one language, by name: `say.people`, or `say["state-given"]`."""

    language: str

    def __getitem__(self, name: str) -> str:
        """Give a text. Raises `KeyError`."""
        return catalog(self.language).gettext(TEXTS[name])


@cache
def environment() -> Environment:
    """Give the templates: everything that is put in is escaped, and nothing may be missing."""
    made = Environment(
        loader=PackageLoader("likeness.web.office_pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["look"] = STATUS
    made.globals["verdict_look"] = VERDICT
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Makes pages for one installation."""

    timezone: str
    controller: str
    tokens: FormTokens

    def page(
        self, visitor: Visitor, template: str, values: Mapping[str, object], status: int = 200
    ) -> HTMLResponse:
        """Give a page for somebody who is logged in."""
        known = {"visitor": visitor, "menu": MENU}
        return self._answer(template, visitor.language, {**known, **values}, status, visitor.reader)

    def part(self, visitor: Visitor, template: str, values: Mapping[str, object]) -> HTMLResponse:
        """Give a piece of a page, for a script of ours."""
        return self._answer(template, visitor.language, values, 200, visitor.reader)

    def bare(
        self,
        language: str,
        template: str,
        values: Mapping[str, object],
        status: int = 200,
        reader: str = "",
    ) -> HTMLResponse:
        """Give a page for somebody who is not logged in; `reader`: whom its forms are for."""
        return self._answer(template, language, {"visitor": None, **values}, status, reader)

    def _answer(
        self,
        template: str,
        language: str,
        values: Mapping[str, object],
        status: int,
        reader: str,
    ) -> HTMLResponse:
        words = {
            "say": Said(language),
            "language": language,
            "controller": self.controller,
            "day": lambda value: _day(value, language),
            "moment": lambda value: _moment(value, language, self.timezone),
            "version": style_version(),
            "token": PLACE,
        }
        text = environment().get_template(template).render({**words, **values})
        return HTMLResponse(self.tokens.put_into(text, reader), status, headers=HEADERS)


def seen_other(path: str) -> RedirectResponse:
    """Send the browser on after a form, so that a reload sends nothing twice."""
    return RedirectResponse(path, 303)


@cache
def style_version() -> str:
    """Give what changes whenever a file of the pages does."""
    folder = files("likeness.web.office_pages").joinpath("static")
    return str(sum(len(one.read_bytes()) for one in folder.iterdir() if one.is_file()))


def _day(value: date | None, language: str) -> str:
    return day(value, language) if value else ""


def _moment(value: datetime | None, language: str, timezone: str) -> str:
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(timezone))
    locale = "nl" if language == "nl" else "en"
    return format_datetime(local, "d MMM y HH:mm", locale=locale)
