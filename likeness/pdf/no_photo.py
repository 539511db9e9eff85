"""The no-photo list on paper. Names and what is fine, nothing else: not why, not since when."""

from dataclasses import dataclass, field
from datetime import date

from likeness.i18n.catalogs import catalog
from likeness.i18n.places import day
from likeness.pdf.blocks import HEADING, SMALL, TITLE, Block, Document, Pair, Rule, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person."""

    name: str = field(repr=False)
    allowed: tuple[str, ...]
    """The uses that are fine, in words; none: no picture at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPhotoList:
    """What stands on it."""

    title: str = field(repr=False)
    """Name of the group or session."""
    lines: tuple[Line, ...] = field(repr=False)
    of: int
    """How many people are in it."""
    on: date
    language: str
    controller: str


def list_document(listed: NoPhotoList) -> Document:
    """Lay it out, by name."""
    text = catalog(listed.language)
    said = text.gettext("{count} of {of} people. Who has not answered has said no.")
    lines = sorted(listed.lines, key=lambda line: line.name.casefold())
    none = [line for line in lines if not line.allowed]
    some = [line for line in lines if line.allowed]
    return Document(
        title=text.gettext("No pictures of"),
        language=listed.language,
        footer=f"{listed.controller}  ·  {day(listed.on, listed.language)}",
        blocks=(
            Text(text=listed.title, size=TITLE, bold=True),
            Text(text=said.format(count=len(lines), of=listed.of)),
            Rule(),
            *_none(none, text.gettext("No pictures of")),
            *_some(some, text.gettext("Only for some uses")),
            Rule(),
            Text(
                text=text.gettext(
                    "This list holds today. Print a new one for the next time, and shred this one."
                ),
                size=SMALL,
            ),
        ),
    )


def _none(lines: list[Line], heading: str) -> tuple[Block, ...]:
    if not lines:
        return ()
    return (
        Text(text=heading, size=HEADING, bold=True),
        *(Text(text=line.name, size=HEADING) for line in lines),
    )


def _some(lines: list[Line], heading: str) -> tuple[Block, ...]:
    if not lines:
        return ()
    return (
        Text(text=heading, size=HEADING, bold=True),
        *(Pair(label=line.name, value=", ".join(line.allowed)) for line in lines),
    )
