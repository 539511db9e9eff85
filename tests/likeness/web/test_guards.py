"""What every request passes."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from likeness.logs import Level, configure
from likeness.web import problems
from likeness.web.guards import BODY_BYTES, HEADERS, HSTS, Guard, Guarded

CANARY = "maria-canary"
Counted = list[tuple[str, str, int]]


def guarded(
    counted: Counted | None = None,
    *,
    body_bytes: int = BODY_BYTES,
    headers: dict[str, str] = HEADERS,
) -> TestClient:
    app = FastAPI()
    problems.install(app)

    @app.get("/photos/{name}")
    def photo(name: str) -> str:
        return name[:1]

    @app.post("/upload")
    async def upload(request: Request) -> int:
        return len(await request.body())

    seen: Counted = [] if counted is None else counted
    guard = Guard(
        listener="office",
        hosts=frozenset({"localhost", "::1", "likeness.example"}),
        counted=lambda method, route, code, _: seen.append((method, route, code)),
        headers=tuple(headers.items()),
        body_bytes=body_bytes,
    )
    return TestClient(Guarded(app, guard), base_url="http://localhost")


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    stream = io.StringIO()
    configure(level=Level.DEBUG, to=stream)
    yield stream
    root.handlers[:], logging.raiseExceptions = before[0], before[2]
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.mark.parametrize("path", ["/photos/x", "/nothing"])
def test_every_answer_carries_the_security_headers(path: str) -> None:
    answer = guarded().get(path)

    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "server" not in answer.headers


def test_a_listener_behind_tls_says_so() -> None:
    answer = guarded(headers=HEADERS | HSTS).get("/photos/x")

    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8700", "[::1]:8700", "likeness.example:80"]
)
def test_a_known_name_is_answered(host: str) -> None:
    assert guarded().get("/photos/x", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["", "evil.example", "localhost.evil.example", "[::2]", "::1"])
def test_another_name_is_refused(host: str) -> None:
    answer = guarded().get("/photos/x", headers={"Host": host})

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "x-frame-options" in answer.headers


def test_a_body_that_is_too_long_is_refused_before_it_is_read() -> None:
    assert guarded(body_bytes=10).post("/upload", content=b"x" * 11).status_code == 413
    assert guarded(body_bytes=10).post("/upload", content=b"x" * 10).json() == 10


def test_a_body_that_does_not_say_its_length_is_cut_off() -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(4):
            yield b"xxx"

    answer = guarded(body_bytes=10).post("/upload", content=chunks())

    assert answer.status_code == 413


def test_a_length_that_is_no_number_does_not_help() -> None:
    answer = guarded(body_bytes=10).post(
        "/upload", content=b"x" * 11, headers={"Content-Length": "-1"}
    )

    assert answer.status_code == 413


def test_the_log_has_the_route_template_and_never_the_path(out: io.StringIO) -> None:
    guarded().get(f"/photos/{CANARY}?q={CANARY}", headers={"User-Agent": CANARY})
    guarded().get(f"/{CANARY}")
    guarded().get("/photos/x", headers={"Host": CANARY})

    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["route"], line["code"]) for line in requests] == [
        ("/photos/{name}", 200),
        ("unmatched", 404),
        ("unmatched", 400),
    ]
    assert all(line["listener"] == "office" for line in requests)
    assert CANARY not in out.getvalue()


def test_requests_are_counted_by_template() -> None:
    counted: Counted = []

    guarded(counted).get("/photos/x")
    guarded(counted).get("/nothing")

    assert counted == [("GET", "/photos/{name}", 200), ("GET", "unmatched", 404)]
