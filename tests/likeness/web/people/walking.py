"""One form for each route of the public listener that takes one, ready to be sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from consent.asks import Link, LinkKind
from consent.ids import PersonId, SignerId
from scheduler.jobs.enrolment_policy import allow_minors
from scheduler.ports.pages import Side
from tests.fakes.eyes import Painted
from tests.likeness.web.people.visitor import Town, fields
from tests.scheduler.asking import MUM, Form, asked, child, link_of, name_face
from tests.scheduler.world import ME, PRINT, WEB

BORN = date(2015, 3, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form that is filled in and not sent yet."""

    path: str
    fields: dict[str, str]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(slots=True)
class Family:
    """A mother on the page of two children, each with an answer and a photo."""

    town: Town
    kim: PersonId = field(init=False)
    lou: PersonId = field(init=False)

    def __post_init__(self) -> None:
        """Let her answer for both, and come in."""
        world = self.town.world
        allow_minors(world.deps, None, "DPIA-2", ME)
        self.kim = child(world, "Kim", BORN, MUM)
        self.lou = child(world, "Lou", date(2017, 3, 20), MUM)
        ask = asked(world, self.kim, self.lou, signer=MUM)
        form = Form(world, ask=ask)
        for person, name in ((self.kim, "Kim"), (self.lou, "Lou")):
            form.say(person, WEB, PRINT, recognition=True, name=name)
        form.hand_in(link_of(world, ask))
        for place, person in (("kim.jpg", self.kim), ("lou.jpg", self.lou)):
            world.photo(place, Painted(x=0.1))
            world.run()
            name_face(world, place, person)
        self.enter()

    def enter(self) -> None:
        """Come in by a fresh link."""
        self.town.visit(self.kim, self.lou, signer=MUM)

    def form(self, page: str, action: str = "", **said: str) -> Filled:
        """Open a page about Kim, and fill in one of its forms."""
        who = self.town.parts.forms.name(MUM, self.kim)
        path, given = self.town.form(f"/me/{who}/{page}", action)
        given |= {name.replace("_", "-"): value for name, value in said.items()}
        return Filled(path=path, fields=given)

    def shot(self, number: int) -> Filled:
        """Choose a photo for the pose that is asked for."""
        data = b"\xff\xd8\xff" + uuid4().bytes
        self.town.world.eyes.paint(data, Painted(x=0.4))
        self.town.world.eyes.paint(b"0", Painted(x=0.4))
        self.town.world.eyes.vector = bytes([number]) * 512
        made = self.form("face", "/shot")
        return Filled(path=made.path, fields=made.fields, files={"shot": ("a.jpg", data)})

    def all_shots(self) -> None:
        """Send the three shots."""
        for number in range(3):
            assert send(self.town, self.shot(number)).status_code == 303


def send(town: Town, filled: Filled, **headers: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Send a form."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return town.browser.post(
        filled.path, data=filled.fields, files=filled.files or None, headers=sent
    )


def _signing(town: Town) -> Filled:
    _, fair = town.fair()
    path = f"{fair}?who=self"
    said = {"p0-use-website": "yes", "p0-use-print": "no", "name": "Bo", "tick": "1"}
    return Filled(path=path, fields=fields(town.get(path)) | said | {"of-age": "1"})


def _code(town: Town) -> Filled:
    signing = _signing(town)
    send(town, signing)
    code = town.get("/signed").text.partition('class="code">')[2].partition("<")[0]
    town.browser.cookies.clear()
    path, given = town.form("/me", "/me/code")
    return Filled(path=path, fields=given | {"code": code})


def _help(town: Town) -> Filled:
    path, given = town.form("/s/never", "/help")
    return Filled(path=path, fields=given | {"email": "anna@example.org"})


def _door(kind: LinkKind, path: str) -> Callable[[Town], Filled]:
    def opened(town: Town) -> Filled:
        person = town.world.person("Anna")
        link = Link(
            hash=town.world.deps.secrets.hash_of("secret"),
            kind=kind,
            made_at=town.world.clock.now(),
            persons=(person,),
            signer=SignerId(person),
        )
        with town.world.store.begin() as tx:
            tx.links.put(link)
        return Filled(path=path, fields=fields(town.get(path)))

    return opened


def _confirming(town: Town) -> Filled:
    family = Family(town)
    send(town, family.form("address", email="new@example.org"))
    with town.world.store.read() as tx:
        ref = next(
            str(p.letter.refs["change"]) for p in tx.outbox.all() if "change" in p.letter.refs
        )
        path = f"/a/{tx.address_changes.secret(ref, Side.NEW)}"
    return Filled(path=path, fields=fields(town.get(path)))


def _face(action: str) -> Callable[[Family], Filled]:
    def made(family: Family) -> Filled:
        family.all_shots()
        if action == "/drop":
            send(family.town, family.form("face", "/done"))
        return family.form("face", action)

    return made


ALONE: dict[str, Callable[[Town], Filled]] = {
    "/s/{secret}": _signing,
    "/help": _help,
    "/me/code": _code,
    "/r/{secret}": _door(LinkKind.RECEIPT, "/r/secret"),
    "/m/{secret}": _door(LinkKind.FRESH, "/m/secret"),
    "/a/{secret}": _confirming,
    "/me/leave": lambda town: _leave(Family(town)),
}
"""Forms that are not about one person of a visit."""


def _leave(family: Family) -> Filled:
    path, given = family.town.form("/me", "/me/leave")
    return Filled(path=path, fields=given)


def _object(family: Family) -> Filled:
    asset = family.town.world.asset("kim.jpg").id
    return family.form(f"object/{asset}")


ABOUT: dict[str, Callable[[Family], Filled]] = {
    "/me/{who}/change": lambda family: family.form(
        "change", p0_use_website="no", p0_use_print="no", name="Mum", tick="1"
    ),
    "/me/{who}/withdraw/all": lambda family: family.form("withdraw", "/all"),
    "/me/{who}/withdraw/uses": lambda family: family.form("withdraw", "/uses", use_website="1"),
    "/me/{who}/withdraw/recognition": lambda family: family.form("withdraw", "/recognition"),
    "/me/{who}/object/{asset}": _object,
    "/me/{who}/erase": lambda family: family.form("erase"),
    "/me/{who}/address": lambda family: family.form("address", email="new@example.org"),
    "/me/{who}/face/{pose}/shot": lambda family: family.shot(0),
    "/me/{who}/face/{enrolment}/done": _face("/done"),
    "/me/{who}/face/{enrolment}/drop": _face("/drop"),
}
"""Forms about Kim."""


def ready(town: Town, route: str) -> Filled:
    """Fill in the form of a route."""
    return ALONE[route](town) if route in ALONE else ABOUT[route](Family(town))
