"""Who must not be shown, for a photographer and for whoever chooses pictures: silent counts as no.

Pure; the same rules as for a photo, asked about a picture of this session in which all are known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from consent.decisions import PhotoFacts, Rules
from consent.ids import Channel, PersonId, SessionId
from consent.person_answer import answer_of
from consent.question import Question
from consent.quitclaims import Subject
from consent.states import Mode, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFor:
    """One person who did not agree to everything. Why not is nobody's business here."""

    person: PersonId
    allowed: tuple[Channel, ...]
    """The uses that are fine; none: no picture at all."""


def not_for(
    subjects: Iterable[Subject],
    rules: Rules,
    session: SessionId | None,
    at: datetime,
    today: date,
) -> tuple[NotFor, ...]:
    """Give everybody who is not cleared for every use today, in the order they come."""
    sessions = frozenset({session}) if session is not None else frozenset[SessionId]()
    photo = PhotoFacts(mode=Mode.OFF, assessed=True, sessions=sessions)
    found = []
    for subject in subjects:
        allowed = tuple(
            channel
            for channel in rules.channels
            if answer_of(
                subject,
                Question(channel=channel, photo=photo, rules=rules, at=at, today=today),
            ).verdict
            is Verdict.CLEARED
        )
        if len(allowed) < len(rules.channels):
            found.append(NotFor(person=subject.id, allowed=allowed))
    return tuple(found)
