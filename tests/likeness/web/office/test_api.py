"""The API for scripts."""

from collections.abc import Callable

import pytest
from httpx2 import Response

from consent.held import HeldMatch
from consent.same_person import Candidate, Likeness
from consent.states import FindingKind
from likeness.web.access import Scope
from recognition.values import Band
from tests.fakes.eyes import Painted
from tests.likeness.web.office.desk import Desk

Call = Callable[..., Response]


@pytest.fixture
def call(outside: Desk) -> Call:
    """Give a script with a key for everything."""
    with outside.world.store.begin() as tx:
        secret = tx.keys.add(list(Scope), outside.world.clock.now()).secret

    def ask(method: str, path: str, **options: object) -> Response:
        headers = {"Authorization": f"Bearer {secret}", **dict(options.pop("headers", {}))}  # type: ignore[call-overload]
        return outside.browser.request(method, f"/api/v1{path}", headers=headers, **options)  # type: ignore[arg-type]

    return ask


def test_people_are_listed_page_by_page(outside: Desk, call: Call) -> None:
    for name in ("Anna", "Bea", "Cas"):
        outside.world.person(name)

    first = call("GET", "/people?limit=2").json()
    second = call("GET", f"/people?limit=2&after={first['next']}").json()

    assert [one["name"] for one in first["items"]] == ["Anna", "Bea"]
    assert [one["name"] for one in second["items"]] == ["Cas"]
    assert second["next"] is None


def test_what_a_script_sees_is_in_the_access_log(outside: Desk, call: Call) -> None:
    anna = outside.world.person("Anna")

    call("GET", f"/people/{anna}")

    with outside.world.store.read() as tx:
        (line,) = tx.access.latest(1)
    assert line.who.startswith("key:")
    assert (line.what, line.subjects) == ("person-opened", (anna,))


def test_the_same_request_sent_twice_adds_one_person(call: Call) -> None:
    answers = {
        call("POST", "/people", json={"name": "Dirk"}, headers={"Idempotency-Key": "row 7"}).json()[
            "id"
        ]
        for _ in range(2)
    }

    assert len(answers) == 1
    assert len(call("GET", "/people").json()["items"]) == 1


def test_somebody_who_may_be_here_is_added_only_where_it_is_said_who_it_is(call: Call) -> None:
    first = call("POST", "/people", json={"name": "Dirk Smit"}).json()["id"]

    asked = call("POST", "/people", json={"name": "dirk SMIT"})
    same = call(
        "POST", "/people", json={"name": "Dirk Smit", "email": "d@example.org", "same_as": first}
    )
    other = call("POST", "/people", json={"name": "Dirk Smit", "new": True})

    assert (asked.status_code, asked.json()["candidates"]) == (409, [first])
    assert same.json()["id"] == first
    assert call("GET", f"/people/{first}").json()["email"] == "d@example.org"
    assert other.status_code == 201
    labels = {one["label"] for one in call("GET", "/people").json()["items"]}
    assert labels == {"Dirk Smit", "Dirk Smit (2)"}


def test_what_is_kept_of_a_person_is_corrected(call: Call) -> None:
    dirk = call("POST", "/people", json={"name": "Dirk"}).json()["id"]

    body = {"name": "Dirk Smit", "birth_date": "2015-05-01"}
    changed = call("PATCH", f"/people/{dirk}", json=body).json()["changed"]

    assert changed == ["name", "birth_date", "minor_until"]
    assert call("GET", f"/people/{dirk}").json()["minor_until"] == "2031-05-01"
    assert call("PATCH", f"/people/{dirk}", json={"email": "none"}).status_code == 422


def test_a_script_says_who_somebody_is(outside: Desk, call: Call) -> None:
    known, held, other = (outside.world.person("Mees de Boer") for _ in range(3))
    sure = Candidate(person=known, why=frozenset({Likeness.NAME}), same_birth_date=False)
    at = outside.world.clock.now()
    with outside.world.store.begin() as tx:
        for one in (held, other):
            tx.held.put(HeldMatch(person=one, made_at=at, candidates=(sure,)))
    (first, second) = call("GET", "/held").json()
    assert {first["person"], second["person"]} == {held, other}

    body = {"answer": "same", "person": known}
    merge = call("POST", f"/held/{held}", json=body).json()["merge"]
    assert call("POST", f"/held/{other}", json={"answer": "other"}).json() == {"merge": None}

    assert call("POST", f"/held/{held}", json=body).status_code == 404
    assert {one["person"] for one in call("GET", "/people").json()["items"]} == {known, other}
    assert call("DELETE", f"/merges/{merge}").json() == {"later": []}
    assert call("DELETE", f"/merges/{merge}").status_code == 409
    assert len(call("GET", "/people").json()["items"]) == 3


@pytest.mark.parametrize(
    "body", [{}, {"name": " "}, {"name": "A", "admin": True}, {"name": "A", "birth_date": "x"}]
)
def test_a_wrong_body_is_a_problem_that_repeats_nothing(call: Call, body: object) -> None:
    answer = call("POST", "/people", json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "admin" not in answer.json()["title"]


def test_a_withdrawal_is_made_and_its_proof_read(outside: Desk, call: Call) -> None:
    anna = outside.world.person("Anna")
    outside.world.grant(anna)

    made = call("POST", f"/people/{anna}/withdraw", json={"uses": ["website"]})

    assert made.status_code == 202
    (proof,) = call("GET", f"/people/{anna}/withdrawals").json()
    assert (proof["id"], proof["what"], proof["photos"]) == (made.json()["id"], "uses", 0)


def test_a_person_is_erased(outside: Desk, call: Call) -> None:
    anna = outside.world.person("Anna")

    assert call("DELETE", f"/people/{anna}").status_code == 204
    assert call("DELETE", f"/people/{anna}").status_code == 404
    assert call("GET", f"/people/{anna}").status_code == 404


def test_faces_are_answered_twice_with_one_result(outside: Desk, call: Call) -> None:
    world = outside.world
    world.recognise_everywhere()
    anna = world.enrolled("Anna")
    world.photo("one.jpg", Painted(x=0.4, who=anna, band=Band.SUGGEST))
    world.run()
    (waiting,) = call("GET", "/faces").json()
    assert (waiting["kind"], waiting["person"]) == (FindingKind.SUGGESTED, anna)

    for _ in range(2):
        body = {"kind": "named", "person": anna}
        answer = call("POST", f"/faces/{waiting['face']}/answer", json=body)
        assert answer.json()["kind"] == FindingKind.NAMED

    assert call("GET", "/faces").json() == []
    assert call("GET", f"/faces/{waiting['face']}/picture").content == b"crop"
    assert call("POST", f"/faces/{waiting['face']}/undo").status_code == 200


def test_a_photo_is_explained_attested_and_checked(outside: Desk, call: Call) -> None:
    outside.world.photo("one.jpg")
    outside.world.run()
    (photo,) = call("GET", "/photos").json()["items"]
    path = f"/photos/{photo['photo']}"

    assert call("POST", f"{path}/attest", json={"persons": [], "only": True}).status_code == 200
    assert call("POST", f"{path}/attest", json={"persons": [], "only": False}).status_code == 422
    assert call("POST", f"{path}/check").json() == {"photos": 1}
    outside.world.work()
    assert call("GET", path).json()["status"] == "no-people"


def test_a_session_is_made_once_and_says_whom_not_to_publish(outside: Desk, call: Call) -> None:
    anna, bea = outside.world.person("Anna"), outside.world.person("Bea")
    outside.world.grant(anna)
    made = [
        call("POST", "/sessions", json={"name": "Party"}, headers={"Idempotency-Key": "1"}).json()
        for _ in range(2)
    ]
    session = made[0]["id"]

    call("PUT", f"/sessions/{session}/roster", json={"persons": [anna, bea]})

    assert made[0] == made[1]
    assert call("GET", f"/sessions/{session}/no-photo").json() == [{"person": bea, "allowed": []}]
    assert call("GET", f"/sessions/{session}/missing").json() == [bea]
    wrong = call("PUT", f"/sessions/{session}/roster", json={"persons": ["nobody"]})
    assert wrong.status_code == 422


def test_asking_first_says_what_stands_in_the_way(outside: Desk, call: Call) -> None:
    anna = outside.world.person("Anna")

    answer = call("POST", "/asks", json={"persons": [anna], "notice": "none"}).json()

    assert answer["asks"] == []
    assert answer["problems"][anna] in {"no-address", "no-notice"}


def test_every_route_of_the_api_is_described(outside: Desk) -> None:
    with outside.world.store.begin() as tx:
        secret = tx.keys.add(["docs"], outside.world.clock.now()).secret

    described = outside.browser.get(
        "/openapi.json", headers={"Authorization": f"Bearer {secret}"}
    ).json()

    paths = [path for path in described["paths"] if path.startswith("/api/v1/")]
    assert len(paths) >= 45
    assert all(
        operation.get("summary") and operation.get("security")
        for path in paths
        for operation in described["paths"][path].values()
    )
    assert not any(path.startswith("/people") for path in described["paths"])
