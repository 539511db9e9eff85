"""Makes the HTML file of a contact sheet: template, colours and pictures in one."""

import base64
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from connector.values import Mark
from consent.states import Status
from likeness.i18n.places import day
from likeness.sheet.layout import Tag, tags
from likeness.sheet.palette import DARK, DASHES, LIGHT, STATUS, VERDICT
from likeness.sheet.texts import Texts, texts
from likeness.sheet.view import Sheet, SheetPhoto

Picture = Callable[[str, int], bytes | None]
"""Gives an upright JPEG by key and wanted long side in pixels; None where there is none."""

_SMALL_PX, _CARD_PX, _WIDE_PX = 400, 560, 1280
_MARKS = {
    Mark.CLEARED: Status.CLEARED,
    Mark.PARTLY: Status.PARTLY,
    Mark.REVIEW: Status.REVIEW,
    Mark.BLOCKED: Status.BLOCKED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A photo with everything the template needs beside it."""

    photo: SheetPhoto
    source: str
    tags: tuple[Tag, ...]
    wide: bool


class _Cards:
    """Makes cards; a photo that is shown twice is asked for at each size."""

    def __init__(self, picture: Picture, words: Texts) -> None:
        self._picture, self._words = picture, words

    def card(self, photo: SheetPhoto, *, wide: bool = False, small: bool = False) -> _Card:
        data = self._picture(photo.key, _WIDE_PX if wide else _SMALL_PX if small else _CARD_PX)
        source = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" if data else ""
        placed = tags(photo, self._words, wide=wide)
        return _Card(photo=photo, source=source, tags=placed, wide=wide)


def render(sheet: Sheet, picture: Picture) -> str:
    """Give the page. It holds its pictures, loads nothing, and has no script."""
    words = texts(sheet.language)
    page = _environment().get_template("sheet.html.j2")
    return page.render(
        sheet=sheet,
        words=words,
        cards=_Cards(picture, words),
        counts=_counts(sheet.photos),
        folders=_folders(sheet.photos),
        lead=_lead(sheet.photos),
        day=_days(words.language),
        look=STATUS,
        verdicts=VERDICT,
        marks=_MARKS,
        dashes=DASHES,
        light=LIGHT,
        dark=DARK,
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("likeness.sheet"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = _share
    return environment


def _share(value: float) -> Markup:
    """Format a share as a percentage with a point, whatever the locale."""
    return Markup(f"{100 * value:.3f}".rstrip("0").rstrip("."))  # noqa: S704 - digits only


def _counts(photos: Iterable[SheetPhoto]) -> dict[Status, int]:
    counted = Counter(photo.status for photo in photos)
    return {status: counted[status] for status in STATUS}


def _folders(photos: Iterable[SheetPhoto]) -> dict[str, list[SheetPhoto]]:
    found: dict[str, list[SheetPhoto]] = {}
    for photo in photos:
        found.setdefault(photo.folder, []).append(photo)
    return found


def _lead(photos: Iterable[SheetPhoto]) -> SheetPhoto | None:
    """Give the photo to show large: the one with most faces, the first of those."""
    with_faces = [photo for photo in photos if photo.faces]
    return max(with_faces, key=lambda photo: len(photo.faces), default=None)


def _days(language: str) -> Callable[[date], str]:
    return lambda value: day(value, language)
