"""The office listener."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from connector.values import Health
from likeness.metrics import Metrics
from likeness.web.access import Scope
from likeness.web.office import Office, make_office
from scheduler.values import Backlog
from tests.fakes.keys import FakeKey, FakeKeys

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PROTECTED = {
    "/readyz": Scope.HEALTH,
    "/metrics": Scope.METRICS,
    "/openapi.json": Scope.DOCS,
    "/docs": Scope.DOCS,
}


@dataclass(slots=True)
class FakeReadiness:
    """One part that works or not."""

    ok: bool = True

    def checks(self) -> tuple[Health, ...]:
        return (Health(name="database", ok=self.ok, advice="" if self.ok else "Free some space."),)


KEYS = FakeKeys(
    {
        "all": FakeKey(scopes=frozenset(Scope)),
        "ended": FakeKey(scopes=frozenset(Scope), until=NOW),
        "lasting": FakeKey(scopes=frozenset(Scope), until=NOW + timedelta(seconds=1)),
        "none": FakeKey(scopes=frozenset()),
    }
)


def client(readiness: FakeReadiness | None = None, metrics: Metrics | None = None) -> TestClient:
    office = Office(
        keys=KEYS,
        readiness=readiness or FakeReadiness(),
        metrics=metrics or Metrics(),
        now=lambda: NOW,
        version="1.2.3",
    )
    return TestClient(make_office(office))


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_these_are_all_the_routes() -> None:
    app = client().app

    paths = {route.path for route in app.routes if isinstance(route, APIRoute)}  # type: ignore[attr-defined]
    assert len(app.routes) == len(paths)  # type: ignore[attr-defined]
    assert paths == {"/healthz", *PROTECTED}


def test_healthz_is_open_and_tells_no_detail() -> None:
    answer = client().get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


@pytest.mark.parametrize("path", PROTECTED)
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no key"),
        pytest.param(bearer("unknown"), id="unknown key"),
        pytest.param(bearer("ended"), id="ended key"),
        pytest.param({"Authorization": "Basic YWxsOg=="}, id="another scheme"),
        pytest.param({"Authorization": "Bearer"}, id="no secret"),
    ],
)
def test_without_a_valid_key_every_other_route_answers_alike(
    path: str, headers: dict[str, str]
) -> None:
    answer = client().get(path, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "Send an API key with the header Authorization: Bearer.",
    }


@pytest.mark.parametrize("path", PROTECTED)
def test_a_key_without_the_scope_is_refused(path: str) -> None:
    answer = client().get(path, headers=bearer("none"))

    assert answer.status_code == 403
    assert PROTECTED[path] in answer.json()["detail"]


@pytest.mark.parametrize("path", PROTECTED)
@pytest.mark.parametrize("secret", ["all", "lasting"])
def test_a_key_with_the_scope_gets_in(path: str, secret: str) -> None:
    assert client().get(path, headers=bearer(secret)).status_code == 200


def test_a_key_in_the_address_does_not_count() -> None:
    assert client().get("/metrics?key=all&access_token=all").status_code == 401


def test_readyz_says_what_is_not_ready() -> None:
    answer = client(FakeReadiness(ok=False)).get("/readyz", headers=bearer("all"))

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "checks": [{"name": "database", "ok": False, "advice": "Free some space."}],
    }


def test_metrics_are_counted_when_asked_for() -> None:
    metrics = Metrics()
    metrics.watch(lambda: Backlog(due=3, leased=1, waiting=2, dead=4))
    metrics.request("office", "GET", "/healthz", 200)
    metrics.request_seconds("office", 0.01)
    metrics.photo("cleared")

    text = client(metrics=metrics).get("/metrics", headers=bearer("all")).text

    assert 'likeness_photos{state="dead"} 4.0' in text
    assert 'likeness_photos_processed_total{status="cleared"} 1.0' in text
    assert (
        'likeness_http_requests_total{code="200",listener="office",method="GET",route="/healthz"} 1.0'
        in text
    )


def test_the_description_names_every_route_and_loads_nothing_from_elsewhere() -> None:
    office = client()

    described = office.get("/openapi.json", headers=bearer("all")).json()
    page = office.get("/docs", headers=bearer("all")).text

    assert set(described["paths"]) == {"/healthz", *PROTECTED}
    assert all(path in page for path in described["paths"])
    assert "http" not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("method", "path", "code"), [("GET", "/x/y", 404), ("POST", "/healthz", 405)]
)
def test_what_is_not_there_is_a_problem_answer(method: str, path: str, code: int) -> None:
    answer = client().request(method, path)

    assert answer.status_code == code
    assert answer.headers["content-type"] == "application/problem+json"
    assert path not in answer.text
