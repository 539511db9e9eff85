"""Notices: the versioned texts that people agree to, and exactly what was shown of one. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consent.errors import ContradictoryInput
from consent.ids import Channel, NoticeId
from consent.terms import last_day, next_such_day


class Audience(StrEnum):
    """Who reads a notice."""

    ADULT = "adult"
    GUARDIAN = "guardian"


class SectionKind(StrEnum):
    """What a section of a notice is about; every notice has each of them once."""

    PURPOSE = "purpose"
    USES = "uses"
    DURATION = "duration"
    RETENTION = "retention"
    CONTROLLER = "controller"
    RIGHTS = "rights"
    WITHDRAWAL = "withdrawal"
    REMAINS = "remains"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSection:
    """One section: a short heading and plain paragraphs."""

    kind: SectionKind
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeUse:
    """One use a person may agree to or not."""

    channel: Channel
    label: str
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long an answer holds: so many months, or up to a day of the year such as 31 July."""

    months: int = 0
    month: int = 0
    day: int = 0
    """Together the last good day of each year; 0 where `months` says it."""

    def ends(self, first: date) -> date:
        """Give the last good day of an answer whose first day is `first`; both included."""
        if self.month:
            return next_such_day(first, self.month, self.day)
        return last_day(first, self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One text in one language for one audience. A published one never changes."""

    id: NoticeId
    version: int
    """From 1; 0 = not published yet."""
    language: str
    audience: Audience
    title: str
    sections: tuple[NoticeSection, ...]
    uses: tuple[NoticeUse, ...]
    recognition: str
    """The separate question about face recognition; empty = not asked."""
    duration: Duration
    controller: str
    contact: str
    direction: str = "ltr"
    """`ltr` or `rtl`."""

    @property
    def channels(self) -> frozenset[Channel]:
        """Give every use it asks about."""
        return frozenset(use.channel for use in self.uses)

    def section(self, kind: SectionKind) -> NoticeSection | None:
        """Give one section; None where the text lacks it."""
        return next((section for section in self.sections if section.kind is kind), None)


def missing_sections(notice: Notice) -> tuple[SectionKind, ...]:
    """Give the sections a notice needs and lacks."""
    there = {section.kind for section in notice.sections if any(section.paragraphs)}
    return tuple(kind for kind in SectionKind if kind not in there)


def canonical_text(notice: Notice) -> str:
    """Write everything a reader is shown, one paragraph per line, always in the same way."""
    lines = [f"{notice.id} {notice.version} {notice.language} {notice.audience}", notice.title]
    for section in notice.sections:
        lines += ["", section.title, *section.paragraphs]
        if section.kind is SectionKind.USES:
            lines += [_use(use) for use in notice.uses]
    if notice.recognition:
        lines += ["", notice.recognition]
    return "\n".join([*lines, "", notice.controller, notice.contact, ""])


def _use(use: NoticeUse) -> str:
    return f"- {use.label}: {use.explanation}" if use.explanation else f"- {use.label}"


def notice_digest(notice: Notice, shown: bytes) -> str:
    """Give the SHA-256 in hex of exactly the text shown: `canonical_text(notice)` as UTF-8.

    Raises `ContradictoryInput` where something else was shown: then the text is not the evidence.
    """
    if shown != canonical_text(notice).encode():
        raise ContradictoryInput("What was shown is not the text of this notice.")
    return hashlib.sha256(shown).hexdigest()


def best_language(available: Iterable[str], wanted: Iterable[str], otherwise: str) -> str | None:
    """Pick the language to show: the first wanted one there is, else `otherwise`, else any."""
    there = sorted(available)
    for language in (*wanted, otherwise):
        found = language.lower().split("-")[0]
        if language in there or found in there:
            return language if language in there else found
    return there[0] if there else None
