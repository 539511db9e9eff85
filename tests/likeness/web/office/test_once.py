"""Every form of the office counts once, for what it shows. No route can be forgotten.

Each form is read from the page it stands on and sent, sent again, sent with something else in it,
and sent with the token of another form. The acts follow one another in one office, so that most
forms are sent after others have changed what they are about.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import lxml.html
import pytest

from consent.held import HeldMatch
from consent.ids import Actor, PersonId
from consent.same_person import Candidate, Likeness
from scheduler.jobs.check_gone import check_gone
from scheduler.jobs.enrol_pending import hand_in_shots, offer_shot
from scheduler.jobs.erase_person import erase_person
from scheduler.ports.pages import Pose
from scheduler.ports.sight import Left
from tests.fakes.eyes import Painted
from tests.likeness.web.office.desk import PASSWORD, Desk
from tests.likeness.web.office.test_routes import BY_KEY, routes
from tests.scheduler.asking import MUM, asked, child, publish, session, signed
from tests.scheduler.world import WEB

Fields = dict[str, str]
NEW = "five warm doors hum"


@dataclass(slots=True)
class Office:
    """An office in which something waits everywhere."""

    desk: Desk
    anna: PersonId
    bea: PersonId
    kim: PersonId
    session: str
    group: str
    photo: str

    @classmethod
    def full(cls, desk: Desk) -> "Office":
        """Put something everywhere."""
        world = desk.world
        publish(world)
        world.recognise_everywhere()
        anna, bea = world.enrolled("Anna"), world.person("Bea")
        kim = child(world, "Kim", date(2015, 3, 20), MUM)
        signed(world, anna, WEB, recognition=True)
        asked(world, bea)
        made = session(world)
        desk.send(f"/sessions/{made}/roster", add=[anna, bea])
        group = desk.send("/groups", name="3a").headers["location"].partition("?")[0]
        desk.send(f"{group}/members", add=[anna])
        for place in ("one.jpg", "two.jpg"):
            world.photo(place, Painted(x=0.1), Painted(x=0.6))
        world.run()
        waiting = world.person("Wil")
        signed(world, waiting, WEB, recognition=True)
        for number, pose in enumerate(Pose):
            data = b"\xff\xd8\xff" + uuid4().bytes
            for one in (data, b"0"):
                world.eyes.paint(one, Painted(x=0.4))
            world.eyes.vector = bytes([number]) * 512
            offer_shot(world.deps, waiting, pose, data, None)
        hand_in_shots(world.deps, waiting, keep=False)
        photo = world.asset("one.jpg").id
        return cls(desk, anna, bea, kim, made, group.rpartition("/")[2], photo)

    def follow_up(self) -> str:
        """Let somebody on a photo take everything back; gives the page of what is open."""
        world, desk = self.desk.world, self.desk
        photo = world.asset("two.jpg").id
        desk.send(f"/photos/{photo}/attest", how="only", person=self.bea)
        world.work()
        desk.send(f"/people/{self.bea}/withdraw")
        return "/follow-ups"

    def out_of_sight(self) -> str:
        """Let a photo with a yes be moved away; gives the page that lists it."""
        world = self.desk.world
        cas = world.person("Cas")
        world.grant(cas)
        world.photo("moved.jpg")
        world.run()
        path = f"/photos/{world.asset('moved.jpg').id}/attest"
        self.desk.send(path, how="only", person=cas)
        world.work()
        ref = world.host.ref("moved.jpg")
        world.host.delete("moved.jpg")
        check_gone(world.deps, ref, Left.MOVED, "alice")
        world.work()
        self.desk.send(f"/people/{cas}/withdraw")
        return "/follow-ups"

    def held(self, *, clear: bool) -> str:
        """Hold somebody who may be Anna; gives the page that asks."""
        world = self.desk.world
        why = frozenset({Likeness.NAME, Likeness.ADDRESS})
        anna = Candidate(person=PersonId(self.anna), why=why, same_birth_date=clear)
        match = HeldMatch(
            person=world.person("Anna"), made_at=world.clock.now(), candidates=(anna,)
        )
        with world.store.begin() as tx:
            tx.held.put(match)
        return "/held"

    def merged(self) -> str:
        """Let somebody be found to be Anna; gives her page."""
        self.held(clear=True)
        self.desk.send("/held/clear")
        return f"/people/{self.anna}"

    def first(self, page: str, pattern: str) -> str:
        """Give the first link of a page that looks like this."""
        found = re.search(pattern, self.desk.text(page))
        assert found is not None, page
        return found[1]

    def answered(self) -> str:
        """Answer about a face; gives the page that offers to take that back."""
        face = self.face(0)
        self.desk.send(f"/faces/{face}/answer", kind="bystander")
        return f"/faces?done={face}"

    def face(self, number: int) -> str:
        """Give a face of the second photo."""
        return self.desk.world.findings("two.jpg")[number].id


Step = tuple[str, Callable[[Office], str], Fields]


def _on(page: str) -> Callable[[Office], str]:
    def made(office: Office) -> str:
        names = {"anna": office.anna, "bea": office.bea, "kim": office.kim}
        more = {"session": office.session, "group": office.group, "photo": office.photo}
        return page.format(**names, **more)

    return made


STEPS: list[Step] = [
    ("/me/language", _on("/me"), {"language": "en"}),
    ("/groups", _on("/groups"), {"name": "4b"}),
    ("/groups/{group}/members", _on("/groups/{group}?q=Bea"), {}),
    ("/people", _on("/people"), {"name": "Carla"}),
    ("/people/import", _on("/people/import"), {"how": "all", "file": "key,name\n1,Eva\n"}),
    ("/people/{person}/age", _on("/people/{kim}"), {"born": "2015-03-21"}),
    ("/people/{person}/correct", _on("/people/{anna}"), {"name": "Anna Bos"}),
    ("/people/{person}/guardians/{guardian}/correct", _on("/people/{kim}"), {"name": "Mum"}),
    ("/held/clear", lambda office: office.held(clear=True), {}),
    ("/held/{person}", lambda office: office.held(clear=False), {"answer": "same-no-access"}),
    ("/people/{person}/merges/{merge}/undo", lambda office: office.merged(), {}),
    ("/people/{person}/guardians", _on("/people/{kim}"), {"name": "Dad"}),
    (
        "/people/{person}/guardians/{guardian}/remove",
        lambda office: office.first(f"/people/{office.kim}", r'href="([^"]+/remove)"'),
        {},
    ),
    ("/people/{person}/asks/{ask_id}/{what}", _on("/people/{bea}"), {}),
    ("/ask", _on("/ask?person={kim}"), {"notice": "town"}),
    ("/renew", lambda office: _preview(office, "/renew/preview"), {"way": "link"}),
    ("/sessions", _on("/sessions"), {"name": "Ball"}),
    ("/sessions/{session}/roster", _on("/sessions/{session}?q=Kim"), {}),
    ("/sessions/{session}/rules", _on("/sessions/{session}"), {"folder": "fair"}),
    ("/sessions/{session}/mode", _on("/sessions/{session}"), {"mode": "detect"}),
    ("/sessions/{session}/all-asked", _on("/sessions/{session}"), {}),
    ("/sessions/{session}/link", _on("/sessions/{session}"), {"notice": "town"}),
    ("/sessions/{session}/link/end", _on("/sessions/{session}"), {}),
    ("/letters/{letter}", _on("/letters"), {"act": "hold"}),
    ("/faces/{face}/answer", _on("/faces"), {"kind": "bystander"}),
    ("/faces/{face}/undo", Office.answered, {}),
    (
        "/photos/{photo}/faces/{face}",
        lambda office: f"/photos/{_two(office)}?face={office.face(1)}",
        {"kind": "bystander"},
    ),
    (
        "/photos/{photo}/faces/{face}/undo",
        lambda office: f"/photos/{_two(office)}?face={office.face(1)}",
        {},
    ),
    ("/photos/{photo}/attest", _on("/photos/{photo}?q=Anna"), {"how": "with", "person": "{anna}"}),
    ("/photos/attest", _on("/photos"), {"how": "nobody", "photo": "{photo}"}),
    ("/photos/{photo}/check", _on("/photos/{photo}"), {}),
    ("/photos/{photo}/object", _on("/photos/{photo}/object?person={anna}"), {}),
    (
        "/pending/{enrolment}/confirm",
        lambda office: office.first("/pending", r'href="(/pending/[^"]+)"'),
        {},
    ),
    ("/follow-ups/{withdrawal}/{photo}", Office.follow_up, {}),
    ("/follow-ups/out-of-sight/{photo}", Office.out_of_sight, {}),
    (
        "/people/{person}/quitclaims/{quitclaim}/withdraw",
        lambda office: office.first(
            f"/people/{office.anna}", r'href="([^"]+/quitclaims/[^"]+/withdraw)"'
        ),
        {},
    ),
    ("/people/{person}/recognition/withdraw", _on("/people/{anna}/recognition/withdraw"), {}),
    ("/people/{person}/withdraw", _on("/people/{anna}/withdraw"), {}),
    ("/people/{person}/erase", _on("/people/{anna}/erase"), {"password": PASSWORD}),
    ("/me/password", _on("/me"), {"present": PASSWORD, "password": NEW, "again": NEW}),
    ("/logout", _on("/me"), {}),
]
ELSEWHERE = {
    "/login": "nobody is logged in: below",
    "/first/{link}": "nobody is logged in: below",
    "/me/sessions/{session}/end": "needs a second login: below",
    "/pending/{enrolment}/refuse": "ends what its sibling above ends: below",
    "/ask/preview": "shows a page and changes nothing",
    "/renew/preview": "shows a page and changes nothing",
    "/photos/whom": "shows a page and changes nothing",
}


def _two(office: Office) -> str:
    return office.desk.world.asset("two.jpg").id


def _preview(office: Office, path: str) -> str:
    """Give the page that a preview answers with, kept for `forms`."""
    answer = office.desk.send(path, person=office.anna, way="link")
    assert answer.status_code == 200
    return "html:" + answer.text


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that is filled in."""

    path: str
    fields: dict[str, str | list[str]]
    files: dict[str, tuple[str, str]]


def form_of(office: Office, route: str, page: str, said: Fields) -> Filled:
    """Find the form of a route on a page, and fill it in."""
    text = page.removeprefix("html:") if page.startswith("html:") else office.desk.text(page)
    wanted = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", route))
    ids = {"anna": office.anna, "photo": office.photo}
    forms = [one for one in _parsed(text).forms if one.method == "POST"]
    ways = [(one, path) for one in forms for path in _places(one) if wanted.fullmatch(path)]
    assert ways, (route, " ".join(_parsed(text).text_content().split())[-400:])
    found, path = ways[0]
    filled = {name: value for name, value in found.fields.items() if value is not None}
    boxes = found.xpath(".//input[@type='checkbox'][@name]")
    filled |= {one.get("name"): one.get("value") for one in boxes if one.get("name") == "add"}
    said = {name: value.format(**ids) for name, value in said.items()}
    files = {name: ("list.csv", said.pop(name)) for name in list(said) if name == "file"}
    return Filled(path, {**filled, **said}, files)


def _parsed(text: str) -> lxml.html.HtmlElement:
    found = lxml.html.fromstring(text)
    assert isinstance(found, lxml.html.HtmlElement)
    return found


def _places(form: lxml.html.FormElement) -> Iterable[str]:
    yield (form.action or "").partition("?")[0]
    yield from form.xpath(".//button/@formaction")


def send(desk: Desk, filled: Filled, **other: str) -> tuple[int, str]:
    """Send a form; gives the code and where it leads."""
    answer = desk.browser.post(
        filled.path, data={**filled.fields, **other}, files=filled.files or None
    )
    return answer.status_code, answer.headers.get("location", "")


def dump(desk: Desk) -> list[str]:
    """Give everything in the database."""
    folder = desk.world.store._engines.writer.url.database  # noqa: SLF001 - a look behind
    raw = sqlite3.connect(str(folder))
    lines = [line for line in raw.iterdump() if '"knocks"' not in line]
    raw.close()
    return lines


def test_every_route_that_takes_a_form_is_walked_here(outside: Desk) -> None:
    posts = {
        path
        for method, path in routes(outside.browser)
        if method == "POST" and not path.startswith(BY_KEY)
    }

    assert posts == {route for route, _, _ in STEPS} | set(ELSEWHERE)


def test_each_form_counts_once_and_its_repeat_is_answered_alike(desk: Desk) -> None:
    office = Office.full(desk)
    came: dict[str, object] = {}
    wanted: dict[str, object] = {}

    for route, page, said in STEPS:
        filled = form_of(office, route, page(office), said)
        before = dump(desk)
        foreign = send(desk, filled, csrf=desk.token("/groups/none/members"))
        untouched = dump(desk) == before
        first = send(desk, filled)
        after = dump(desk)
        again, other = send(desk, filled), send(desk, filled, more="x")
        came[route] = (foreign[0], untouched, first[0], again, other[0], dump(desk) == after)
        wanted[route] = (403, True, 303, first, 409, True)

    assert came == wanted


def test_a_form_about_somebody_who_is_gone_changes_nothing(desk: Desk) -> None:
    office = Office.full(desk)
    about = [
        form_of(office, route, page(office), said)
        for route, page, said in STEPS
        if "/people/{person}" in route and "/guardians/" not in route and "/age" not in route
        if "/people/{person}/guardians" not in route and "/asks/" not in route
    ]
    erase_person(desk.world.deps, office.anna, Actor("cli:test"))
    before = dump(desk)

    answers = [send(desk, one)[0] for one in about]

    assert len(about) == 6
    assert set(answers) <= {404}
    assert [line for line in dump(desk) if "web_sessions" not in line] == [
        line for line in before if "web_sessions" not in line
    ]


@pytest.mark.parametrize("page", ["/login", "first"])
def test_a_form_before_the_login_counts_once(outside: Desk, page: str) -> None:
    path = f"/first/{outside.link}" if page == "first" else page
    if page == "/login":
        outside.enter()
        outside.browser.cookies.clear()
    form = _parsed(outside.browser.get(path).text).forms[0]
    said = {"password": PASSWORD, "again": PASSWORD, "name": "Ada Office"}
    filled = Filled(path, {**dict(form.fields), **said}, {})

    first = send(outside, filled)
    before = dump(outside)
    again, other = send(outside, filled), send(outside, filled, more="x")

    assert first == again == (303, "/")
    assert other[0] == 409
    assert dump(outside) == before


def test_another_login_is_ended_once(desk: Desk) -> None:
    second = desk.new_browser()
    here, desk.browser = desk.browser, second
    desk.log_in()
    desk.browser = here
    form = next(
        one for one in _parsed(desk.text("/me")).forms if "/me/sessions/" in (one.action or "")
    )
    filled = Filled(str(form.action), dict(form.fields), {})

    first = send(desk, filled)
    before = dump(desk)

    assert first[0] == 303
    assert send(desk, filled) == first
    assert dump(desk) == before


def test_shots_are_refused_once(desk: Desk) -> None:
    office = Office.full(desk)
    page = office.first("/pending", r'href="(/pending/[^"]+)"')
    filled = form_of(office, "/pending/{enrolment}/refuse", page, {})

    first = send(desk, filled)
    before = dump(desk)

    assert first[0] == 303
    assert send(desk, filled) == first
    assert dump(desk) == before
