"""What a signing will do, worked out before anything is written, and the writing of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from consent.answering import Answering, quitclaims_after, recognition_after
from consent.errors import NotAllowed
from consent.evidence import SignatureFacts
from consent.families import Guardian, hand_over
from consent.ids import PersonId, SignerId
from consent.notices import Notice
from consent.persons import Profile
from consent.quitclaims import Quitclaim, RecognitionConsent
from consent.same_person import Candidate, Everybody, Traits, contradict, spellings
from consent.signing import Means, PersonAnswer, Signing, VerifiedBy
from scheduler.deps import Deps
from scheduler.guardians import KnownGuardians
from scheduler.ports import Tx
from scheduler.recognition_words import recognition_words

_PROVED = frozenset({VerifiedBy.MAIL, VerifiedBy.CODE})


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPlan:
    """What a signing does about one person."""

    person: PersonId
    new: bool
    profile: Profile = field(repr=False)
    answering: Answering
    quitclaims: tuple[Quitclaim, ...]
    recognition: RecognitionConsent | None
    candidates: tuple[Candidate, ...] = ()
    """Of somebody new: who it may be. A human says so, never the signer."""

    @property
    def facts(self) -> SignatureFacts:
        """Give what the evidence is made of."""
        agreed = self.answering.granted or self.answering.answer.recognition
        return SignatureFacts(
            signing=self.answering.signing,
            person=self.person,
            answer=self.answering.answer,
            notice=self.answering.notice,
            quitclaims=tuple(entry.id for entry in self.quitclaims),
            begins=self.answering.first,
            ends=self.answering.ends if agreed else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPlan:
    """What a signing does."""

    signing: Signing
    notice: Notice
    people: tuple[PersonPlan, ...]

    @property
    def persons(self) -> tuple[PersonId, ...]:
        """Give everybody it is about."""
        return tuple(plan.person for plan in self.people)


def plan_signing(
    deps: Deps, tx: Tx, signing: Signing, notice: Notice, new_id: Callable[[], str]
) -> SignPlan:
    """Work out what a signing does. The same `new_id`s and rows give the same plan."""
    if not signing.answers or not notice.channels:
        raise NotAllowed("Nothing was answered.")
    known = [_known(tx, signing, answer) for answer in signing.answers]
    persons = [person or PersonId(new_id()) for person in known]
    if len(set(persons)) != len(persons):
        raise NotAllowed("Answer once for each person.")
    signing = _by_the_known_guardian(tx, _by_the_person(signing, persons))
    everybody = Everybody(tx.people.traits() if None in known else {})
    cases = [
        _Case(signing=signing, notice=notice, person=person, new=before is None, answer=answer)
        for person, before, answer in zip(persons, known, signing.answers, strict=True)
    ]
    people = tuple(_about(deps, tx, case, everybody, new_id) for case in cases)
    return SignPlan(signing=signing, notice=notice, people=people)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    signing: Signing
    notice: Notice
    person: PersonId
    new: bool
    answer: PersonAnswer


def _by_the_person(signing: Signing, persons: Sequence[PersonId]) -> Signing:
    """Let somebody who signs for themselves be the signer under their own number."""
    if signing.signer.guardian:
        return signing
    if len(persons) != 1:
        raise NotAllowed("Somebody who is no parent or guardian signs for one person only.")
    return replace(signing, signer=replace(signing.signer, id=SignerId(persons[0])))


def _by_the_known_guardian(tx: Tx, signing: Signing) -> Signing:
    """Let a guardian who has proved an address of ours be the signer they were before.

    Only at a session; who comes by a link of their own is known already.
    """
    proved = signing.means is Means.SESSION and signing.verified_by in _PROVED
    if not (proved and signing.signer.guardian):
        return signing
    known = KnownGuardians(tx).proved(signing.signer_name, signing.signer_email)
    if known is None:
        return signing
    return replace(signing, signer=replace(signing.signer, id=known))


def _known(tx: Tx, signing: Signing, answer: PersonAnswer) -> PersonId | None:
    """Give the person asked, or one who proved to be on the roster; None for somebody new."""
    if answer.person is not None:
        return answer.person
    if signing.session is None or signing.verified_by not in _PROVED:
        return None
    return _on_roster(tx, signing, answer)


def _on_roster(tx: Tx, signing: Signing, answer: PersonAnswer) -> PersonId | None:
    """Find who signed before at this session with the same name and a proved address."""
    session = next((one for one in tx.sessions.all() if one.id == signing.session), None)
    address = signing.signer_email.casefold()
    if session is None or not address:
        return None
    found: list[PersonId] = []
    for person in sorted(session.roster):
        profile = tx.people.profile(person)
        addresses = [profile.email.casefold()]
        if signing.signer.guardian:
            addresses = [one.email.casefold() for one in tx.guardians.of(person)]
        same = spellings(profile.name) & spellings(answer.name)
        if address in addresses and same and not contradict(profile.birth_date, answer.birth_date):
            found.append(person)
    return found[0] if len(found) == 1 else None


def _about(
    deps: Deps, tx: Tx, case: _Case, everybody: Everybody, new_id: Callable[[], str]
) -> PersonPlan:
    before = None if case.new else tx.people.profile(case.person)
    profile = _profile(deps, case, before)
    answering = Answering(
        signing=case.signing,
        notice=case.notice,
        person=case.person,
        answer=case.answer,
        minor_until=profile.minor_until,
        born=profile.birth_date,
        today=_first_day(deps, case.signing),
    )
    return PersonPlan(
        person=case.person,
        new=case.new,
        profile=profile,
        answering=answering,
        quitclaims=quitclaims_after(answering, _quitclaims(tx, case), new_id),
        recognition=recognition_after(
            answering,
            tx.people.recognition_consent(case.person),
            recognition_words(tx, case.person),
            tx.guardians.signers().get(case.person, ()),
        ),
        candidates=everybody.like(_traits(case)) if case.new else (),
    )


def _traits(case: _Case) -> Traits:
    """Give what is known of somebody new; an address counts only where it was proved."""
    proved = case.signing.verified_by in _PROVED and bool(case.signing.signer_email)
    return Traits(
        name=case.answer.name,
        birth_date=case.answer.birth_date,
        addresses=frozenset({case.signing.signer_email} if proved else ()),
    )


def _first_day(deps: Deps, signing: Signing) -> date:
    """Give the day an answer begins: today, but on paper the day it was signed."""
    today = deps.clock.today()
    return min(signing.at.date(), today) if signing.means is Means.PAPER else today


def _quitclaims(tx: Tx, case: _Case) -> tuple[Quitclaim, ...]:
    found = () if case.new else tx.people.subjects([case.person])
    return tuple(entry for subject in found for entry in subject.quitclaims)


def _profile(deps: Deps, case: _Case, before: Profile | None) -> Profile:
    """Give the profile: what was said now fills what was not known, and changes nothing else."""
    answer, signing = case.answer, case.signing
    profile = before or Profile(name=answer.name, language=signing.language)
    if not signing.signer.guardian and not profile.email:
        profile = replace(profile, email=signing.signer_email)
    born = profile.birth_date or answer.birth_date
    if born == profile.birth_date and profile.minor_until is not None:
        return profile
    if before is not None and not (answer.birth_date or answer.under_age):
        return profile
    until = hand_over(
        born, under_age=answer.under_age, age=deps.rules.age, today=deps.clock.today()
    )
    return replace(profile, birth_date=born, minor_until=until)


def guardian_after(tx: Tx, plan: SignPlan, person: PersonId) -> Guardian:
    """Give the guardian who signed as a contact; a known address is not changed by signing."""
    signing = plan.signing
    before = {one.signer: one for one in tx.guardians.of(person)}.get(signing.signer.id)
    return Guardian(
        signer=signing.signer.id,
        name=signing.signer_name,
        email=before.email if before and before.email else signing.signer_email,
        language=signing.language,
    )


def ids_again(ids: list[str], new_id: Callable[[], str]) -> Callable[[], str]:
    """Give the ids of a list again, in order, and new ones after them, which it then keeps."""
    position = iter(range(1_000_000))

    def next_id() -> str:
        place = next(position)
        if place == len(ids):
            ids.append(new_id())
        return ids[place]

    return next_id
