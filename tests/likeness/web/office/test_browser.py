"""A browser at the office: first login, a review by keyboard, naming, and pages everybody can use."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from consent.ids import FindingId
from consent.signing import Means
from consent.states import AnswerKind, ConsentState, FindingKind
from likeness.storage.store import SqlStore
from recognition.values import Band
from scheduler.jobs.answer_face import Said, answer_face
from tests.fakes.eyes import Painted
from tests.likeness.web.office.desk import PASSWORD, Desk
from tests.likeness.web.people.browsing import CHROMIUM, PATIENCE_MS, WATCH, missing
from tests.scheduler.asking import asked, child, publish, session, signed
from tests.scheduler.world import ME, PRINT, WEB, World

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "there is a browser")

BAD = """<script>canary+=1</script>"><img src=x onerror="canary+=1"><svg/onload=alert(1)>{{7*7}}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Screen:
    """A desk with a real browser in front of it."""

    def __init__(self, desk: Desk, browser: Browser, address: str, *, scripts: bool = True) -> None:
        self.desk, self.address = desk, address
        self.troubles: list[str] = []
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=scripts, locale="en-GB", base_url=address
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def enter(self) -> "Screen":
        """Log in for the first time."""
        self.page.goto(f"/first/{self.desk.link}")
        self.page.fill("#password", PASSWORD)
        self.page.fill("#again", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_url(f"{self.address}/")
        return self

    def face(self) -> str:
        """Give the face that is shown."""
        return self.page.locator("article.card").first.get_attribute("data-face") or ""

    def press(self, key: str) -> None:
        """Press a key, and wait until the answer is saved and the next face is there."""
        before = self.face()
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.keyboard.press(key)
        self.page.wait_for_function(
            "before => (document.querySelector('article.card') || {dataset: {}}).dataset.face"
            " !== before",
            arg=before,
        )


@contextlib.contextmanager
def served(desk: Desk) -> Iterator[str]:
    """Serve the office on a free port; gives the address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(64)
        app = desk.browser.app
        config = uvicorn.Config(app, log_config=None, lifespan="off", ws="none", http="h11")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(60)


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    """Give an office with three faces that wait."""
    made = Desk(World(store), language="")
    world = made.world
    world.recognise_everywhere()
    anna = world.enrolled("Anna de Vries")
    world.grant(anna)
    for number in range(3):
        world.photo(f"{number}.jpg", Painted(x=0.4, who=anna, band=Band.SUGGEST))
    world.run()
    return made


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def screen(desk: Desk, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Screen]:
    with served(desk) as address:
        made = Screen(desk, browser, address, scripts=request.param)
        yield made.enter()
        assert made.troubles == []
        made.context.close()


@pytest.fixture
def keyed(desk: Desk, browser: Browser) -> Iterator[Screen]:
    with served(desk) as address:
        made = Screen(desk, browser, address)
        yield made.enter()
        assert made.troubles == []
        made.context.close()


def kinds(desk: Desk) -> list[str]:
    return sorted(desk.world.findings(f"{number}.jpg")[0].kind for number in range(3))


def test_faces_are_reviewed_by_button_with_undo(screen: Screen) -> None:
    screen.page.goto("/faces")
    first = screen.face()
    screen.page.get_by_role("button", name="Yes, this is Anna de Vries").click()
    screen.page.locator(f'article.card:not([data-face="{first}"])').wait_for()

    screen.page.get_by_role("button", name="Undo the last answer").click()
    screen.page.locator(f'article.card[data-face="{first}"]').wait_for()

    assert kinds(screen.desk) == ["suggested"] * 3


def test_faces_are_reviewed_by_keyboard_with_undo(keyed: Screen) -> None:
    keyed.page.goto("/faces", wait_until="networkidle")
    first = keyed.face()

    keyed.press("y")
    second = keyed.face()
    keyed.press("n")
    keyed.page.locator("#told:not([hidden])").wait_for()
    keyed.press("u")
    again = keyed.face()
    keyed.press("x")
    keyed.press("b")

    keyed.page.locator("#none:not([hidden])").wait_for()
    assert again == second != first
    assert kinds(keyed.desk) == ["bystander", "matched", "not-a-face"]
    assert keyed.page.locator("#left").inner_text() == "0"


def test_keys_can_be_switched_off(keyed: Screen) -> None:
    keyed.page.goto("/faces", wait_until="networkidle")
    keyed.page.get_by_label("Answer with keys").uncheck()
    face = keyed.face()

    keyed.page.locator("h1").click()
    keyed.page.keyboard.press("b")
    keyed.page.reload(wait_until="networkidle")

    assert keyed.face() == face
    assert not keyed.page.get_by_label("Answer with keys").is_checked()


def test_a_reason_is_typed_without_keys_getting_in_the_way(keyed: Screen) -> None:
    keyed.page.goto("/faces", wait_until="networkidle")

    keyed.page.keyboard.press("o")
    keyed.page.keyboard.type("busy boxy ball")
    keyed.press("Enter")

    reasons = {keyed.desk.world.findings(f"{number}.jpg")[0].reason for number in range(3)}
    assert "busy boxy ball" in reasons


def test_an_answer_that_is_refused_brings_the_face_back(keyed: Screen) -> None:
    keyed.page.goto("/faces", wait_until="networkidle")
    face = keyed.face()
    keyed.page.evaluate(
        "document.querySelectorAll('[name=csrf]').forEach((one) => one.value = 'x')"
    )

    keyed.page.keyboard.press("b")
    keyed.page.get_by_text("That answer was not saved").wait_for()

    assert keyed.face() == face
    assert kinds(keyed.desk) == ["suggested"] * 3


def test_a_face_is_named_by_hand(screen: Screen) -> None:
    bea = screen.desk.world.person("Bea Jansen")
    photo = screen.desk.world.asset("0.jpg").id

    screen.page.goto(f"/photos/{photo}")
    screen.page.get_by_role("link", name="Who is this?").click()
    screen.page.get_by_label("Search by name").first.fill("bea")
    screen.page.get_by_role("button", name="Search").first.click()
    screen.page.get_by_role("button", name="This is Bea Jansen").click()
    screen.page.get_by_text("Kept.").wait_for()

    (finding,) = screen.desk.world.findings("0.jpg")
    assert (finding.kind, finding.person) == (FindingKind.NAMED, bea)


def everything(desk: Desk, name: str) -> list[str]:
    """Fill every page with this text, wherever somebody may type; gives the pages."""
    world = desk.world
    publish(world, name)
    one, two = world.person(name), world.person(f"{name} 2")
    world.grant(two, state=ConsentState.REFUSED)
    signed(world, one, WEB, PRINT)
    asked(world, two, way=Means.LINK)
    place = world.findings("0.jpg")[0].id
    answer_face(world.deps, FindingId(place), Said(kind=AnswerKind.NOBODY_TO_ASK, reason=name), ME)
    photo = world.asset("1.jpg").id
    face = world.findings("1.jpg")[0].id
    event = session(world, name)
    desk.enter()
    desk.send(f"/sessions/{event}/roster", add=[one, two])
    desk.send(f"/sessions/{event}/rules", host="memory", folder=name)
    desk.send(f"/sessions/{event}/link", notice="town")
    desk.send(f"/photos/{photo}/attest", how="with", person=one)
    group = desk.send("/groups", name=name).headers["location"].rpartition("/")[2]
    desk.send(f"/groups/{group}/members", add=[one, two])
    kim = child(world, f"{name} 3", date(2015, 5, 4))
    desk.send(f"/people/{kim}/guardians", name=name, email=name)
    world.work()
    desk.send(f"/people/{one}/withdraw")
    return [
        "/",
        "/faces",
        "/photos",
        f"/photos?person={one}",
        f"/photos/{photo}?names=true&why=report&face={face}&q=canary",
        f"/photos/{world.asset('0.jpg').id}",
        "/people",
        "/people?q=nobody+at+all",
        "/people/import",
        f"/people?group={group}",
        f"/people/{kim}",
        "/groups",
        f"/groups/{group}?q=canary",
        f"/groups/{group}/no-photo",
        f"/people/{one}",
        f"/people/{two}",
        f"/people/{one}/erase",
        f"/ask?person={two}",
        "/sessions",
        f"/sessions/{event}?q=canary",
        f"/sessions/{event}/no-photo",
        "/pending",
        "/follow-ups",
        "/notices",
        "/notices/town/1/en/adult",
        "/letters",
        "/me",
        "/nothing-here",
    ]


SENT = (("/people", "/renew/preview"), ("/photos", "/photos/whom"))
"""Pages that a form with ticks leads to: where it stands, and where it goes."""


def serious(page: Page, path: str) -> dict[str, object]:
    """Give what axe finds serious on a page."""
    wrong = [
        (rule["id"], [node["html"] for node in rule["nodes"]][:3])
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in {"serious", "critical"}
    ]
    return {path: wrong} if wrong else {}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_nothing_serious_is_in_the_way_of_anybody(
    desk: Desk, browser: Browser, language: str
) -> None:
    paths = everything(desk, "canary")
    found: dict[str, object] = {}
    with served(desk) as address:
        context = browser.new_context(
            locale=f"{language}-{language.upper()}",
            base_url=address,
            storage_state={
                "cookies": [
                    {
                        "name": "likeness",
                        "value": desk.browser.cookies["likeness"],
                        "domain": "127.0.0.1",
                        "path": "/",
                    }
                ],
                "origins": [],
            },
        )
        page = context.new_page()
        for path in paths[:-1]:
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == language
            found |= serious(page, path)
        for path, button in SENT:
            page.goto(path)
            page.locator("main form input[type=checkbox]").first.check()
            page.locator(f'button[formaction="{button}"]').first.click()
            page.wait_for_url(f"{address}{button}")
            found |= serious(page, button)
        context.close()

    assert found == {}


def test_what_people_type_runs_nothing(desk: Desk, browser: Browser) -> None:
    account = replace(desk.account, name=BAD)
    desk.account = account
    with desk.world.store.begin() as tx:
        tx.accounts.save(account)
    paths = everything(desk, BAD)
    wrong = []
    with served(desk) as address:
        context = browser.new_context(base_url=address, bypass_csp=True)
        context.add_init_script(WATCH)
        context.add_cookies(
            [
                {
                    "name": "likeness",
                    "value": desk.browser.cookies["likeness"],
                    "url": address,
                }
            ]
        )
        page = context.new_page()
        for path in paths:
            page.goto(path, wait_until="load")
            if (
                page.evaluate("window.canary")
                or page.locator("main script, main img[src=x]").count()
            ):
                wrong.append(path)
            assert "49" not in page.locator("h1").first.inner_text()
        for path, button in SENT:
            page.goto(path)
            page.locator("main form input[type=checkbox]").first.check()
            page.locator(f'button[formaction="{button}"]').first.click()
            page.wait_for_url(f"{address}{button}")
            if page.evaluate("window.canary") or page.locator("main script").count():
                wrong.append(button)
        context.close()

    assert wrong == []
