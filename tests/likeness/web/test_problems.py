"""Errors as problem answers."""

from fastapi import FastAPI
from fastapi.testclient import TestClient

from likeness.web import problems

CANARY = "canary-1f2e"


def client() -> TestClient:
    app = FastAPI()
    problems.install(app)

    @app.get("/number/{number}")
    def number(number: int) -> int:
        return number

    @app.get("/broken")
    def broken() -> None:
        raise ValueError(CANARY)

    return TestClient(app, raise_server_exceptions=False)


def test_wrong_input_is_named_and_not_repeated() -> None:
    answer = client().get(f"/number/{CANARY}")

    assert answer.status_code == 422
    assert answer.json()["detail"] == "Wrong or missing: path.number."
    assert CANARY not in answer.text


def test_a_fault_of_ours_tells_nothing() -> None:
    answer = client().get("/broken")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert CANARY not in answer.text
    assert "ValueError" not in answer.text
