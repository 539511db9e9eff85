"""Somebody hands in their answers: everything that follows, in one transaction, once.

The same form handed in twice, or one link by fifty at once, signs once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from consent.asks import AskState, Link, LinkKind
from consent.ids import Actor, LinkHash, PersonId, SignatureId
from consent.lifecycle import How, transition
from consent.notices import canonical_text
from consent.persons import Person
from consent.signing import Sealed, Signature, Signing, WayBack
from consent.states import ConsentState
from scheduler.deps import Deps
from scheduler.doors import check_fits, open_door, signed_notice
from scheduler.errors import StaleClaim
from scheduler.evidence import record_evidence
from scheduler.jobs.end_recognition import end_within
from scheduler.jobs.save_quitclaim import MILDER, note_quitclaim
from scheduler.matching import hold_match
from scheduler.paper_codes import code_of
from scheduler.ports import Tx
from scheduler.ports.evidence import MadeEvidence, PaperScan
from scheduler.ports.outbox import Letter, LetterKind
from scheduler.signing import (
    PersonPlan,
    SignPlan,
    guardian_after,
    ids_again,
    plan_signing,
)
from scheduler.values import Act, Priority

_TRIES = 5
RECEIPT_SERIAL = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What handing in came to."""

    signature: SignatureId
    receipt_secret: str = field(repr=False)
    persons: tuple[PersonId, ...]
    already: bool
    """Whether this was handed in before: nothing happened now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A plan with its evidence, made outside the transaction because that takes a while."""

    plan: SignPlan
    evidence: Mapping[PersonId, MadeEvidence]
    ids: Sequence[str]


def sign(
    deps: Deps,
    signing: Signing,
    link: LinkHash | None,
    actor: Actor,
    scan: PaperScan | None = None,
) -> Signed:
    """Keep what somebody hands in. Safe to run twice.

    `link` is None where somebody of the office hands it in: paper, attended signing. Raises
    `LinkOver`, `NoticeMissing`, `NotAllowed` and `ContradictoryInput`; then nothing is kept.
    """
    ids: list[str] = []
    for _ in range(_TRIES):
        with deps.store.read() as tx:
            before = _signed_before(deps, tx, signing)
            if before is not None:
                return before
            plan = _plan(deps, tx, signing, link, ids)
        evidence = {one.person: deps.evidence.make(one.facts, scan) for one in plan.people}
        ready = _Ready(plan=plan, evidence=evidence, ids=tuple(ids))
        signed = _keep(deps, ready, signing, link, actor)
        if signed is not None:
            return signed
    raise StaleClaim("the facts moved while signing")


def receipt_secret(deps: Deps, signature: SignatureId) -> str:
    """Give the secret of a receipt's link: the same each time."""
    return deps.secrets.make(LinkKind.RECEIPT, signature, RECEIPT_SERIAL)


def _plan(deps: Deps, tx: Tx, signing: Signing, link: LinkHash | None, ids: list[str]) -> SignPlan:
    """Check what is handed in, and work out what it does."""
    if link is not None:
        check_fits(open_door(tx, link, deps.clock.now(), deps.clock.today()), signing)
    notice = signed_notice(tx, signing)
    return plan_signing(deps, tx, signing, notice, ids_again(ids, deps.new_id))


def _signed_before(deps: Deps, tx: Tx, signing: Signing) -> Signed | None:
    """Give what this form, or this ask, was signed with before."""
    found = tx.signatures.by_nonce(signing.nonce)
    if found is None and signing.ask is not None:
        found = tx.signatures.of_ask(signing.ask)
    return None if found is None else _result(deps, found.id, found.persons, already=True)


def _result(
    deps: Deps, signature: SignatureId, persons: tuple[PersonId, ...], *, already: bool
) -> Signed:
    return Signed(
        signature=signature,
        receipt_secret=receipt_secret(deps, signature),
        persons=persons,
        already=already,
    )


def _keep(
    deps: Deps, ready: _Ready, signing: Signing, link: LinkHash | None, actor: Actor
) -> Signed | None:
    """Write everything, where the facts are still the same; None where they moved."""
    plan = ready.plan
    with deps.store.begin() as tx:
        tx.people.hold(one.person for one in plan.people if not one.new)
        before = _signed_before(deps, tx, signing)
        if before is not None:
            return before
        fresh = _plan(deps, tx, signing, link, list(ready.ids))
        if _evident(fresh) != _evident(plan):
            return None
        ready, plan = replace(ready, plan=fresh), fresh
        if not tx.signatures.add(_row(plan)):
            return _signed_before(deps, tx, signing)
        _apply(deps, tx, ready, actor)
        _close(deps, tx, plan)
    return _result(deps, plan.signing.id, plan.persons, already=False)


def _evident(plan: SignPlan) -> SignPlan:
    """Leave out what no evidence states: whom somebody new may be, which others change at once."""
    return replace(plan, people=tuple(replace(one, candidates=()) for one in plan.people))


def _row(plan: SignPlan) -> Signature:
    signing = plan.signing
    return Signature(
        id=signing.id,
        ask=signing.ask,
        session=signing.session,
        notice=signing.notice,
        notice_version=signing.notice_version,
        language=signing.language,
        shown_sha256=signing.shown_sha256,
        signer=signing.signer,
        means=signing.means,
        at=signing.at,
        verified_by=signing.verified_by,
        nonce=signing.nonce,
        persons=plan.persons,
    )


def _apply(deps: Deps, tx: Tx, ready: _Ready, actor: Actor) -> None:
    """Write what the plan says about each person."""
    plan = ready.plan
    for one in plan.people:
        _keep_person(deps, tx, plan, one, actor)
    tx.signatures.name_persons(plan.signing.id, plan.persons)
    for one in plan.people:
        sealed = Sealed(
            answer=replace(one.answering.answer, person=one.person),
            signer_name=plan.signing.signer_name,
            signer_email=plan.signing.signer_email,
            shown=canonical_text(plan.notice),
            drawing=plan.signing.drawing,
        )
        tx.signatures.seal(plan.signing.id, one.person, sealed)
        record_evidence(tx, ready.evidence[one.person], actor, deps.clock.now())
        _keep_consents(deps, tx, one, actor)
    if plan.signing.session is not None:
        tx.sessions.join(plan.signing.session, plan.persons)


def _keep_person(deps: Deps, tx: Tx, plan: SignPlan, one: PersonPlan, actor: Actor) -> None:
    """Make or complete the person, and note who answers for them."""
    person = Person(id=one.person, profile=one.profile)
    if one.new:
        tx.people.add(person)
        act = Act(actor=actor, act="person-added", subjects=(one.person,))
        tx.records.act(act, deps.clock.now())
        hold_match(deps, tx, one.person, one.candidates, actor)
    elif tx.people.profile(one.person) != one.profile:
        tx.people.save_profile(person)
    if plan.signing.signer.guardian:
        tx.guardians.save(one.person, guardian_after(tx, plan, one.person))


def _keep_consents(deps: Deps, tx: Tx, one: PersonPlan, actor: Actor) -> None:
    """Write quitclaims and recognition consent, and wake the photos."""
    signing = one.answering.signing
    how = How(by=actor, means=signing.means, evidence=signing.id)
    for quitclaim in one.quitclaims:
        note_quitclaim(deps, tx, quitclaim, how)
    _keep_recognition(deps, tx, one, how)
    milder = all(quitclaim.state in MILDER for quitclaim in one.quitclaims)
    urgent = Priority.CONSENT if milder else Priority.WITHDRAWAL
    for person in (one.person, *(candidate.person for candidate in one.candidates)):
        tx.queue.wake_person(person, urgent, deps.clock.now())


def _keep_recognition(deps: Deps, tx: Tx, one: PersonPlan, how: How) -> None:
    """Write the recognition consent; one that ends takes templates and machine links with it."""
    consent = one.recognition
    if consent is None:
        return
    if consent.state is ConsentState.WITHDRAWN:
        touched = end_within(deps, tx, one.person, consent.state, how)
        tx.queue.wake(touched, Priority.WITHDRAWAL, deps.clock.now())
        return
    before = tx.people.recognition_consent(one.person)
    state = ConsentState.UNKNOWN if before is None else before.state
    transition(one.person, state, consent.state, consent.at, how)
    tx.people.save_recognition_consent(consent, how)
    act = f"recognition-consent-{consent.state}"
    tx.records.act(Act(actor=how.by, act=act, subjects=(one.person,)), deps.clock.now())


def _close(deps: Deps, tx: Tx, plan: SignPlan) -> None:
    """Answer the ask, end its link, and make the receipt with the signer's way back."""
    now, signing = deps.clock.now(), plan.signing
    if signing.ask is not None:
        tx.asks.save(replace(tx.asks.get(signing.ask), state=AskState.ANSWERED))
        tx.links.kill_of(signing.ask, now)
    secret = receipt_secret(deps, signing.id)
    receipt = Link(
        hash=deps.secrets.hash_of(secret),
        kind=LinkKind.RECEIPT,
        made_at=now,
        session=signing.session,
        notice=signing.notice,
        persons=plan.persons,
        signer=signing.signer.id,
    )
    tx.links.put(receipt)
    match signing.way_back:
        case WayBack.CODE:
            tx.links.put(_code_link(deps, receipt, secret))
        case WayBack.MAILED:
            tx.outbox.put(_receipt_letter(plan, now))
        case _:
            assert_never(signing.way_back)


def _code_link(deps: Deps, receipt: Link, secret: str) -> Link:
    """Make what lets the code of a receipt open the personal page."""
    return Link(
        hash=deps.secrets.hash_of(code_of(secret)),
        kind=LinkKind.CODE,
        made_at=receipt.made_at,
        persons=receipt.persons,
        signer=receipt.signer,
    )


def _receipt_letter(plan: SignPlan, now: datetime) -> Letter:
    return Letter(
        key=f"receipt:{plan.signing.id}",
        kind=LetterKind.RECEIPT,
        person=plan.persons[0],
        refs={"signature": plan.signing.id},
        due_at=now,
    )
