"""Runs the demo from an empty folder to a contact sheet, telling each step."""

from dataclasses import dataclass, field
from time import monotonic

from connector.values import PhotoRef
from consent.ids import PersonId
from likeness.bootstrap.app import App
from likeness.demo import story
from likeness.demo.cards import Cards, cards_now, changes, pictures
from likeness.demo.cast import CAST
from likeness.demo.folder import DemoFolder
from likeness.demo.library import Library, build
from likeness.demo.page import Scenes, page_of
from likeness.demo.setting import install_models, open_demo, settle_in
from likeness.demo.shots import Label
from likeness.demo.telling import Teller
from likeness.demo.working import drain
from likeness.sheet.build import Reader
from likeness.sheet.render import render
from recognition.child_pool import cores
from scheduler.jobs.poll_host import poll_host

LANGUAGE = "en"


@dataclass(slots=True, kw_only=True)
class Demo:
    """One run. `cast` fills up as people are added; an erased person leaves it."""

    app: App
    library: Library
    teller: Teller
    cast: dict[Label, story.Member] = field(default_factory=dict)

    def allow(self) -> None:
        """Record the basis without which nobody is compared."""
        self.teller.step("A legal basis, without which nobody is recognised")
        story.allow_recognition(self.app.deps)
        self.teller.say("Recorded: DEMO. It counts in this data folder only. Mode: gallery.")

    def enrol(self) -> None:
        """Add the people, their consents and their templates."""
        self.teller.step("People, and what they agreed to")
        for role in CAST:
            member = story.enrol_role(self.app.deps, role, self.library)
            self.cast[role.label] = member
            self.teller.enrolled(member)
        self.teller.say("Fay was never asked: nothing about her is kept.")

    def scan(self) -> Cards:
        """Look at every photo, and write what it may be used for beside it."""
        self.teller.step("Look at every photo, and write the answer beside it")
        begun = monotonic()
        poll_host(self.app.deps, story.HOST)
        with self.teller.progress("looking") as step:
            drain(self.app.deps, lambda done: step(done, self.library.count))
        cards = self.cards()
        took = monotonic() - begun
        self.teller.say(f"{len(cards)} files in {took:.1f} s on {cores()} cores:")
        self.teller.counts(cards)
        return cards

    def answer(self, before: Cards) -> Cards:
        """Let a human answer about four faces."""
        self.teller.step("A human answers where the machine may not")
        for answer in story.ANSWERS:
            story.give_answer(self.app.deps, answer, self.cast)
            self.teller.say(answer.text)
        self._settle()
        return self._told(before)

    def withdraw(self, before: Cards) -> Cards:
        """Let Daan withdraw."""
        self.teller.step("Daan withdraws his consent")
        begun = monotonic()
        story.withdraw(self.app.deps, self.cast[Label.DAAN])
        self._settle()
        self._proof(before, begun)
        return self._told(before)

    def erase(self, before: Cards) -> Cards:
        """Let Grace be erased."""
        self.teller.step("Grace asks to be erased")
        begun = monotonic()
        gone = story.erase(self.app.deps, self.cast.pop(Label.GRACE))
        self._settle()
        left = "Nothing of hers is left on disk." if gone else "Pending: a reader is still open."
        self.teller.say(f"Name, consents, templates, and the key they were under. {left}")
        self._proof(before, begun)
        return self._told(before)

    def cards(self) -> Cards:
        """Give the state of all photos now."""
        names: dict[PersonId, str] = {
            member.person: label.value for label, member in self.cast.items()
        }
        reader = Reader(wording=self.app.wording, language=LANGUAGE, names=names)
        return cards_now(self.app.deps, story.HOST, reader)

    def _settle(self) -> None:
        drain(self.app.deps, lambda _done: None)

    def _told(self, before: Cards) -> Cards:
        now = self.cards()
        self.teller.moves(changes(before, now))
        return now

    def _proof(self, before: Cards, begun: float) -> None:
        """Read from the photos' own files that they say what was decided."""
        changed = [change.after for change in changes(before, self.cards())]
        told = sum(self._says(card.key, card.status) for card in changed)
        took = monotonic() - begun
        self.teller.say(f"{told} of {len(changed)} photos say so, read back {took:.1f} s later:")

    def _says(self, place: str, status: str) -> bool:
        with self.app.store.read() as tx:
            refs: list[PhotoRef] = [asset.ref for asset in tx.assets.find(place)]
        marks = [self.app.deps.hosts[story.HOST].marks.read(ref) for ref in refs]
        return any(mark is not None and mark.status == status for mark in marks)


def run(folder: DemoFolder, timezone: str, teller: Teller) -> Scenes:
    """Run everything in a fresh folder; gives the library at its four moments.

    Raises `DemoError`, `PackRefused` and what opening an installation raises.
    """
    teller.step("A folder of its own", str(folder.root))
    settle_in(folder, LANGUAGE, timezone)
    teller.step("Models, from packages that are installed already")
    with teller.saying("preparing") as say:
        title = install_models(folder, say)
    teller.say(f"Pack open: {title}.")
    teller.step("A library of real photos")
    with teller.progress("making photos") as step:
        library = build(folder.photos, folder.enrol, step)
    teller.say(f"{library.count} files, among them a damaged photo, a text and a video.")
    with open_demo(folder) as app:
        return _play(Demo(app=app, library=library, teller=teller), folder)


def _play(demo: Demo, folder: DemoFolder) -> Scenes:
    demo.allow()
    demo.enrol()
    first = demo.scan()
    answered = demo.answer(first)
    withdrawn = demo.withdraw(answered)
    scenes = Scenes(first=first, answered=answered, withdrawn=withdrawn, now=demo.erase(withdrawn))
    demo.teller.step("The contact sheet")
    page = page_of(scenes, demo.app.deps.clock.today())
    html = render(page, pictures(demo.app.eyes, folder.photos, scenes.now))
    folder.sheet.write_text(html, encoding="utf-8")
    return scenes
