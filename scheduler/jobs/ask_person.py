"""Ask somebody for permission; ask again, remind, end. Nothing is sent twice."""

from dataclasses import replace
from datetime import datetime, timedelta

from consent.answering import asked_after
from consent.asks import Ask, AskState, Link, LinkKind
from consent.errors import NotAllowed
from consent.ids import Actor, AskId, PersonId, QuitclaimId
from consent.lifecycle import How, transition
from consent.notices import Audience, Notice
from consent.quitclaims import ForSession, General, Quitclaim, Signer
from consent.signing import Means
from consent.states import ConsentState
from scheduler.asking import AskPlan, AskRequest, Wish, plan_asks, same_ask
from scheduler.deps import Deps
from scheduler.errors import NoticeMissing
from scheduler.jobs.save_quitclaim import note_quitclaim
from scheduler.ports import Tx
from scheduler.ports.outbox import Letter, LetterKind, Ref
from scheduler.values import Act, Priority

WAYS = frozenset({Means.MAIL, Means.LINK, Means.PHONE, Means.PAPER})


TWICE = timedelta(minutes=10)
"""A reminder asked for again this soon is the same one, sent by a second press."""


def preview_asks(deps: Deps, wish: Wish) -> AskPlan:
    """Say who would be asked and what stands in the way. Changes nothing."""
    with deps.store.read() as tx:
        return plan_asks(deps, tx, wish)


def ask(deps: Deps, request: AskRequest, actor: Actor) -> Ask:
    """Ask, and put the letter out where it goes by mail; gives the ask.

    Safe to run twice: whoever is asked exactly this already is not asked again. Raises
    `NoticeMissing` where there is no text to sign, and `NotAllowed`.
    """
    with deps.store.begin() as tx:
        return ask_within(deps, tx, request, actor)


def ask_within(
    deps: Deps, tx: Tx, request: AskRequest, actor: Actor, *, letter: bool = True
) -> Ask:
    """Ask in a transaction that is open; without `letter` the caller sends one of another kind."""
    before = same_ask(tx, request)
    if before is not None:
        return before
    notice = _notice(tx, request)
    _check(tx, request)
    now = deps.clock.now()
    made = Ask(
        id=AskId(deps.new_id()),
        persons=request.persons,
        signer=request.signer,
        guardian=request.guardian,
        session=request.session,
        notice=request.notice,
        language=request.language,
        way=request.way,
        state=AskState.OPEN,
        made_at=now,
        made_by=actor,
        last_sent_at=now if request.way is Means.MAIL else None,
        reminders=0,
        ends_on=deps.clock.today() + timedelta(days=deps.rules.answer_days),
    )
    tx.asks.save(made)
    tx.links.put(_link(deps, made))
    for person in request.persons:
        _note_asked(deps, tx, made, notice, person)
    tx.records.act(_act(made, actor, "asked"), now)
    if letter and request.way is Means.MAIL:
        tx.outbox.put(_letter(made, LetterKind.ASK, f"ask:{made.id}:{made.serial}", now))
    return made


def _notice(tx: Tx, request: AskRequest) -> Notice:
    audience = Audience.GUARDIAN if request.guardian else Audience.ADULT
    notice = tx.notices.latest(request.notice, request.language, audience)
    if notice is None:
        raise NoticeMissing(
            f"There is no text to sign in this language: likeness notice publish {request.notice}"
        )
    return notice


def _check(tx: Tx, request: AskRequest) -> None:
    if request.way not in WAYS:
        raise NotAllowed("Ask by mail, by link, on the photographer's phone or on paper.")
    if not request.persons:
        raise NotAllowed("Name whom the answer is about.")
    for person in request.persons:
        signers = {one.signer for one in tx.guardians.of(person)} if request.guardian else {person}
        if request.signer not in signers:
            raise NotAllowed("Only the person, or a guardian on record, can be asked.")


def _link(deps: Deps, ask: Ask) -> Link:
    secret = secret_of(deps, ask)
    return Link(
        hash=deps.secrets.hash_of(secret),
        kind=LinkKind.ASK,
        made_at=deps.clock.now(),
        ask=ask.id,
        notice=ask.notice,
        session=ask.session,
        persons=ask.persons,
        signer=ask.signer,
    )


def secret_of(deps: Deps, ask: Ask) -> str:
    """Give the secret of the link of an ask, as it is now."""
    return deps.secrets.make(LinkKind.ASK, ask.id, ask.serial)


def _note_asked(deps: Deps, tx: Tx, ask: Ask, notice: Notice, person: PersonId) -> None:
    """Make the quitclaim say that somebody was asked; what was given holds until it is answered."""
    (subject,) = tx.people.subjects([person])
    asking = Quitclaim(
        id=QuitclaimId(deps.new_id()),
        person=person,
        state=ConsentState.REQUESTED,
        channels=notice.channels,
        at=deps.clock.now(),
        signer=Signer(id=ask.signer, guardian=ask.guardian),
        scope=General() if ask.session is None else ForSession(session=ask.session),
        notice=notice.id,
        notice_version=notice.version,
    )
    asked = asked_after(asking, subject.quitclaims)
    if asked is not None:
        note_quitclaim(deps, tx, asked, How(by=ask.made_by, means=ask.way))
        tx.queue.wake_person(person, Priority.CONSENT, deps.clock.now())


def resend(deps: Deps, ask_id: AskId, actor: Actor) -> Ask:
    """Ask again with a new link; the earlier one opens nothing any more.

    Raises `NoSuchRow`, and `NotAllowed` where nobody waits for an answer.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        before = _open(tx, ask_id)
        sent = now if before.way is Means.MAIL else None
        made = replace(before, serial=before.serial + 1, last_sent_at=sent)
        tx.links.kill_of(made.id, now)
        tx.asks.save(made)
        tx.links.put(_link(deps, made))
        tx.records.act(_act(made, actor, "asked-again"), now)
        if made.way is Means.MAIL:
            tx.outbox.put(_letter(made, LetterKind.ASK, f"ask:{made.id}:{made.serial}", now))
    return made


def remind(deps: Deps, ask_id: AskId, actor: Actor) -> bool:
    """Put a reminder out, with the same link; False where it does not go by mail.

    Safe to send twice: within ten minutes of a reminder there is no second. Raises `NoSuchRow`,
    and `NotAllowed` where nobody waits for an answer.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        before = _open(tx, ask_id)
        if before.way is not Means.MAIL:
            return False
        if before.reminders and before.last_sent_at and now - before.last_sent_at < TWICE:
            return True
        made = replace(before, reminders=before.reminders + 1, last_sent_at=now)
        tx.asks.save(made)
        tx.records.act(_act(made, actor, "reminded"), now)
        key = f"reminder:{made.id}:{made.reminders}"
        return tx.outbox.put(_letter(made, LetterKind.REMINDER, key, now))


def end_ask(deps: Deps, ask_id: AskId, actor: Actor) -> None:
    """End an ask: its link opens nothing any more. Letters that wait are cancelled when due.

    Raises `NoSuchRow`, and `NotAllowed` where nobody waits for an answer.
    """
    with deps.store.begin() as tx:
        _end(deps, tx, _open(tx, ask_id), AskState.ENDED, How(by=actor, means=Means.COMMAND))


def expire_asks(deps: Deps) -> int:
    """End every ask whose last day is over; gives how many. Safe to run as often as you like."""
    today, how = deps.clock.today(), How(by=Actor("timer"), means=Means.TIMER)
    with deps.store.read() as tx:
        over = [ask.id for ask in tx.asks.all(AskState.OPEN) if ask.ends_on < today]
    for ask_id in over:
        with deps.store.begin() as tx:
            _end(deps, tx, tx.asks.get(ask_id), AskState.EXPIRED, how)
    return len(over)


def _end(deps: Deps, tx: Tx, ask: Ask, state: AskState, how: How) -> None:
    if ask.state is not AskState.OPEN:
        return
    now = deps.clock.now()
    tx.asks.save(replace(ask, state=state))
    tx.links.kill_of(ask.id, now)
    for subject in tx.people.subjects(ask.persons):
        for quitclaim in subject.quitclaims:
            if _waits_for(quitclaim, ask):
                step = transition(quitclaim.id, quitclaim.state, ConsentState.UNKNOWN, now, how)
                note_quitclaim(deps, tx, replace(quitclaim, state=step.after, at=now), how)
    tx.records.act(_act(ask, how.by, f"ask-{state}"), now)


def _waits_for(quitclaim: Quitclaim, ask: Ask) -> bool:
    scope = General() if ask.session is None else ForSession(session=ask.session)
    return (
        quitclaim.state is ConsentState.REQUESTED
        and quitclaim.signer.id == ask.signer
        and quitclaim.notice == ask.notice
        and quitclaim.scope == scope
    )


def _open(tx: Tx, ask_id: AskId) -> Ask:
    found = tx.asks.get(ask_id)
    if found.state is not AskState.OPEN:
        raise NotAllowed("Nobody waits for an answer to this one: it was answered, or it ended.")
    return found


def _letter(ask: Ask, kind: LetterKind, key: str, now: datetime) -> Letter:
    refs: dict[str, Ref] = {"ask": ask.id, "serial": ask.serial}
    return Letter(key=key, kind=kind, person=ask.persons[0], refs=refs, due_at=now)


def _act(ask: Ask, actor: Actor, verb: str) -> Act:
    detail = {"notice": ask.notice, "means": ask.way.value, "serial": ask.serial}
    return Act(actor=actor, act=verb, subjects=(ask.id, *ask.persons), detail=detail)
