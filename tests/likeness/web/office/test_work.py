"""Asking, notices, letters, follow-ups, enrolments to confirm."""

import re

import pytest

from tests.likeness.web.office.desk import Desk

PAGES = ("/ask", "/notices", "/letters", "/follow-ups", "/pending", "/sessions", "/photos", "/me")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_page_with_nothing_to_show_says_so(desk: Desk, path: str, language: str) -> None:
    desk.send("/me/language", language=language)

    assert f'<html lang="{language}">' in desk.text(path)


def test_a_withdrawal_is_followed_up_photo_by_photo(desk: Desk) -> None:
    world = desk.world
    anna = world.person("Anna de Vries")
    world.grant(anna)
    world.photo("one.jpg")
    world.run()
    photo = world.asset("one.jpg").id
    desk.send(f"/photos/{photo}/attest", how="only", person=anna)
    world.work()
    desk.send(f"/people/{anna}/withdraw")

    (tick,) = re.findall(r'action="(/follow-ups/[^"]+)"', desk.text("/follow-ups"))
    desk.send(tick)

    world.work()
    assert "/follow-ups/" not in desk.text("/follow-ups")
    assert desk.send(tick).status_code == 404
    assert "1 of 1 photos changed and read back" in desk.text(f"/people/{anna}")


def test_without_a_text_nobody_can_be_asked(desk: Desk) -> None:
    anna = desk.world.person("Anna de Vries")

    assert "There is no text to sign yet" in desk.text(f"/ask?person={anna}")
    assert "There is no text to sign yet" in desk.text(f"/people/{anna}")
