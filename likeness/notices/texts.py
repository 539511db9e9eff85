"""Texts with everything filled in: the controller, the contact, the uses, how long."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consent.ids import Channel, NoticeId
from consent.notices import (
    Audience,
    Duration,
    Notice,
    NoticeSection,
    NoticeUse,
    SectionKind,
)
from consent.states import Mode
from likeness.notices.errors import BrokenNotice
from likeness.notices.files import Length, NoticeFile, Section, Shelf

_PLACE = re.compile(r"\{([a-z]+)\}")
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTerms:
    """What the installation fills in."""

    controller: str
    contact: str
    authority: str
    years: int
    """Years that an answer is kept after the last use."""
    months: int
    """How long an answer counts where the text does not say it."""
    school_year_ends: tuple[int, int]
    """Month and day."""
    channels: Mapping[Channel, Mapping[str, str]]
    """The uses asked about, each with its label per language; empty labels = the text's own."""
    recognition: bool = True
    """Whether face recognition is asked about."""
    fallback: str = "en"
    """Language of labels that the text's language lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What hangs at the door: who is measured, for how long, where to say no."""

    title: str
    lines: tuple[str, ...]
    yes: str
    no: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One text, filled in, and whether it is only a starting text."""

    notice: Notice
    starting_text: bool = field(default=False)


def drafts(shelf: Shelf, notice: NoticeId, terms: NoticeTerms) -> tuple[Draft, ...]:
    """Fill in every language and reader of a text. Raises `NoSuchNotice` and `BrokenNotice`."""
    return tuple(
        Draft(notice=_notice(notice, language, audience, file, terms), starting_text=starting)
        for language in shelf.languages(notice)
        for file in (shelf.read(notice, language),)
        for starting in (file.starting_text,)
        for audience in Audience
        if getattr(file.title, audience.value)
    )


def poster(shelf: Shelf, notice: NoticeId, language: str, mode: Mode, terms: NoticeTerms) -> Poster:
    """Fill in the poster of one mode. Raises `NoSuchNotice` and `BrokenNotice`."""
    file = shelf.read(notice, language)
    if file.poster is None:
        raise BrokenNotice(f"{notice}/{language}.toml says nothing for a poster.")
    words = _Words(terms, file)
    said: Sequence[str] = getattr(file.poster, mode.value)
    return Poster(
        title=words.fill(file.poster.title),
        lines=tuple(words.fill(line) for line in said),
        yes=words.fill(file.poster.yes),
        no=words.fill(file.poster.no),
        direction=file.direction,
    )


def _notice(
    notice: NoticeId, language: str, audience: Audience, file: NoticeFile, terms: NoticeTerms
) -> Notice:
    words = _Words(terms, file)
    asked = getattr(file.recognition, audience.value) if terms.recognition else ""
    return Notice(
        id=notice,
        version=0,
        language=language,
        audience=audience,
        title=words.fill(getattr(file.title, audience.value)),
        sections=tuple(_sections(file, audience, words)),
        uses=tuple(_uses(file, language, terms)),
        recognition=words.fill(asked),
        duration=_duration(file.duration, terms),
        controller=terms.controller,
        contact=terms.contact,
        direction=file.direction,
    )


def _sections(file: NoticeFile, audience: Audience, words: "_Words") -> Iterator[NoticeSection]:
    """Give the sections in the order every text has."""
    for kind in SectionKind:
        section = file.sections.get(kind)
        if section is not None:
            lines = _said(section, audience)
            yield NoticeSection(
                kind=kind,
                title=words.fill(section.title),
                paragraphs=tuple(words.fill(line) for line in lines),
            )


def _said(section: Section, audience: Audience) -> Sequence[str]:
    own = section.guardian if audience is Audience.GUARDIAN else section.adult
    return own or section.both


def _uses(file: NoticeFile, language: str, terms: NoticeTerms) -> Iterator[NoticeUse]:
    """Give the uses asked about: as the installation calls them, else as the text does."""
    for channel, labels in terms.channels.items():
        known = file.uses.get(channel)
        label = labels.get(language) or (known.label if known else "")
        yield NoticeUse(
            channel=channel,
            label=label or labels.get(terms.fallback) or channel,
            explanation=known.explanation if known else "",
        )


def _duration(length: Length, terms: NoticeTerms) -> Duration:
    if length.school_year:
        month, day = terms.school_year_ends
        return Duration(month=month, day=day)
    return Duration(months=length.months or terms.months)


class _Words:
    """Fills in places such as {controller}; an unknown one is an error, never shown to anybody."""

    def __init__(self, terms: NoticeTerms, file: NoticeFile) -> None:
        length = file.duration
        month, day = terms.school_year_ends
        name = length.names[month - 1] if len(length.names) == _MONTHS else str(month)
        self._known = {
            "controller": terms.controller,
            "contact": terms.contact,
            "authority": terms.authority or file.authority,
            "years": str(terms.years),
            "months": str(length.months or terms.months),
            "day": length.day.format(day=day, month=name),
        }

    def fill(self, text: str) -> str:
        """Fill in one line. Raises `BrokenNotice`."""
        unknown = set(_PLACE.findall(text)) - set(self._known)
        if unknown:
            raise BrokenNotice(f"A text has a place nobody fills in: {', '.join(sorted(unknown))}.")
        if "authority" in _PLACE.findall(text) and not self._known["authority"]:
            raise BrokenNotice("Say whom people may complain to: authority under [records].")
        return _PLACE.sub(lambda found: self._known[found[1]], text)
