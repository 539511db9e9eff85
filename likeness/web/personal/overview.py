"""What the personal page shows of somebody's permissions: plain values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from consent.ids import PersonId, SessionId
from consent.newest import current
from consent.quitclaims import ForPhotos, ForSession, Quitclaim, RecognitionConsent, Subject
from consent.states import ConsentState
from likeness.i18n.catalogs import N_
from likeness.i18n.words import Wording

YES = frozenset({ConsentState.GIVEN, ConsentState.RENEWED})
STATES: Mapping[ConsentState, str] = {
    ConsentState.UNKNOWN: N_("Not answered"),
    ConsentState.REQUESTED: N_("Asked, not answered yet"),
    ConsentState.DEFERRED: N_("Put off"),
    ConsentState.REFUSED: N_("No"),
    ConsentState.GIVEN: N_("Yes"),
    ConsentState.RENEWED: N_("Yes"),
    ConsentState.EXPIRED: N_("Ended"),
    ConsentState.WITHDRAWN: N_("Withdrawn by you"),
    ConsentState.REVOKED: N_("Ended by us"),
    ConsentState.INVALIDATED: N_("No longer valid"),
}
EVERYWHERE = N_("all photos")
SOME_PHOTOS = N_("chosen photos")


class Tone(StrEnum):
    """How a line looks."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One answer about one or several uses."""

    uses: str
    state: str
    tone: Tone
    where: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One person, as they or their guardian see it."""

    person: PersonId
    name: str = field(repr=False)
    lines: tuple[Line, ...]
    recognition: Line | None
    gives: bool
    """Whether there is anything to withdraw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The reader's words."""

    language: str
    wording: Wording
    sessions: Mapping[SessionId, str]
    today: date

    def say(self, text: str) -> str:
        """Give a text in the reader's language."""
        return self.wording.pages.of(self.language).gettext(text)


def overview(
    subject: Subject, name: str, recognition: RecognitionConsent | None, words: Words
) -> Overview:
    """Make what is shown of one person."""
    latest = sorted(
        current(subject, words.today), key=lambda entry: (entry.at, entry.id), reverse=True
    )
    entries = sorted(latest, key=lambda entry: entry.state not in YES)
    face = None if recognition is None else _recognition(recognition, words)
    return Overview(
        person=subject.id,
        name=name,
        lines=tuple(_line(entry, words) for entry in entries if entry.channels),
        recognition=face,
        gives=any(_holds(entry, words.today) for entry in entries)
        or (face is not None and face.tone is Tone.YES),
    )


def granted(subject: Subject, today: date) -> frozenset[str]:
    """Give the uses that are allowed today somewhere."""
    entries = current(subject, today)
    return frozenset(use for entry in entries if _holds(entry, today) for use in entry.channels)


def _holds(entry: Quitclaim, today: date) -> bool:
    return entry.state in YES and (entry.ends is None or today <= entry.ends)


def _line(entry: Quitclaim, words: Words) -> Line:
    state = _now(entry.state, entry.ends, words.today)
    uses = words.wording.in_order(entry.channels)
    labels = [words.wording.channel(use, words.language) for use in uses]
    return Line(
        uses=words.wording.listed(labels, words.language),
        state=words.say(STATES[state]),
        tone=_tone(state),
        where=_where(entry, words),
        until=entry.ends if state in YES else None,
    )


def _recognition(consent: RecognitionConsent, words: Words) -> Line:
    state = _now(consent.state, consent.ends, words.today)
    return Line(
        uses="",
        state=words.say(STATES[state]),
        tone=_tone(state),
        where="",
        until=consent.ends if state in YES else None,
    )


def _now(state: ConsentState, ends: date | None, today: date) -> ConsentState:
    over = state in YES and ends is not None and ends < today
    return ConsentState.EXPIRED if over else state


def _tone(state: ConsentState) -> Tone:
    if state in YES:
        return Tone.YES
    waiting = {ConsentState.UNKNOWN, ConsentState.REQUESTED, ConsentState.DEFERRED}
    return Tone.OPEN if state in waiting else Tone.NO


def _where(entry: Quitclaim, words: Words) -> str:
    match entry.scope:
        case ForSession(session=session):
            return words.sessions.get(session, words.say(SOME_PHOTOS))
        case ForPhotos():
            return words.say(SOME_PHOTOS)
        case _:
            return words.say(EVERYWHERE)
