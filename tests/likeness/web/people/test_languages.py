"""Pages in a language of a file: all of our words, in its direction; English marked as English."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from httpx2 import Response

from consent.persons import Person, Profile
from scheduler.jobs.ask_person import secret_of
from tests.likeness.i18n.words import po
from tests.likeness.web.people.arabic import speak_arabic
from tests.likeness.web.people.visitor import Town, fields
from tests.scheduler.asking import asked, signed
from tests.scheduler.world import PRINT, WEB

SAID = {"p0-use-website": "yes", "p0-use-print": "no", "name": "Bo", "of-age": "1", "tick": "1"}
IN_A_TAG = re.compile(r"<[^<>]*=\"[^\"]*(?:&lt;|<)span[^>]*>")


@pytest.fixture
def arabic(town: Town, tmp_path: Path) -> Town:
    """Publish a text in Arabic, too, with words of its own in a file."""
    speak_arabic(town, tmp_path)
    return town


def parsed(answer: Response) -> Any:  # noqa: ANN401 - what lxml gives
    return lxml.html.document_fromstring(answer.text)


def pages(town: Town) -> Iterator[tuple[str, Response]]:
    """Go through every page there is for people, in Arabic."""
    world = town.world
    anna = world.person("Anna")
    with world.store.begin() as tx:
        tx.people.save_profile(
            Person(id=anna, profile=Profile(name="Anna", email="a@example.org", language="ar"))
        )
    _, fair = town.fair()
    path = "/s/" + secret_of(world.deps, asked(world, anna))
    for where in (
        fair,
        f"{fair}?who=self",
        f"{fair}?who=child",
        f"{fair}?who=other",
        f"{path}?lang=ar",
    ):
        yield where, town.get(where, "ar")
    empty = fields(town.get(f"{fair}?who=child", "ar"))
    yield "errors", town.post(f"{fair}?who=child&lang=ar", empty)
    form = fields(town.get(f"{fair}?who=self", "ar"))
    sent = form | SAID | {"email": "bo@example.org"}
    yield "code", town.post(f"{fair}?who=self&lang=ar", sent)
    town.post(f"{fair}?who=self&lang=ar", form | SAID)
    for where in ("/signed", "/s/never", "/sent?lang=ar", "/me"):
        yield where, town.get(where, "ar")
    signed(world, anna, WEB, PRINT, recognition=True)
    town.visit(anna)
    for place in ("", "/0/change", "/0/withdraw", "/0/photos", "/0/face", "/0/address", "/0/erase"):
        yield f"/me{place}", town.get(f"/me{place}", "ar")


def test_every_page_speaks_the_language_of_a_file_from_right_to_left(arabic: Town) -> None:
    for name, answer in pages(arabic):
        page = parsed(answer)

        assert (name, page.get("lang"), page.get("dir")) == (name, "ar", "rtl")
        english = [one.text for one in page.xpath("//*[@lang='en'][not(self::a)]")]
        assert (name, english) == (name, [])


def test_what_has_no_translation_is_marked_as_english_and_never_inside_a_tag(
    arabic: Town, tmp_path: Path
) -> None:
    (tmp_path / "ar.po").write_text(po("ar", {"Yes": "نعم"}))

    for name, answer in pages(arabic):
        page = parsed(answer)

        assert page.xpath("//main//span[@lang='en'][@dir='ltr']"), name
        assert IN_A_TAG.search(answer.text) is None, name
        assert "<span" not in page.xpath("//title")[0].text
    assert "نعم" in arabic.get(arabic.mine("change"), "ar").text


def test_what_is_typed_stays_text_beside_words_that_are_english(
    arabic: Town, tmp_path: Path
) -> None:
    (tmp_path / "ar.po").write_text(po("ar", {}))
    evil = "<script>alert(1)</script>"
    person = arabic.world.person(evil)
    arabic.visit(person)

    page = arabic.get(arabic.mine("withdraw"), "ar").text

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        pytest.param("ar-EG,nl;q=0.5", "ar", id="a text and words"),
        pytest.param("de,nl;q=0.5", "nl", id="no text in it: ours to begin with stay away"),
        pytest.param("tr", "en", id="neither"),
    ],
)
def test_pages_of_no_text_are_in_a_language_that_is_offered(
    arabic: Town, accepted: str, language: str
) -> None:
    page = arabic.get("/s/never", accepted)

    assert f'<html lang="{language}"' in page.text


def test_a_language_once_chosen_stays_for_the_visit(town: Town) -> None:
    anna = town.world.person("Anna")
    town.visit(anna)

    before = town.get(town.mine("address"), "en")
    chosen = town.get("/me?lang=nl", "en")
    after = town.get(town.mine("address"), "en")

    assert [f'lang="{one}" dir' in page.text for one, page in (("en", before), ("nl", after))] == [
        True,
        True,
    ]
    kept = chosen.headers["set-cookie"]
    assert kept.startswith("lang=nl;")
    assert {"HttpOnly", "SameSite=Strict"} <= set(kept.split("; "))


@pytest.mark.parametrize("tag", ["nl\r\nX-Evil: 1", "<script>", "x" * 40, ""])
def test_what_is_no_language_is_not_kept(town: Town, tag: str) -> None:
    answer = town.browser.get("/me", params={"lang": tag})

    assert "set-cookie" not in answer.headers
