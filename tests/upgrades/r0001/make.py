"""Made the data folder beside this file, with the last program whose newest revision was 0001.

It speaks to that program: run it in a checkout of that time, never with a newer one.

    python -m tests.upgrades.r0001.make tests/upgrades/r0001/folder

Everything in it is drawn or invented. Each person is in one of the situations in which a rule that
came later may decide otherwise; `people.json` says who is who.
"""

import gzip
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from PIL import Image, ImageDraw

from connector.values import HostName
from consent.decisions import Rules
from consent.groups import Group
from consent.ids import (
    Actor,
    AssetId,
    Channel,
    GroupId,
    NoticeId,
    PersonId,
    QuitclaimId,
    SessionId,
    SignerId,
)
from consent.lifecycle import How
from consent.notices import Audience, NoticeUse
from consent.quitclaims import Quitclaim, Signer
from consent.sessions import Session
from consent.signing import Means
from consent.states import AnswerKind, ConsentState
from likeness.bootstrap.app import App, open_app
from likeness.bootstrap.first_run import set_up
from likeness.bootstrap.places import find_places
from scheduler.jobs.answer_face import Said, answer_face
from scheduler.jobs.ask_session import open_session_link
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.enrol_person import Offer, enrol_person
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.object_to_photo import object_to_photo
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.publish_notice import publish_notice
from scheduler.jobs.save_group import save_group
from scheduler.jobs.save_quitclaim import save_quitclaim
from scheduler.jobs.save_session import save_session
from scheduler.jobs.withdraw import withdraw_all
from scheduler.worker import Worker
from tests.fakes.clock import FakeClock
from tests.fakes.eyes import PACK, FakeEyes, Painted
from tests.scheduler.asking import TOWN, Form, asked, child, text
from tests.scheduler.world import ME, PRINT, WEB, StoreGalleries, World

HOST = HostName("photos")
SOCIAL = Channel("social-media")
BEGAN = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
ROOT = "@ROOT@"
"""Stands in likeness.toml where the folder of photos lies."""


class Folder:
    """Stands where a test's world has its host: a real folder of drawn photos."""

    name = HOST

    def __init__(self, root: Path, eyes: FakeEyes) -> None:
        """Draw into this folder; the eyes see what was drawn."""
        self.root, self.eyes, self._shades = root, eyes, count(20, 9)

    def put(self, place: str, *faces: Painted) -> None:
        """Draw a photo with these faces."""
        path = self.root / place
        path.parent.mkdir(exist_ok=True)
        shade = next(self._shades)
        picture = Image.new("RGB", (64, 48), (shade, 90, 255 - shade))
        brush = ImageDraw.Draw(picture)
        for face in faces:
            left = int(face.x * 64)
            brush.ellipse((left, 10, left + 8, 22), fill=(230, 190, 160))
        picture.save(path, quality=60)
        self.eyes.paint(path.read_bytes(), *faces)


@dataclass(slots=True)
class Town(World):
    """A town with a folder of photos: what happened there, in short words."""

    app: App | None = None
    folder: Folder | None = None
    people: dict[str, PersonId] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Work on the real installation, with eyes that see what is drawn."""
        assert self.app is not None
        pages = {WEB, PRINT, SOCIAL}
        rules = replace(
            self.app.deps.rules,
            decide=Rules(channels=tuple(sorted(pages))),
            pack=PACK,
            auto_limit=1000,
            confirm=self.confirm,
        )
        self.deps = replace(
            self.app.deps,
            eyes=self.eyes,
            galleries=StoreGalleries(self.store),
            clock=self.clock,
            rules=rules,
            jitter=lambda: 0.0,
        )

    def add(self, name: str) -> PersonId:
        """Add a person under a name that `people.json` keeps."""
        self.people[name] = self.person(name)
        return self.people[name]

    def of(self, place: str) -> AssetId:
        """Find a photo."""
        with self.store.read() as tx:
            return next(a.id for a in tx.assets.of_host(HOST) if a.place == place)

    def attest(self, place: str, *names: str) -> None:
        """Say that these people, and nobody else, are on a photo."""
        attest_photo(self.deps, self.of(place), [self.people[n] for n in names], ME, only=True)

    def face(self, place: str, said: Said, number: int = 0) -> None:
        """Answer about a face."""
        with self.store.read() as tx:
            finding = tx.findings.of(self.of(place))[number].id
        answer_face(self.deps, finding, said, ME)


def _photos(folder: Folder, people: dict[str, PersonId]) -> None:
    anna = people["Anna Ölander"]
    folder.put("a-recognised.jpg", Painted(x=0.2, who=anna))
    folder.put("a-beside-a-stranger.jpg", Painted(x=0.2, who=anna), Painted(x=0.6))
    folder.put("b-named.jpg", Painted(x=0.4))
    folder.put("nobody.jpg")
    folder.put("not-a-face.jpg", Painted(x=0.3))
    folder.put("statue.jpg", Painted(x=0.5))
    folder.put("objected.jpg", Painted(x=0.1, who=anna))
    folder.put("erased.jpg", Painted(x=0.7))
    folder.put("erased-attested.jpg")
    for name in ("two-texts", "shorter", "withdrawn", "expired", "child", "agreed", "session"):
        folder.put(f"attested/{name}.jpg")
    shutil.copy(folder.root / "b-named.jpg", folder.root / "b-copy.jpg")


def _texts(town: Town, uses: Iterable[Channel]) -> None:
    said = tuple(NoticeUse(channel=use, label=use.title()) for use in uses)
    both = [replace(text(audience=audience), uses=said) for audience in Audience]
    publish_notice(town.deps, both, ME)


def _answer(town: Town, person: PersonId, *granted: Channel, version: int = 1) -> None:
    form = Form(town, ask=asked(town, person, way=Means.LINK), version=version)
    form.say(person, *granted).hand_in()


def _family(
    town: Town, name: str, mum: Iterable[ConsentState], dad: Iterable[ConsentState]
) -> None:
    """Add a child with what each guardian said, one day after the other."""
    first = name.split(" ", maxsplit=1)[0].lower()
    said = {SignerId(f"mum-of-{first}"): mum, SignerId(f"dad-of-{first}"): dad}
    town.people[name] = child(town, name, date(2016, 5, 4), *said)
    for signer, states in said.items():
        for state in states:
            town.clock.forward(days=1)
            answer = Quitclaim(
                id=QuitclaimId(town.deps.new_id()),
                person=town.people[name],
                state=state,
                channels=frozenset({WEB, PRINT}),
                at=town.clock.now(),
                signer=Signer(id=signer, guardian=True),
            )
            save_quitclaim(town.deps, answer, ME)


def _people(town: Town) -> None:
    """Add everybody, with what they answered in the first months."""
    town.recognise_everywhere()
    anna = town.add("Anna Ölander")
    town.agree(anna)
    town.grant(anna, (WEB, PRINT, SOCIAL))
    for name in ("Bo Jansen", "Cem Yildiz", "Dora Visser", "Eva Bos", "Fay Mulder", "Gus Prins"):
        town.add(name)
    town.grant(town.people["Bo Jansen"], (WEB, PRINT, SOCIAL), ends=date(2030, 1, 31))
    town.grant(town.people["Cem Yildiz"], (WEB, PRINT, SOCIAL))
    town.grant(town.people["Dora Visser"], (WEB, PRINT, SOCIAL), ends=date(2026, 3, 31))
    town.grant(town.people["Eva Bos"], (WEB, PRINT, SOCIAL))
    town.grant(town.people["Fay Mulder"], (WEB, PRINT, SOCIAL))
    town.clock.forward(days=1)
    town.grant(town.people["Gus Prins"], (WEB, PRINT, SOCIAL), ends=date(2031, 1, 11))
    _texts(town, (WEB, SOCIAL))
    _answer(town, town.people["Fay Mulder"], WEB)
    _family(town, "Hana de Boer", (ConsentState.GIVEN,), (ConsentState.REFUSED,))
    _family(town, "Ivo de Boer", (ConsentState.REFUSED, ConsentState.GIVEN), (ConsentState.GIVEN,))
    group = Group(id=GroupId("group-3b"), name="3b", members=frozenset(town.people.values()))
    save_group(town.deps, group, ME)


def _work(town: Town) -> None:
    poll_host(town.deps, HOST)
    Worker(town.deps).drain(threading.Event())


def _acts(town: Town) -> None:
    """Do to the photos what humans do."""
    people = town.people
    session = Session(id=SessionId("session-fair"), name="Fair")
    save_session(town.deps, session, ME, "session-saved")
    open_session_link(town.deps, session.id, NoticeId(TOWN), ME)
    town.face("b-named.jpg", Said(kind=AnswerKind.NAMED, person=people["Bo Jansen"]))
    town.face("not-a-face.jpg", Said(kind=AnswerKind.NOT_A_FACE))
    town.face("statue.jpg", Said(kind=AnswerKind.NOBODY_TO_ASK, reason="a statue"))
    town.face("erased.jpg", Said(kind=AnswerKind.NAMED, person=people["Eva Bos"]))
    town.attest("erased-attested.jpg", "Eva Bos")
    town.attest("attested/two-texts.jpg", "Fay Mulder")
    town.attest("attested/shorter.jpg", "Gus Prins")
    town.attest("attested/withdrawn.jpg", "Cem Yildiz")
    town.attest("attested/expired.jpg", "Dora Visser")
    town.attest("attested/child.jpg", "Hana de Boer")
    town.attest("attested/agreed.jpg", "Ivo de Boer")
    town.attest("attested/session.jpg", "Anna Ölander", "Bo Jansen")
    object_to_photo(town.deps, people["Anna Ölander"], town.of("objected.jpg"), ME)
    _work(town)


def _later(town: Town) -> None:
    """Let time pass: answers change, end, and are taken back; somebody is erased."""
    people = town.people
    town.clock.forward(days=60)
    _texts(town, (WEB, PRINT))
    _answer(town, people["Fay Mulder"], version=2)
    _answer(town, people["Gus Prins"], WEB, version=2)
    withdraw_all(town.deps, people["Cem Yildiz"], How(by=Actor("cli:test"), means=Means.COMMAND))
    erase_person(town.deps, people.pop("Eva Bos"), ME)
    people["Jo Asked"] = town.person("Jo Asked")
    asked(town, people["Jo Asked"], way=Means.LINK)
    people["Kim Refuses"] = town.person("Kim Refuses")
    town.grant(people["Kim Refuses"], (WEB,), state=ConsentState.REFUSED)
    people["Lu Signs"] = town.person("Lu Signs")
    town.agree(people["Lu Signs"])
    _work(town)
    town.clock.forward(days=60)


def _enrol(town: Town) -> None:
    """Give Anna three templates of the fake pack."""
    for number in range(3):
        data = b"\xff\xd8\xff" + bytes([number])
        town.eyes.paint(data, Painted(x=0.4))
        enrol_person(town.deps, town.people["Anna Ölander"], [Offer(data=data)], ME)


def live(scratch: Path) -> dict[str, PersonId]:
    """Make the installation below a folder; gives who is who."""
    places = find_places(scratch / "data", {})
    (scratch / "photos").mkdir()
    set_up(places, {"timezone": "Europe/Amsterdam", "controller": "Town"})
    settings = places.settings_file
    host = f'\n[hosts.{HOST}]\nkind = "folder"\nroot = "{scratch / "photos"}"\n'
    settings.write_text(settings.read_text() + host)
    with open_app(places) as app:
        eyes = FakeEyes()
        clock = FakeClock(moment=BEGAN)
        town = Town(store=app.store, eyes=eyes, clock=clock, app=app)
        town.folder = Folder(scratch / "photos", eyes)
        _people(town)
        _enrol(town)
        _photos(town.folder, town.people)
        _work(town)
        _acts(town)
        _later(town)
        return town.people


def keep(scratch: Path, target: Path, people: dict[str, PersonId]) -> None:
    """Keep an installation as text and small files, which a repository can hold."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in ("likeness", "keys"):
        connection = sqlite3.connect(scratch / "data" / f"{name}.sqlite")
        rows = "\n".join(connection.iterdump()) + "\n"
        (target / f"{name}.sql.gz").write_bytes(gzip.compress(rows.encode(), mtime=0))
        connection.close()
    settings = (scratch / "data" / "likeness.toml").read_text()
    (target / "likeness.toml").write_text(settings.replace(str(scratch / "photos"), ROOT))
    shutil.copytree(scratch / "data-keys", target / "keys")
    shutil.copytree(scratch / "photos", target / "photos")
    files = sorted(path for path in (target / "photos").rglob("*") if path.is_file())
    source = {path: scratch / "photos" / path.relative_to(target / "photos") for path in files}
    times = {
        path.relative_to(target / "photos").as_posix(): source[path].stat().st_mtime_ns
        for path in files
    }
    (target / "times.json").write_text(json.dumps(times, indent=1, ensure_ascii=False) + "\n")
    (target / "people.json").write_text(json.dumps(people, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    os.environ.pop("LIKENESS_DATA", None)
    with tempfile.TemporaryDirectory() as scratch_name:
        made = live(Path(scratch_name))
        keep(Path(scratch_name), Path(sys.argv[1]), made)
