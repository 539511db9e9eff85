"""Who must not be shown, for a photographer and for whoever chooses pictures: silent counts as no.

And who is silent: whose signature is still missing.

Pure; the same rules as for a photo, asked about a picture of this session in which all are known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from consent.counting import NOS
from consent.decisions import PhotoFacts, Reason, Rule, Rules
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


_NOES = frozenset({*NOS.values(), Rule.GUARDIAN_REFUSED})


def not_for(
    subjects: Iterable[Subject],
    rules: Rules,
    session: SessionId | None,
    at: datetime,
    today: date,
) -> tuple[NotFor, ...]:
    """Give everybody who is not cleared for every use today, in the order they come."""
    found = []
    for subject in subjects:
        reasons = _reasons(subject, rules, session, at, today)
        allowed = tuple(use for use, why in reasons.items() if why.verdict is Verdict.CLEARED)
        if len(allowed) < len(rules.channels):
            found.append(NotFor(person=subject.id, allowed=allowed))
    return tuple(found)


def silent(
    subjects: Iterable[Subject],
    rules: Rules,
    session: SessionId | None,
    at: datetime,
    today: date,
) -> tuple[PersonId, ...]:
    """Give everybody who said neither yes nor no to any use today, in the order they come."""
    return tuple(
        subject.id
        for subject in subjects
        if not any(
            why.verdict is Verdict.CLEARED or why.rule in _NOES
            for why in _reasons(subject, rules, session, at, today).values()
        )
    )


def _reasons(
    subject: Subject, rules: Rules, session: SessionId | None, at: datetime, today: date
) -> dict[Channel, Reason]:
    """Answer every use for one person, in the order of the uses."""
    sessions = frozenset({session}) if session is not None else frozenset[SessionId]()
    photo = PhotoFacts(mode=Mode.OFF, assessed=True, sessions=sessions)
    return {
        use: answer_of(subject, Question(channel=use, photo=photo, rules=rules, at=at, today=today))
        for use in rules.channels
    }
