"""A phone-sized browser walks through the pages, with and without JavaScript."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from consent.ids import NoticeId, PersonId
from consent.notices import Audience
from consent.persons import Person, Profile
from scheduler.jobs.ask_person import secret_of
from scheduler.jobs.ask_session import open_session_link
from scheduler.jobs.publish_notice import publish_notice
from tests.fakes.eyes import Painted
from tests.likeness.web.people.arabic import speak_arabic
from tests.likeness.web.people.browsing import CHROMIUM, Phone, missing, served
from tests.likeness.web.people.visitor import Town
from tests.scheduler.asking import (
    BOTH,
    MUM,
    asked,
    child,
    name_face,
    quitclaims,
    session,
    signed,
    text,
)
from tests.scheduler.world import ME, PRINT, WEB

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "there is a browser")

XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "<svg/onload=alert(1)>",
    "{{7*7}}</textarea><script>alert(1)</script>",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    with served(town) as found:
        yield found


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Phone]:
    made = Phone(browser, address, scripts=request.param)
    yield made
    made.close()
    assert not made.troubles


def ask(town: Town, *persons: PersonId) -> str:
    return "/s/" + secret_of(town.world.deps, asked(town.world, *persons))


def test_an_adult_signs(town: Town, phone: Phone) -> None:
    anna = town.world.person("Anna")
    phone.go(ask(town, anna))
    phone.answer(0, website="yes", print="no")
    phone.page.fill("#name", "Anna")
    phone.page.check("#tick")
    if phone.scripts:
        canvas = phone.page.locator("canvas.draw")
        canvas.scroll_into_view_if_needed()
        canvas.click(position={"x": 40, "y": 40})
        assert phone.page.input_value("#drawing").startswith("data:image/png;base64,")

    phone.press("Save my answers")

    assert "Thank you. Your answers are saved." in phone.text()
    assert quitclaims(town.world, anna)["given"].channels == {WEB}


def test_a_parent_signs_for_two_children_at_a_session(town: Town, phone: Phone) -> None:
    where, path = town.fair()
    phone.go(path)
    phone.page.get_by_role("link", name="For my child or children").click()
    phone.page.fill("#p0-name", "Kim")
    phone.page.check("#p0-under")
    phone.answer(0, website="yes", print="yes")
    phone.press("Add another child")
    phone.page.fill("#p1-name", "Lou")
    phone.page.fill("#p1-born", "2015-05-05")
    phone.answer(1, website="no", print="no")
    phone.page.fill("#name", "Mum")
    phone.press("Save my answers")
    assert "Please check these points" in phone.text()

    phone.page.check("#tick")
    phone.press("Save my answers")

    assert "Write this code down" in phone.text()
    with town.world.store.read() as tx:
        (signature,) = tx.signatures.of_session(where)
    given = {frozenset(quitclaims(town.world, one)) for one in signature.persons}
    assert given == {frozenset({"given"}), frozenset({"refused"})}


def test_saying_no_takes_a_name_and_one_press(town: Town, phone: Phone) -> None:
    anna = town.world.person("Anna")
    phone.go(ask(town, anna))
    phone.page.fill("#name", "Anna")

    phone.press("No to everything")

    assert "Thank you. Your answers are saved." in phone.text()
    assert set(quitclaims(town.world, anna)) == {"refused"}


def test_somebody_withdraws_on_their_own_page(town: Town, phone: Phone) -> None:
    anna = town.world.person("Anna")
    phone.go(ask(town, anna))
    phone.answer(0, website="yes", print="yes")
    phone.page.fill("#name", "Anna")
    phone.page.check("#tick")
    phone.press("Save my answers")
    phone.press("Go to my page")

    phone.page.get_by_role("link", name="Withdraw", exact=True).click()
    phone.press("Withdraw everything")

    assert "It is withdrawn." in phone.text()
    assert set(quitclaims(town.world, anna)) == {"withdrawn"}


def test_a_link_that_is_over_helps(phone: Phone) -> None:
    phone.go("/s/never-was")

    assert "your answers are saved" in phone.text()
    phone.page.fill("#email", "nobody@example.org")
    phone.press("Send me my link")
    assert "Look in your mail" in phone.text()


def pages(town: Town, phone: Phone) -> Iterator[str]:
    """Open one page after the other, each in a state with something on it."""
    world = town.world
    anna = PersonId("anna")
    with world.store.begin() as tx:
        tx.people.add(Person(id=anna, profile=Profile(name="Anna", email="a@example.org")))
    world.photo("a.jpg", Painted(x=0.1))
    world.run()
    name_face(world, "a.jpg", anna)
    kim = child(world, "Kim", date(2015, 5, 5), MUM)
    _, fair = town.fair()
    path = "/s/" + secret_of(world.deps, asked(world, kim, signer=MUM))
    for one in (fair, f"{fair}?who=self", f"{fair}?who=child", f"{fair}?who=other", path):
        phone.go(one)
        yield one
    phone.press("Save my answers")
    yield "errors"
    phone.go("/s/never")
    yield "closed"
    phone.go("/me")
    yield "door"
    phone.go(f"{fair}?who=self")
    phone.answer(0, website="yes", print="no")
    phone.page.fill("#name", "Bo")
    phone.page.check("#of-age")
    phone.page.fill("#email", "bo@example.org")
    phone.page.check("#tick")
    phone.press("Save my answers")
    yield "code"
    phone.press("Save without an e-mail address")
    yield "signed"
    done = signed(world, anna, WEB, PRINT, recognition=True)
    for place in (f"/r/{done.receipt_secret}", "/sent"):
        phone.go(place)
        yield place
    town.visit(anna)
    cookie = {"name": "visit", "value": town.browser.cookies["visit"], "url": phone.address}
    phone.context.add_cookies([cookie])  # type: ignore[list-item]
    asset = world.asset("a.jpg").id
    phone.go("/me")
    yield "/me"
    for place in ("change", "withdraw", "photos", f"object/{asset}", "face", "address", "erase"):
        phone.go(town.mine(place))
        yield place
    for place, button in (
        ("withdraw", "Withdraw the ticked uses"),
        ("address", "Send the letters"),
    ):
        phone.go(town.mine(place))
        phone.press(button)
        yield f"{place}, nothing filled in"
    for place, button in (("withdraw", "Withdraw everything"), ("erase", "Erase everything")):
        phone.go(town.mine(place))
        phone.press(button)
        world.work()
        phone.page.reload()
        yield f"{place}, done"


def test_axe_finds_nothing_serious_on_any_page(town: Town, browser: Browser, address: str) -> None:
    found: list[tuple[str, str, str, list[str]]] = []
    phone = Phone(browser, address, policy=False)
    phone.page.set_content("<html><img src='x'></html>")
    control = Axe().run(phone.page).response["violations"]
    assert {"image-alt", "html-has-lang"} <= {one["id"] for one in control}
    for name in pages(town, phone):
        for scheme in ("light", "dark"):
            phone.page.emulate_media(color_scheme=scheme)
            violations = Axe().run(phone.page).response["violations"]
            found += [
                (name, scheme, one["id"], [node["html"] for node in one["nodes"]][:2])
                for one in violations
                if one["impact"] in {"serious", "critical"}
            ]
        width = phone.page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            found.append((name, "", "scrolls sideways", [str(width)]))
    phone.close()

    assert found == []


def test_axe_finds_nothing_serious_from_right_to_left(
    town: Town, browser: Browser, tmp_path: Path
) -> None:
    speak_arabic(town, tmp_path)
    _, fair = town.fair()
    found: list[tuple[str, str]] = []
    with served(town) as address:
        phone = Phone(browser, address, language="ar-EG", policy=False)
        for path in (fair, f"{fair}?who=child", f"{fair}?who=self", "/s/never", "/me"):
            phone.go(path)
            assert phone.page.locator("html[dir=rtl]").count() == 1
            found += [
                (path, one["id"])
                for one in Axe().run(phone.page).response["violations"]
                if one["impact"] in {"serious", "critical"}
            ]
            wide = phone.page.evaluate("document.documentElement.scrollWidth")
            found += [(path, "scrolls sideways")] if wide > 360 else []
        phone.close()

    assert found == []


@pytest.mark.parametrize("evil", XSS)
def test_what_somebody_stored_never_runs(
    town: Town, browser: Browser, address: str, evil: str
) -> None:
    world = town.world
    person = PersonId("evil")
    with world.store.begin() as tx:
        tx.people.add(Person(id=person, profile=Profile(name=evil, email=f"{evil}@example.org")))
    where = session(world, evil)
    texts = [text("en", audience, evil) for audience in Audience]
    publish_notice(world.deps, texts, ME)
    fair = "/s/" + open_session_link(world.deps, where, NoticeId("town"), ME)
    phone = Phone(browser, address)

    for path in (fair, f"{fair}?who=self&lang={evil}", f"{fair}?who=child", ask(town, person)):
        phone.go(path)
        assert phone.page.evaluate("window.canary") == 0
    phone.go(f"{fair}?who=child")
    for box in ("#p0-name", "#name", "#email"):
        phone.page.fill(box, evil)
    phone.press("Save my answers")
    assert phone.page.evaluate("window.canary") == 0
    phone.page.fill("#email", "")
    phone.answer(0, website="yes", print="yes")
    phone.page.check("#p0-under")
    phone.page.check("#tick")
    phone.press("Save my answers")
    assert "saved" in phone.text()
    assert phone.page.evaluate("window.canary") == 0
    signed(world, person, *BOTH)
    town.visit(person)
    cookie = {"name": "visit", "value": town.browser.cookies["visit"], "url": phone.address}
    phone.context.add_cookies([cookie])  # type: ignore[list-item]
    for place in ("withdraw", "photos", "change", "erase"):
        phone.go(town.mine(place))
        assert phone.page.evaluate("window.canary") == 0
    phone.close()

    assert not phone.troubles
