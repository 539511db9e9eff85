"""Every form of the public listener counts once, for what it shows. No route can be forgotten."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from httpx2 import Response

from consent.ids import PersonId
from likeness.web.guards import Guarded
from likeness.web.pages.limits import Bounds
from scheduler.jobs.erase_person import erase_person
from tests.likeness.web.people.visitor import Town, words
from tests.likeness.web.people.walking import ABOUT, ALONE, Family, Filled, ready, send
from tests.scheduler.asking import DAD, MUM, child, quitclaims
from tests.scheduler.world import ME

ROUTES = [*ALONE, *ABOUT]
BOUNDS = {
    "/help": Bounds.LETTER,
    "/r/{secret}": Bounds.LETTER,
    "/me/code": Bounds.CODE,
}
"""What bounds a route; every other one is bounded as a form."""


def posts(town: Town) -> set[str]:
    """Give the template of every route that takes a form."""
    guarded = town.browser.app
    assert isinstance(guarded, Guarded)
    app = guarded._app  # noqa: SLF001 - there is no other way to the routes behind the guard
    assert isinstance(app, FastAPI)
    return {str(getattr(route, "path", "")) for route in app.routes if "POST" in _methods(route)}


def _methods(route: object) -> set[str]:
    found = getattr(route, "methods", None)
    return set(found or ())


def dump(town: Town) -> list[str]:
    """Give everything in the database but the counters of tries."""
    folder = town.world.store._engines.writer.url.database  # noqa: SLF001 - a look behind
    raw = sqlite3.connect(str(folder))
    lines = [line for line in raw.iterdump() if '"knocks"' not in line]
    raw.close()
    return lines


def led(town: Town, answer: Response) -> tuple[int, str, str]:
    """Give where an answer leads, and what its reader sees there."""
    place = answer.headers.get("location", "").partition("#")[0]
    return answer.status_code, place, words(town.get(place)) if place else ""


def test_every_route_that_takes_a_form_is_walked_here(town: Town) -> None:
    assert posts(town) == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_a_form_counts_once_and_its_repeat_is_answered_alike(town: Town, route: str) -> None:
    filled = ready(town, route)

    first = send(town, filled)
    shown = led(town, first)
    before = dump(town)
    second = led(town, send(town, filled))

    assert shown[0] == 303
    assert second == shown
    assert dump(town) == before
    if route == "/help":
        return  # the same for everybody, so it is never used up
    other = Filled(path=filled.path, fields=filled.fields | {"use-print": "1"}, files=filled.files)
    back = send(town, other)
    assert back.status_code == 409
    assert "This form was sent before, with other answers." in words(back)
    assert dump(town) == before


@pytest.mark.parametrize("route", ROUTES)
def test_a_form_of_another_page_or_site_changes_nothing(town: Town, route: str) -> None:
    filled = ready(town, route)
    before = dump(town)

    foreign = ["", "x.y", town.parts.forms.token("me|another")]
    answers = [
        send(town, Filled(path=filled.path, fields={**filled.fields, "token": one}))
        for one in foreign
    ]
    answers.append(send(town, filled, sec_fetch_site="cross-site"))

    assert [one.status_code for one in answers] == [403] * 4
    assert all("Nothing was saved." in words(one) for one in answers)
    assert dump(town) == before


@pytest.mark.parametrize("route", ROUTES)
def test_forms_of_one_network_are_bounded(
    town: Town, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = ready(town, route)
    counted: list[Bounds] = []

    def noted(_limits: object, bounds: dict[Bounds, str], _now: datetime) -> None:
        counted.extend(bounds)

    monkeypatch.setattr("likeness.web.pages.limits.Limits.require_all", noted)
    send(town, filled)

    assert BOUNDS.get(route, Bounds.POST) in counted


@pytest.mark.parametrize("route", list(ABOUT))
def test_a_form_about_a_child_that_was_erased_changes_nothing(town: Town, route: str) -> None:
    family = Family(town)
    filled = ABOUT[route](family)
    erase_person(town.world.deps, family.kim, ME)
    before = dump(town)

    answer = send(town, filled)

    assert answer.status_code == 409
    assert "Nothing was changed" in words(answer)
    assert dump(town) == before
    assert "Lou" in words(town.get("/me"))


@pytest.mark.parametrize("route", list(ABOUT))
def test_a_form_about_a_child_that_came_of_age_changes_nothing(town: Town, route: str) -> None:
    town.world.clock.moment = datetime(2031, 3, 19, 22, 50, tzinfo=UTC)
    family = Family(town)
    filled = ABOUT[route](family)
    town.world.clock.forward(minutes=15)
    before = dump(town)

    answer = send(town, filled)

    assert answer.status_code == 409
    assert dump(town) == before


@pytest.mark.parametrize("route", list(ABOUT))
def test_a_form_of_a_visit_that_is_over_changes_nothing_and_says_so(town: Town, route: str) -> None:
    filled = ready(town, route)
    town.world.clock.forward(minutes=31)
    before = dump(town)

    answer = led(town, send(town, filled))

    assert answer[:2] == (303, "/me?closed=1")
    assert "Your page was closed in the meantime. Nothing was changed." in answer[2]
    assert dump(town) == before


def test_erasing_one_child_leaves_the_next_one_alone(town: Town) -> None:
    family = Family(town)
    erase, withdraw = family.form("erase"), family.form("withdraw", "/all")

    for _ in range(2):
        send(town, erase)
    stale = send(town, withdraw)

    with town.world.store.read() as tx:
        assert [one.id for one in tx.people.subjects(tx.people.ids())] == [family.lou]
    assert stale.status_code == 409
    assert set(quitclaims(town.world, family.lou)) == {"given"}


def test_a_form_that_lacked_something_may_be_sent_once_more(town: Town) -> None:
    _, fair = town.fair()
    place, given = town.form(f"{fair}?who=self")
    said = {"p0-use-website": "yes", "p0-use-print": "no", "name": "Bo", "of-age": "1"}

    lacking = town.post(place, given | said)
    complete = town.post(place, given | said | {"tick": "1"})

    assert (lacking.status_code, complete.status_code) == (422, 303)


def test_used_forms_are_forgotten_after_two_days(town: Town) -> None:
    now = town.world.clock.now()
    with town.world.store.begin() as tx:
        assert tx.used_forms.use("key", "content", now)
        assert not tx.used_forms.use("key", "content", now)
        assert tx.used_forms.forget(now + timedelta(days=1)) == 0
        assert tx.used_forms.forget(now + timedelta(days=3)) == 1
        assert tx.used_forms.use("key", "content", now)


def test_a_guardian_who_is_none_any_more_changes_nothing(town: Town) -> None:
    kim = child(town.world, "Kim", datetime(2015, 3, 20, tzinfo=UTC).date(), MUM, DAD)
    town.visit(kim, signer=MUM)
    path, given = town.form(town.mine("erase"))
    with town.world.store.begin() as tx:
        tx.guardians.remove(kim, MUM)

    answer = town.post(path, given)

    assert answer.headers["location"] == "/me?closed=1"
    with town.world.store.read() as tx:
        assert PersonId(kim) in set(tx.people.ids())
