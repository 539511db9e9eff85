"""What happens in the demo, step by step, through the jobs of the product. Prints nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from connector.values import HostName
from consent.findings import Finding
from consent.ids import Actor, PersonId, QuitclaimId
from consent.modes import LegalBasis, ModeScope, ScopeKind
from consent.persons import Person, Profile
from consent.quitclaims import RecognitionConsent
from consent.states import AnswerKind, ConsentState, FindingKind, Mode
from likeness.demo.cast import Role, grant
from likeness.demo.errors import DemoStumbled
from likeness.demo.library import Library
from likeness.demo.shots import Label
from scheduler.deps import Deps
from scheduler.jobs.answer_face import Said, answer_face
from scheduler.jobs.end_recognition import give_recognition
from scheduler.jobs.enrol_person import Offer, Result, enrol_person
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.save_quitclaim import save_quitclaim, withdraw_quitclaim
from scheduler.jobs.set_mode import record_basis, set_mode

HOST = HostName("demo")
ACTOR = Actor("cli:demo")
BASIS = "DEMO"

FAR_AWAY = "portraits/in the suit, from far away.jpg"
ALIKE = "portraits/standing, one step back.jpg"
LOOKING_AWAY = "portraits/standing.jpg"
SPOON = "places and things/coffee.jpg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the cast as the installation knows them."""

    role: Role
    person: PersonId
    quitclaim: QuitclaimId
    offers: tuple[Result, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One face a human answered about."""

    place: str
    said: AnswerKind
    text: str


Cast = Mapping[Label, Member]

ANSWERS = (
    Answer(
        place=FAR_AWAY,
        said=AnswerKind.ACCEPTED,
        text="✓ Grace, from far away: the machine suggests her, a human says yes.",
    ),
    Answer(
        place=ALIKE,
        said=AnswerKind.NOT_PERSON,
        text="✗ Emil looks a little like Daan: suggested, a human says no, and that sticks.",
    ),
    Answer(
        place=LOOKING_AWAY,
        said=AnswerKind.NAMED,
        text="✓ Emil on another photo: he is not enrolled, so a human names him by hand.",
    ),
    Answer(
        place=SPOON,
        said=AnswerKind.NOT_A_FACE,
        text="– A reflection in a spoon: a human says that it is not a face.",  # noqa: RUF001
    ),
)
"""One answer of each kind."""


def allow_recognition(deps: Deps) -> None:
    """Record the basis that counts nowhere but here, then compare with everybody enrolled."""
    everywhere = ModeScope(kind=ScopeKind.INSTALLATION)
    now = deps.clock.now()
    record_basis(deps, LegalBasis(scope=everywhere, basis=BASIS, dpia=BASIS, by=ACTOR, at=now))
    set_mode(deps, everywhere, Mode.GALLERY, ACTOR)


def enrol_role(deps: Deps, role: Role, library: Library) -> Member:
    """Add one person, record both consents, and enrol from their shots."""
    person = PersonId(deps.new_id())
    with deps.store.begin() as tx:
        tx.people.add(Person(id=person, profile=Profile(name=role.label.value)))
    quitclaim = grant(deps, role, person)
    save_quitclaim(deps, quitclaim, ACTOR)
    given = RecognitionConsent(person=person, state=ConsentState.GIVEN, at=deps.clock.now())
    give_recognition(deps, given, ACTOR)
    offers = [Offer(data=path.read_bytes()) for path in library.shots_of(role.label)]
    results = enrol_person(deps, person, offers, ACTOR)
    return Member(role=role, person=person, quitclaim=quitclaim.id, offers=results)


def give_answer(deps: Deps, answer: Answer, cast: Cast) -> FindingKind:
    """Answer about the only face of a photo; gives what it is from now on."""
    finding = _only_face(deps, answer.place)
    named = cast[Label.EMIL].person if answer.said is AnswerKind.NAMED else None
    said = Said(kind=answer.said, person=named)
    return answer_face(deps, finding.id, said, ACTOR).kind


def withdraw(deps: Deps, member: Member) -> int:
    """Withdraw somebody's consent; gives how many photos are decided again."""
    return withdraw_quitclaim(deps, member.quitclaim, ACTOR).photos


def erase(deps: Deps, member: Member) -> bool:
    """Erase somebody; True when nothing of theirs is left on disk."""
    return erase_person(deps, member.person, ACTOR)


def _only_face(deps: Deps, place: str) -> Finding:
    with deps.store.read() as tx:
        for asset in tx.assets.find(place):
            for finding in tx.findings.of(asset.id):
                return finding
    raise DemoStumbled(
        f"The demo expects a face on {place}, and none was found. "
        "Is another model pack than `open` in use?"
    )
