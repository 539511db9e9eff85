"""Short words for tests of asking: a published notice, an ask, a handed-in form."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import uuid4

from consent.asks import Ask
from consent.families import Guardian
from consent.ids import (
    AskId,
    Channel,
    LinkHash,
    NoticeId,
    PersonId,
    SessionId,
    SignatureId,
    SignerId,
)
from consent.newest import current
from consent.notices import (
    Audience,
    Duration,
    Notice,
    NoticeSection,
    NoticeUse,
    SectionKind,
    canonical_text,
    notice_digest,
)
from consent.quitclaims import Quitclaim, Signer
from consent.sessions import Session
from consent.signing import Means, PersonAnswer, Signing, VerifiedBy
from consent.states import AnswerKind
from scheduler.asking import AskRequest
from scheduler.jobs.answer_face import Said, answer_face
from scheduler.jobs.ask_person import ask, secret_of
from scheduler.jobs.publish_notice import publish_notice
from scheduler.jobs.save_guardian import declare_age, save_guardian
from scheduler.jobs.save_session import save_session
from scheduler.jobs.sign import Signed, sign
from tests.scheduler.world import ME, PRINT, WEB, World

TOWN = NoticeId("town")
MUM, DAD = SignerId("signer-mum"), SignerId("signer-dad")
BOTH = frozenset({WEB, PRINT})


def text(
    language: str = "en", audience: Audience = Audience.ADULT, title: str = "Photos of you"
) -> Notice:
    """Make a text that asks about website and print."""
    return Notice(
        id=TOWN,
        version=0,
        language=language,
        audience=audience,
        title=title,
        sections=tuple(
            NoticeSection(kind=kind, title=kind.value, paragraphs=("Plain words.",))
            for kind in SectionKind
        ),
        uses=(NoticeUse(channel=WEB, label="Website"), NoticeUse(channel=PRINT, label="Print")),
        recognition="May we recognise you?",
        duration=Duration(months=60),
        controller="Town",
        contact="privacy@town.example",
    )


def publish(world: World, title: str = "Photos of you") -> int:
    """Publish the text for adults and guardians in two languages."""
    texts = [text(language, audience, title) for language in ("en", "nl") for audience in Audience]
    return publish_notice(world.deps, texts, ME)


def publish_other(world: World) -> int:
    """Publish a second text, under the id `other`."""
    texts = [replace(text(audience=audience), id=NoticeId("other")) for audience in Audience]
    return publish_notice(world.deps, texts, ME)


def asked(
    world: World,
    *persons: PersonId,
    signer: SignerId | None = None,
    way: Means = Means.MAIL,
    session: SessionId | None = None,
) -> Ask:
    """Ask for some persons; the first one themselves where no guardian is named."""
    request = AskRequest(
        persons=persons,
        signer=signer or SignerId(persons[0]),
        guardian=signer is not None,
        notice=TOWN,
        language="en",
        way=way,
        session=session,
    )
    return ask(world.deps, request, ME)


def link_of(world: World, ask_: Ask) -> LinkHash:
    """Give the hash of an ask's link."""
    return world.deps.secrets.hash_of(secret_of(world.deps, ask_))


@dataclass(slots=True)
class Form:
    """A form somebody fills in."""

    world: World
    ask: Ask | None = None
    session: SessionId | None = None
    signer: Signer | None = None
    version: int = 1
    email: str = "anna@example.org"
    means: Means = Means.MAIL
    verified_by: VerifiedBy = VerifiedBy.MAIL
    nonce: str = field(default_factory=lambda: uuid4().hex)
    at: datetime | None = None
    """When it was signed; None: now."""
    answers: list[PersonAnswer] = field(default_factory=list)

    def say(
        self,
        person: PersonId | None,
        *granted: Channel,
        recognition: bool = False,
        name: str = "Anna",
        born: date | None = None,
        under_age: bool = False,
    ) -> "Form":
        """Answer for one person."""
        self.answers.append(
            PersonAnswer(
                person=person,
                name=name,
                birth_date=born,
                under_age=under_age,
                granted=frozenset(granted),
                recognition=recognition,
            )
        )
        return self

    def signing(self) -> Signing:
        """Make what is handed in."""
        signer = self.signer or self._signer()
        audience = Audience.GUARDIAN if signer.guardian else Audience.ADULT
        with self.world.store.read() as tx:
            notice = tx.notices.version(TOWN, self.version, "en", audience)
        assert notice is not None
        return Signing(
            id=SignatureId(str(uuid4())),
            ask=self.ask.id if self.ask else None,
            session=self.ask.session if self.ask else self.session,
            notice=TOWN,
            notice_version=self.version,
            language="en",
            shown_sha256=notice_digest(notice, canonical_text(notice).encode()),
            signer=signer,
            signer_name="Anna Ölander",
            signer_email=self.email,
            answers=tuple(self.answers),
            means=self.means,
            at=self.at or self.world.clock.now(),
            verified_by=self.verified_by,
            nonce=self.nonce,
        )

    def _signer(self) -> Signer:
        if self.ask is not None:
            return Signer(id=self.ask.signer, guardian=self.ask.guardian)
        return Signer(id=SignerId(uuid4().hex))

    def hand_in(self, link: LinkHash | None = None) -> Signed:
        """Hand it in at the link of its ask, or at another."""
        if link is None and self.ask is not None:
            link = link_of(self.world, self.ask)
        return sign(self.world.deps, self.signing(), link, ME)


def signed(world: World, person: PersonId, *granted: Channel, recognition: bool = False) -> Signed:
    """Ask somebody and let them answer."""
    form = Form(world, ask=asked(world, person, way=Means.LINK))
    return form.say(person, *granted, recognition=recognition).hand_in()


def quitclaims(world: World, person: PersonId) -> dict[str, Quitclaim]:
    """Give what counts of the records of a person, by their state."""
    with world.store.read() as tx:
        (subject,) = tx.people.subjects([person])
    standing = current(subject, world.clock.today())
    return {str(entry.state): entry for entry in standing}


def session(world: World, name: str = "Fair") -> SessionId:
    """Make a session."""
    made = Session(id=SessionId(uuid4().hex), name=name)
    save_session(world.deps, made, ME, "session-saved")
    return made.id


def child(world: World, name: str, born: date, *guardians: SignerId) -> PersonId:
    """Add a child with guardians."""
    person = world.person(name)
    declare_age(world.deps, person, born, ME)
    for signer in guardians:
        contact = Guardian(signer=signer, name=str(signer), email=f"{signer}@example.org")
        save_guardian(world.deps, person, contact, ME)
    return person


def letters(world: World) -> list[str]:
    """Give the keys of all letters, without their numbers."""
    with world.store.read() as tx:
        return sorted(posted.letter.key.partition(":")[0] for posted in tx.outbox.all())


def ask_state(world: World, ask_id: AskId) -> str:
    """Give where an ask stands."""
    with world.store.read() as tx:
        return str(tx.asks.get(ask_id).state)


def names(persons: Iterable[PersonId], world: World) -> list[str]:
    """Give names of persons."""
    with world.store.read() as tx:
        return [tx.people.profile(person).name for person in persons]


def name_face(world: World, place: str, person: PersonId, number: int = 0) -> None:
    """Let a human say who it is on a photo."""
    face = world.findings(place)[number].id
    answer_face(world.deps, face, Said(kind=AnswerKind.NAMED, person=person), ME)
