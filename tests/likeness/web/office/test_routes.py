"""Every route of the office refuses whoever may not come in: a new one cannot be forgotten."""

import re
from collections.abc import Iterable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from likeness.storage.store import SqlStore
from likeness.web.access import Scope
from likeness.web.guards import Guarded
from tests.likeness.web.office.desk import Desk
from tests.scheduler.world import World

OPEN = {
    ("GET", "/healthz"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/first/{link}"),
    ("POST", "/first/{link}"),
    ("GET", "/static/{name}"),
}
"""What nobody is logged in for. Nothing personal is behind these."""
BY_KEY = ("/api/", "/readyz", "/metrics", "/openapi.json", "/docs")
_PART = re.compile(r"\{[^}]+\}")


def routes(browser: TestClient) -> list[tuple[str, str]]:
    """Give method and template of every route."""
    guarded = browser.app
    assert isinstance(guarded, Guarded)
    app = guarded._app  # noqa: SLF001 - there is no other way to the routes behind the guard
    assert isinstance(app, FastAPI)
    return sorted(
        (method, route.path) for route in flat(app.routes) for method in route.methods or ()
    )


def flat(found: Iterable[object]) -> Iterator[APIRoute]:
    """Give the routes of an app, those of routers put into it, too."""
    for route in found:
        if isinstance(route, APIRoute):
            yield route
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from flat(inner.routes)


def filled(template: str) -> str:
    """Put something into the parts of an address."""
    said = template.replace("{version}", "1").replace("{number}", "1")
    return _PART.sub("adult", said)


def test_there_are_as_many_routes_as_apis_and_pages_together(outside: Desk) -> None:
    found = routes(outside.browser)

    assert len(found) == len(set(found))
    assert set(found) >= OPEN
    assert len(found) > 80


@pytest.mark.parametrize("role", ["anonymous", "no scope", "revoked", "unknown"])
def test_a_route_for_keys_refuses_everybody_else(store: SqlStore, role: str) -> None:
    desk = Desk(World(store))
    now = desk.world.clock.now()
    with store.begin() as tx:
        secrets = {"no scope": tx.keys.add([], now).secret, "unknown": "lk_unknown"}
        revoked = tx.keys.add(list(Scope), now)
        tx.keys.revoke(revoked.id, now)
    secrets["revoked"] = revoked.secret
    headers = {"Authorization": f"Bearer {secrets[role]}"} if role in secrets else {}

    answers = {
        (method, path): desk.browser.request(method, filled(path), headers=headers)
        for method, path in routes(desk.browser)
        if path.startswith(BY_KEY)
    }

    code = 403 if role == "no scope" else 401
    assert {one: answer.status_code for one, answer in answers.items()} == dict.fromkeys(
        answers, code
    )
    assert {answer.headers["content-type"] for answer in answers.values()} == {
        "application/problem+json"
    }


@pytest.mark.parametrize("role", ["anonymous", "made up", "ended", "shut", "a key"])
def test_a_page_refuses_everybody_else(store: SqlStore, role: str) -> None:
    desk = Desk(World(store)).enter()
    headers = {}
    match role:
        case "anonymous":
            desk.browser.cookies.clear()
        case "made up":
            desk.browser.cookies.clear()
            desk.browser.cookies.set("likeness", "x" * 43)
        case "ended":
            desk.wait(hours=2)
        case "shut":
            desk.logins.disable(desk.account.id, desk.account.actor)
        case _:
            desk.browser.cookies.clear()
            with store.begin() as tx:
                made = tx.keys.add(list(Scope), desk.world.clock.now())
            headers = {"Authorization": f"Bearer {made.secret}"}

    answers = {
        (method, path): desk.browser.request(
            method, filled(path), headers=headers, data={} if method == "POST" else None
        )
        for method, path in routes(desk.browser)
        if not path.startswith(BY_KEY) and (method, path) not in OPEN
    }

    assert {one: answer.status_code for one, answer in answers.items()} == dict.fromkeys(
        answers, 303
    )
    assert {answer.headers["location"].partition("?")[0] for answer in answers.values()} == {
        "/login"
    }


def test_every_form_wants_its_token(desk: Desk) -> None:
    answers = {
        path: desk.browser.post(filled(path), data={"csrf": "0" * 64})
        for method, path in routes(desk.browser)
        if method == "POST" and not path.startswith(BY_KEY)
    }

    refused = {path: answer.status_code for path, answer in answers.items()}
    assert refused == dict.fromkeys(refused, 403)


def test_nothing_but_reading_and_forms_is_understood(outside: Desk) -> None:
    pages = {method for method, path in routes(outside.browser) if not path.startswith("/api/")}

    assert pages == {"GET", "POST"}
