"""The public listener."""

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from likeness.web.public import make_public


def client(language: str = "en") -> TestClient:
    return TestClient(make_public(language))


def test_these_are_all_the_routes() -> None:
    app = make_public("en")

    assert isinstance(app, FastAPI)
    assert len(app.routes) == 2
    assert {route.path for route in app.routes if isinstance(route, APIRoute)} == {
        "/",
        "/robots.txt",
    }


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/metrics", "/healthz", "/readyz", "/x"]
)
def test_nothing_of_the_office_is_here(path: str) -> None:
    answer = client().get(path)

    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text
    assert path not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods_are_refused_with_the_same_page(method: str) -> None:
    answer = client().request(method, "/")

    assert answer.status_code == 405
    assert answer.text == client().get("/nothing").text


def test_no_other_site_may_read_it() -> None:
    answer = client().get("/", headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_page_speaks_the_configured_language() -> None:
    assert "Gebruik de link die u is toegestuurd." in client("nl").get("/").text


def test_search_engines_are_kept_out() -> None:
    assert client().get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert "noindex" in client().get("/").text


def test_a_fault_of_ours_tells_nothing() -> None:
    app = make_public("en")

    @app.get("/broken")
    def broken() -> None:
        raise ValueError("canary")

    answer = TestClient(app, raise_server_exceptions=False).get("/broken")

    assert answer.status_code == 500
    assert "canary" not in answer.text
