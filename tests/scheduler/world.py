"""A whole little world for tests of jobs: real store, fake host, fake eyes, a clock that stands still."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import uuid4

from connector.values import MarkSet
from consent.decisions import Rules
from consent.findings import Finding
from consent.ids import Actor, Channel, PersonId, QuitclaimId, SignerId
from consent.modes import LegalBasis, ModeScope, ScopeKind
from consent.persons import Person, Profile
from consent.quitclaims import General, Quitclaim, RecognitionConsent, Scope, Signer
from consent.states import Confirm, ConsentState, Mode
from likeness.asking_links import MadeSecrets
from likeness.storage.store import SqlStore
from recognition.values import LookAlike, PersonKey
from scheduler.deps import Deps, JobRules
from scheduler.jobs.end_recognition import give_recognition
from scheduler.jobs.enrol_person import Offer, enrol_person
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.save_quitclaim import save_quitclaim
from scheduler.jobs.set_mode import record_basis, set_mode
from scheduler.ports import Store
from scheduler.values import Asset
from scheduler.worker import Worker
from tests.fakes.clock import FakeClock
from tests.fakes.evidence import press
from tests.fakes.eyes import PACK, FakeEyes, FakeGallery, Painted
from tests.fakes.host import MemoryHost
from tests.fakes.words import FakeLinks, FakeWords

WEB, PRINT = Channel("website"), Channel("print")
ME = Actor("cli:test")
INSTALLATION = ModeScope(kind=ScopeKind.INSTALLATION)


@dataclass(slots=True)
class StoreGalleries:
    """The gallery as the store says it is now; vectors play no part."""

    store: Store

    def current(self) -> FakeGallery:
        """Read the gallery."""
        with self.store.read() as tx:
            counts = tx.people.template_counts(PACK)
            pairs = tx.people.look_alikes()
            version = tx.people.gallery_version()
        keys = {person: PersonKey(index) for index, person in enumerate(sorted(counts))}
        twins = tuple(
            LookAlike(one=keys[one], other=keys[other])
            for one, other in pairs
            if one in keys and other in keys
        )
        return FakeGallery(version=version, keys=keys, templates=counts, look_alikes=twins)


@dataclass(slots=True)
class World:
    """Everything a test of jobs needs, and short words for what happens in it."""

    store: SqlStore
    host: MemoryHost = field(default_factory=MemoryHost)
    eyes: FakeEyes = field(default_factory=FakeEyes)
    clock: FakeClock = field(default_factory=FakeClock)
    confirm: Confirm = Confirm.NEVER
    deps: Deps = field(init=False)

    def __post_init__(self) -> None:
        """Wire it up."""
        rules = JobRules(
            decide=Rules(channels=(WEB, PRINT)), pack=PACK, auto_limit=1000, confirm=self.confirm
        )
        self.deps = Deps(
            store=self.store,
            hosts={self.host.name: self.host},
            eyes=self.eyes,
            galleries=StoreGalleries(self.store),
            clock=self.clock,
            words=FakeWords(),
            links=FakeLinks(),
            new_id=lambda: str(uuid4()),
            jitter=lambda: 0.0,
            rules=rules,
            secrets=MadeSecrets(key=b"a key for tests"),
            evidence=press(),
        )

    def confirm_by(self, policy: Confirm) -> None:
        """Change when an `accept` waits for a human."""
        self.deps = replace(self.deps, rules=replace(self.deps.rules, confirm=policy))

    def photo(self, place: str, *faces: Painted) -> None:
        """Put a photo into the host with these faces on it."""
        data = b"\xff\xd8\xff" + place.encode() + uuid4().bytes
        self.eyes.paint(data, *faces)
        self.host.put(place, data)

    def repaint(self, place: str, *faces: Painted) -> None:
        """Replace the content of a photo."""
        self.photo(place, *faces)

    def run(self) -> None:
        """Poll the host and process everything that is due."""
        poll_host(self.deps, self.host.name)
        self.work()

    def work(self) -> None:
        """Process everything that is due."""
        Worker(self.deps).drain(threading.Event())

    def recognise_everywhere(self) -> None:
        """Switch the mode gallery on, with the basis it needs."""
        basis = LegalBasis(
            scope=INSTALLATION, basis="consent", dpia="DPIA-1", by=ME, at=self.clock.now()
        )
        record_basis(self.deps, basis)
        set_mode(self.deps, INSTALLATION, Mode.GALLERY, ME)

    def person(self, name: str = "Anna", *, minor_until: date | None = None) -> PersonId:
        """Add a person."""
        person = PersonId(str(uuid4()))
        with self.store.begin() as tx:
            tx.people.add(Person(id=person, profile=Profile(name=name, minor_until=minor_until)))
        return person

    def enrolled(
        self, name: str = "Anna", shots: int = 3, *, minor_until: date | None = None
    ) -> PersonId:
        """Add a person who agreed to be recognised, and enrol them."""
        person = self.person(name, minor_until=minor_until)
        self.agree(person)
        for _ in range(shots):
            data = b"\xff\xd8\xff" + uuid4().bytes
            self.eyes.paint(data, Painted(x=0.4))
            enrol_person(self.deps, person, [Offer(data=data)], ME)
        return person

    def agree(self, person: PersonId, *, ends: date | None = None) -> None:
        """Record a recognition consent."""
        consent = RecognitionConsent(
            person=person, state=ConsentState.GIVEN, at=self.clock.now(), ends=ends
        )
        give_recognition(self.deps, consent, ME)

    def grant(  # noqa: PLR0913 - a word for each thing a test may say
        self,
        person: PersonId,
        channels: Iterable[Channel] = (WEB, PRINT),
        *,
        state: ConsentState = ConsentState.GIVEN,
        ends: date | None = None,
        scope: Scope | None = None,
        guardian: bool = False,
    ) -> QuitclaimId:
        """Record a quitclaim."""
        quitclaim = Quitclaim(
            id=QuitclaimId(str(uuid4())),
            person=person,
            state=state,
            channels=frozenset(channels),
            at=self.clock.now(),
            signer=Signer(id=SignerId(person), guardian=guardian),
            ends=ends,
            scope=scope or General(),
        )
        save_quitclaim(self.deps, quitclaim, ME)
        return quitclaim.id

    def asset(self, place: str) -> Asset:
        """Find a photo by its place."""
        with self.store.read() as tx:
            return next(a for a in tx.assets.of_host(self.host.name) if a.place == place)

    def findings(self, place: str) -> tuple[Finding, ...]:
        """Give the findings of a photo."""
        asset = self.asset(place)
        with self.store.read() as tx:
            return tx.findings.of(asset.id)

    def shown(self, place: str) -> MarkSet | None:
        """Give what the host shows."""
        return self.host.shown.get(self.host.ref(place).id)

    def status(self, place: str) -> str:
        """Give the status the host shows; "nothing" where it shows none."""
        marks = self.shown(place)
        return marks.status if marks else "nothing"
