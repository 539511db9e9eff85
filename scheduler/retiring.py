"""What retention would end today: gathered from the rows, decided in consent/retention.py."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from consent.asks import Ask
from consent.ids import PersonId, SignatureId
from consent.retention import (
    FOR_EVER,
    Keeping,
    RetentionRules,
    Trace,
    evidence_due,
    keeping,
    last_uses,
    recognition_use,
    years_after,
)
from scheduler.ports import Tx
from scheduler.ports.evidence import KeptEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """Instants before which things are old."""

    looks: datetime
    scores: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Retiring:
    """What is due."""

    evidence: tuple[tuple[PersonId, SignatureId], ...]
    reduce: tuple[PersonId, ...]
    forget: tuple[PersonId, ...]
    holds: tuple[str, ...]
    looks: int
    scores: int

    @property
    def counts(self) -> dict[str, int]:
        """Count it, for people and for the audit log."""
        return {
            "evidence": len(self.evidence),
            "names": len(self.reduce),
            "persons": len(self.forget),
            "holds": len(self.holds),
            "views": self.looks,
            "scores": self.scores,
        }


def ages(now: datetime, *, looks_days: int, score_days: int) -> Ages:
    """Give the instants before which lines and scores are old."""
    return Ages(looks=now - timedelta(days=looks_days), scores=now - timedelta(days=score_days))


def gather(tx: Tx, today: date, rules: RetentionRules, old: Ages) -> Retiring:
    """Say what is due today. Changes nothing."""
    verdicts = dict(persons_due(tx, today, rules))
    return Retiring(
        evidence=tuple(
            (kept.person, kept.signature)
            for kept in tx.evidence.all()
            if is_due(tx, kept, today, rules)
        ),
        reduce=tuple(one for one, verdict in verdicts.items() if verdict is Keeping.REDUCE),
        forget=tuple(one for one, verdict in verdicts.items() if verdict is Keeping.FORGET),
        holds=tx.holds.ended(today),
        looks=tx.purges.looks(old.looks),
        scores=tx.purges.scores(old.scores),
    )


def persons_due(
    tx: Tx, today: date, rules: RetentionRules, only: Iterable[PersonId] | None = None
) -> Iterable[tuple[PersonId, Keeping]]:
    """Give everybody (or some) who is not kept as they are."""
    photos = tx.purges.sessions_with_photos()
    for trace in _traces(tx, today, only):
        if keeping(trace, today, rules, photos) is Keeping.KEEP:
            continue
        closer = replace(
            trace,
            on_photos=bool(tx.assets.with_person(trace.person)),
            nameless=_is_nameless(tx, trace.person),
        )
        verdict = keeping(closer, today, rules, photos)
        if verdict is not Keeping.KEEP:
            yield trace.person, verdict


def is_due(tx: Tx, kept: KeptEvidence, today: date, rules: RetentionRules) -> bool:
    """Tell whether evidence may go. What is too young for it is not looked into."""
    if years_after(kept.made_at.date(), rules.evidence_years) >= today:
        return False
    return evidence_due(_covered(tx, kept, today), today, rules.evidence_years)


def _covered(tx: Tx, kept: KeptEvidence, today: date) -> list[date]:
    """Give the last day of everything a signature is evidence of."""
    mine = kept.signature
    subjects = tx.people.subjects([kept.person])
    quitclaims = [one for subject in subjects for one in subject.quitclaims]
    days = [kept.made_at.date()]
    uses = zip(quitclaims, last_uses(quitclaims, today), strict=True)
    days += [
        last
        for one, last in uses
        if mine in {one.evidence, *(t.evidence for t in tx.transitions.of_quitclaim(one.id))}
    ]
    recognition = tx.people.recognition_consents().get(kept.person)
    steps = tx.transitions.of_recognition(kept.person)
    if recognition and mine in {recognition.evidence, *(step.evidence for step in steps)}:
        days.append(recognition_use(recognition, today))
    return days if subjects else [FOR_EVER]


def _traces(tx: Tx, today: date, only: Iterable[PersonId] | None) -> Iterable[Trace]:
    wanted = tx.people.ids() if only is None else tuple(only)
    asks = _asks(tx)
    belonging = _belonging(tx, today)
    recognition = tx.people.recognition_consents()
    for subject in tx.people.subjects(wanted):
        yield Trace(
            person=subject.id,
            quitclaims=subject.quitclaims,
            recognition=recognition.get(subject.id),
            asks=tuple(asks.get(subject.id, ())),
            belongs=subject.id in belonging,
        )


def _asks(tx: Tx) -> Mapping[PersonId, list[Ask]]:
    found: defaultdict[PersonId, list[Ask]] = defaultdict(list)
    for ask in tx.asks.all():
        for person in ask.persons:
            found[person].append(ask)
    return found


def _belonging(tx: Tx, today: date) -> frozenset[PersonId]:
    """Give everybody a list still needs: groups, shots that wait, sessions to come."""
    groups = (person for group in tx.groups.all() for person in group.members)
    rosters = (
        person
        for session in tx.sessions.all()
        if any(rule.ends is not None and rule.ends.date() >= today for rule in session.rules)
        for person in session.roster
    )
    waiting = (one.person for one in tx.pending_enrolments.all())
    return frozenset({*groups, *rosters, *waiting})


def _is_nameless(tx: Tx, person: PersonId) -> bool:
    profile = tx.people.profile(person)
    return not (profile.name or profile.email)
