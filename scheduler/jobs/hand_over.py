"""Somebody comes of age soon: they are asked themselves, and then the guardian's answer ends.

That it ends is a rule of the decision; nothing has to happen on the day.
"""

from consent.families import ASKED_BEFORE, step_due
from consent.ids import Actor, NoticeId, PersonId, SignerId
from consent.notices import Audience, best_language
from consent.persons import Profile
from consent.quitclaims import Subject
from consent.signing import Means
from consent.states import ConsentState
from scheduler.asking import AskRequest
from scheduler.deps import Deps
from scheduler.jobs.ask_person import ask_within
from scheduler.ports import Tx
from scheduler.ports.outbox import Letter, LetterKind
from scheduler.values import Act

TIMER = Actor("timer")
PLANNED_ON = "likeness:hand-over-planned"
_ANSWERED = frozenset(
    {ConsentState.GIVEN, ConsentState.RENEWED, ConsentState.REFUSED, ConsentState.WITHDRAWN}
)


def plan_hand_overs(deps: Deps) -> int:
    """Ask whoever comes of age within 90 or 30 days and has not answered; gives how many letters.

    Runs once a day however often it is called. Each step is asked once, whatever is restarted.
    """
    today = deps.clock.today()
    with deps.store.read() as tx:
        if tx.facts.get(PLANNED_ON) == today.isoformat():
            return 0
        due = [
            (person, profile, step)
            for person, profile in tx.people.profiles().items()
            if profile.minor_until is not None
            and (step := step_due(profile.minor_until, today, ASKED_BEFORE)) is not None
        ]
    sent = sum(_ask(deps, person, profile, step) for person, profile, step in due)
    with deps.store.begin() as tx:
        tx.facts.put(PLANNED_ON, today.isoformat())
    return sent


def _ask(deps: Deps, person: PersonId, profile: Profile, step: int) -> bool:
    """Ask one person at one step; False where they answered, or no letter can go."""
    with deps.store.begin() as tx:
        (subject,) = tx.people.subjects([person])
        if _answered(subject) or not subject.quitclaims:
            return False
        request = _request(deps, tx, subject, profile)
        if request is None:
            return False
        asked = ask_within(deps, tx, request, TIMER, letter=False)
        now = deps.clock.now()
        letter = Letter(
            key=f"coming-of-age:{person}:{step}",
            kind=LetterKind.COMING_OF_AGE,
            person=person,
            refs={"ask": asked.id, "serial": asked.serial, "step": step},
            due_at=now,
        )
        put = tx.outbox.put(letter)
        if put:
            detail = {"step": step}
            act = Act(actor=TIMER, act="coming-of-age", subjects=(person,), detail=detail)
            tx.records.act(act, now)
        return put


def _answered(subject: Subject) -> bool:
    """Tell whether the person answered themselves already."""
    return any(
        not entry.signer.guardian and entry.state in _ANSWERED for entry in subject.quitclaims
    )


def _request(deps: Deps, tx: Tx, subject: Subject, profile: Profile) -> AskRequest | None:
    latest = max(subject.quitclaims, key=lambda entry: (entry.at, entry.id))
    notice = latest.notice or NoticeId(deps.rules.notice)
    there = tx.notices.languages(notice, Audience.ADULT)
    language = best_language(there, [profile.language], deps.rules.language)
    if language is None:
        return None
    return AskRequest(
        persons=(subject.id,),
        signer=SignerId(subject.id),
        guardian=False,
        notice=notice,
        language=language,
        way=Means.MAIL,
    )
