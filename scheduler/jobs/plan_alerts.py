"""Put into the outbox what somebody must be told by today: ends of consents, answers that lack.

Asks the rows what was not told yet, so neither downtime nor a crash loses or doubles anything: a
letter and what it tells are written in one transaction. Safe to run as often as you like.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connector.values import HostName
from consent.alert_terms import Term, terms
from consent.alerts import (
    AlertPlan,
    Audience,
    PersonLetter,
    Step,
    due,
    is_old,
    next_day,
    person_letters,
    steps,
)
from consent.asks import Link, LinkKind
from consent.ids import PersonId
from consent.quitclaims import RecognitionConsent, Subject
from scheduler import letters
from scheduler.deps import Deps
from scheduler.desk_alerts import Watch, other_steps
from scheduler.ports import Tx
from scheduler.ports.alerts import AlertMark, ToldStep
from scheduler.stages import ACTIVE
from scheduler.staging import stage_of

DAY = timedelta(days=1)
LOOKED_ON = "likeness:alerts-looked-on"
_MANY = 1000
"""Persons looked at in one transaction."""
NO_ADDRESS = "no-address"
"""What steps call their letter where the signer has no address: the managers are told anyway."""
LONG_OVER = "long-over"
"""What steps call their letter where the end is so old that nobody is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    """What is configured about alerts."""

    plan: AlertPlan
    zone: ZoneInfo
    hour: int = 8
    """Local hour from which the letters of a day are made."""
    to: tuple[str, ...] = field(default=(), repr=False)
    screens: tuple[tuple[HostName, str], ...] = field(default=(), repr=False)
    """Users of hosts who are told on the host's own screen that there is a digest."""
    missing_after_days: int = 3
    """Days after asking that missing answers of a session are told; 0 = never."""

    @property
    def digest(self) -> str:
        """Name the settings that steps depend on."""
        return hashlib.sha256(repr(asdict(self.plan)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What one run put into the outbox."""

    letters: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was read about some persons."""

    subjects: Sequence[Subject]
    recognition: Mapping[PersonId, RecognitionConsent]
    steps: Mapping[str, Sequence[Step]]
    """By what they are about; what ends unnoticed is not here."""
    terms: tuple[Term, ...]
    told: frozenset[str]


def plan_alerts(deps: Deps, rules: AlertRules) -> Planned:
    """Put in what is due. Before the configured hour it is still yesterday."""
    now = deps.clock.now()
    local = now.astimezone(rules.zone)
    today = local.date() if local.hour >= rules.hour else local.date() - DAY
    persons = _skim(deps, rules, today)
    with deps.store.begin() as tx:
        recognition = tx.people.recognition_consents() if persons else {}
        found = _gather(tx, rules, _with_households(tx, persons), recognition)
        to_signers = _to_signers(deps, tx, found, rules, today)
        to_desk = _to_desk(deps, tx, found, rules, today)
        told = found.told | {step.key for step in (*to_signers.told, *to_desk.told)}
        tx.alerts.mark(_marks(found, told, rules, today))
    parts = (to_signers, to_desk)
    return Planned(
        letters=sum(part.letters for part in parts), steps=sum(len(part.told) for part in parts)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Put:
    """What was put in for one audience."""

    letters: int = 0
    told: tuple[ToldStep, ...] = ()


def _skim(deps: Deps, rules: AlertRules, today: date) -> Sequence[PersonId]:
    """Give the persons about whom something is due; mark the others, some at a time.

    So that the one transaction that puts letters in stays short, however many consents are new.
    """
    with deps.store.read() as tx:
        looked_at = tx.alerts.persons_due(today, rules.digest)
        recognition = tx.people.recognition_consents() if looked_at else {}
    left: list[PersonId] = []
    for start in range(0, len(looked_at), _MANY):
        with deps.store.read() as tx:
            found = _gather(tx, rules, looked_at[start : start + _MANY], recognition)
        busy = {
            term.person for term in found.terms if due(found.steps[term.about], found.told, today)
        }
        left += sorted(busy)
        with deps.store.begin() as tx:
            rest = tuple(subject for subject in found.subjects if subject.id not in busy)
            tx.alerts.mark(_marks(replace(found, subjects=rest), found.told, rules, today))
    return left


def _gather(
    tx: Tx,
    rules: AlertRules,
    persons: Sequence[PersonId],
    recognition: Mapping[PersonId, RecognitionConsent],
) -> _Found:
    subjects = tx.people.subjects(persons)
    found = tuple(
        term
        for subject in subjects
        for term in terms(subject, recognition.get(subject.id), rules.zone)
    )
    return _Found(
        subjects=subjects,
        recognition=recognition,
        steps={term.about: steps(term, rules.plan) for term in found},
        terms=found,
        told=tx.alerts.told({term.about for term in found}),
    )


def _with_households(tx: Tx, persons: Sequence[PersonId]) -> Sequence[PersonId]:
    """Add the other children of guardians who answer for any of these."""
    if not persons:
        return persons
    signers = tx.guardians.signers()
    concerned = {signer for person in persons for signer in signers.get(person, ())}
    children = {person for person, theirs in signers.items() if concerned & set(theirs)}
    return sorted({*persons, *children})


def _to_signers(deps: Deps, tx: Tx, found: _Found, rules: AlertRules, today: date) -> _Put:
    """Put in one letter per household."""
    count, told = 0, []
    for letter in person_letters(found.terms, found.told, rules.plan, today):
        key = _put_signer_letter(deps, tx, letter, today)
        if key:
            count += key not in {NO_ADDRESS, LONG_OVER}
            told += [_told(step, key) for step in letter.steps]
    tx.alerts.tell(told)
    return _Put(letters=count, told=tuple(told))


def _put_signer_letter(deps: Deps, tx: Tx, letter: PersonLetter, today: date) -> str:
    """Give the key of the letter put in; empty where this signer has one of today already."""
    if letter.silent:
        return LONG_OVER
    if not _address(tx, letter.terms[0]):
        return NO_ADDRESS
    persons = tuple(dict.fromkeys(term.person for term in letter.terms))
    abouts = tuple(term.about for term in letter.terms)
    about = f"{letter.signer}:{today.isoformat()}"
    make = letters.expired if letter.ended else letters.renewal
    made = make(letter.signer, about, persons, abouts, deps.clock.now())
    if not tx.outbox.put(made):
        return ""
    secret = deps.secrets.make(LinkKind.RECEIPT, made.key, 1)
    tx.links.put(
        Link(
            hash=deps.secrets.hash_of(secret),
            kind=LinkKind.RECEIPT,
            made_at=deps.clock.now(),
            persons=persons,
            signer=letter.signer,
        )
    )
    return made.key


def _address(tx: Tx, term: Term) -> str:
    """Give where a signer can be reached; empty where nowhere."""
    if term.guardian:
        guardians = tx.guardians.of(term.person)
        return next((one.email for one in guardians if one.signer == term.signer), "")
    return tx.people.profile(term.person).email


def _to_desk(deps: Deps, tx: Tx, found: _Found, rules: AlertRules, today: date) -> _Put:
    """Put in one digest a day, for every reader."""
    name = f"digest:{today.isoformat()}"
    if not rules.plan.desk or tx.alerts.steps_of(name):
        return _Put()
    told = [
        _told(step, LONG_OVER if is_old(term.last, rules.plan, today) else name)
        for term in found.terms
        for step in due(found.steps[term.about], found.told, today)
        if step.audience is Audience.DESK
    ]
    told += _looked_for(deps, tx, rules, today, name)
    if all(step.letter == LONG_OVER for step in told):
        tx.alerts.tell(told)
        return _Put(told=tuple(told))
    now = deps.clock.now()
    put = [letters.digest(name, letters.slot_of(address), now) for address in rules.to]
    put += [letters.desk(name, host, user, now) for host, user in rules.screens]
    count = sum(tx.outbox.put(letter) for letter in put)
    tx.alerts.tell(told)
    return _Put(letters=count, told=tuple(told))


def _looked_for(
    deps: Deps, tx: Tx, rules: AlertRules, today: date, letter: str
) -> Iterable[ToldStep]:
    """Give what else the managers must see; looked for once a day."""
    if tx.facts.get(LOOKED_ON) == today.isoformat():
        return ()
    tx.facts.put(LOOKED_ON, today.isoformat())
    watch = Watch(
        zone=rules.zone,
        today=today,
        hosts=tuple(host for host in deps.hosts if stage_of(deps, tx, host).stage in ACTIVE),
        missing_after_days=rules.missing_after_days,
        rules=deps.rules.decide,
        now=deps.clock.now(),
    )
    return other_steps(tx, watch, letter)


def _told(step: Step, letter: str) -> ToldStep:
    return ToldStep(
        key=step.key,
        letter=letter,
        about=step.about,
        last=step.last,
        word=step.word,
        audience=step.audience.value,
        person=step.person,
    )


def _marks(
    found: _Found, told: frozenset[str], rules: AlertRules, today: date
) -> Iterable[AlertMark]:
    """Say when each consent that was read must be looked at again."""
    plan = rules.digest
    for subject in found.subjects:
        ends: list[tuple[str, datetime]] = [(entry.id, entry.at) for entry in subject.quitclaims]
        if recognition := found.recognition.get(subject.id):
            ends.append((f"recognition-{subject.id}", recognition.at))
        for about, at in ends:
            day = next_day(found.steps.get(about, ()), told)
            yield AlertMark(
                about=about,
                person=subject.id,
                at=at,
                plan=plan,
                next_on=max(day, today + DAY) if day else None,
            )
