"""The API for scripts: what a consent manager does, beside the lists."""

from collections.abc import Callable

import pytest
from httpx2 import Response

from consent.signing import Means
from likeness.evidence.verify import verify
from likeness.web.access import Scope
from scheduler.jobs.check_gone import check_gone
from scheduler.jobs.withdraw import withdraw_all
from scheduler.ports.sight import Left
from tests.fakes.eyes import Painted
from tests.likeness.web.office.desk import Desk
from tests.scheduler.asking import asked, publish, publish_other, signed
from tests.scheduler.test_plan_alerts import HOW
from tests.scheduler.world import PRINT, WEB

Call = Callable[..., Response]


@pytest.fixture
def call(outside: Desk) -> Call:
    """Give a script with a key for everything, or for the scopes it names."""

    def key(scopes: list[Scope]) -> str:
        with outside.world.store.begin() as tx:
            return tx.keys.add(scopes, outside.world.clock.now()).secret

    whole = key(list(Scope))

    def ask(method: str, path: str, scopes: list[Scope] | None = None, **said: object) -> Response:
        secret = key(scopes) if scopes else whole
        headers = {"Authorization": f"Bearer {secret}", **dict(said.pop("headers", {}))}  # type: ignore[call-overload]
        return outside.browser.request(method, f"/api/v1{path}", headers=headers, **said)  # type: ignore[arg-type]

    return ask


def test_a_group_is_made_once_and_its_members_are_set(outside: Desk, call: Call) -> None:
    anna, bea = outside.world.person("Anna"), outside.world.person("Bea")
    outside.world.grant(anna)
    body = {"name": "Class 3b", "persons": [anna]}
    made = [
        call("POST", "/groups", json=body, headers={"Idempotency-Key": "1"}).json()["id"]
        for _ in range(2)
    ]

    changed = call("PUT", f"/groups/{made[0]}/members", json={"persons": [anna, bea]})

    assert made[0] == made[1]
    assert changed.json()["persons"] == sorted([anna, bea])
    assert [one["name"] for one in call("GET", "/groups").json()] == ["Class 3b"]
    assert call("GET", f"/groups/{made[0]}/missing").json() == [bea]
    silent = call("GET", f"/groups/{made[0]}/no-photo").json()
    assert silent == [{"person": bea, "allowed": []}]
    wrong = call("PUT", f"/groups/{made[0]}/members", json={"persons": ["nobody"]})
    assert wrong.status_code == 422


def test_a_child_gets_an_age_and_a_guardian(outside: Desk, call: Call) -> None:
    kim, bo = outside.world.person("Kim"), outside.world.person("Bo")
    body = {"children": [kim, bo], "name": "Ada Vos", "email": "ada@example.org"}
    refused = call("POST", "/guardians", json=body)
    for child in (kim, bo):
        answer = call("PUT", f"/people/{child}/age", json={"born": "2015-05-01"})
        assert answer.json() == {"minor_until": "2031-05-01"}

    made = [call("POST", "/guardians", json=body).json()["id"] for _ in range(2)]

    assert refused.status_code == 409
    assert made[0] == made[1]
    (guardian,) = call("GET", f"/people/{kim}/guardians").json()
    assert (guardian["guardian"], guardian["name"], guardian["refuses"]) == (made[0], "Ada Vos", [])
    path = f"/people/{kim}/guardians/{made[0]}"
    assert [call("DELETE", path).status_code for _ in range(2)] == [204, 404]
    assert call("GET", "/people/nobody/guardians").status_code == 404


def test_invitations_are_listed_sent_again_and_ended(outside: Desk, call: Call) -> None:
    publish(outside.world)
    anna, bea = outside.world.person("Anna"), outside.world.person("Bea")
    one, other = asked(outside.world, anna), asked(outside.world, bea, way=Means.LINK)

    reminded = call("POST", f"/asks/{one.id}/remind")
    unreachable = call("POST", f"/asks/{other.id}/remind")
    before, _, after = (
        call("GET", f"/asks/{other.id}/link").json(),
        call("POST", f"/asks/{other.id}/resend"),
        call("GET", f"/asks/{other.id}/link").json(),
    )
    ended = call("POST", f"/asks/{one.id}/end")

    assert reminded.json()["reminders"] == 1
    assert unreachable.status_code == 409
    assert before["url"].startswith("https://consent.example.org/s/")
    assert before != after
    assert ended.json()["state"] == "ended"
    assert [it["ask"] for it in call("GET", "/asks?state=open").json()] == [other.id]
    assert [it["ask"] for it in call("GET", f"/asks?person={anna}").json()] == [one.id]
    assert call("POST", "/asks/none/end").status_code == 404


def test_people_are_asked_to_renew_after_a_dry_run(outside: Desk, call: Call) -> None:
    publish(outside.world)
    anna, bea = outside.world.person("Anna"), outside.world.person("Bea")
    signed(outside.world, anna, WEB)
    body = {"persons": [anna, bea], "way": "link"}

    looked = call("POST", "/renewals", json=body).json()
    done = call("POST", "/renewals", json={**body, "dry_run": False}).json()
    again = call("POST", "/renewals", json={**body, "dry_run": False}).json()

    assert (looked["asks"], looked["persons"]) == ([], [anna])
    assert looked["problems"] == {bea: "nothing-to-renew"}
    assert len(done["asks"]) == 1
    assert again["problems"] == {anna: "asked-already", bea: "nothing-to-renew"}


def test_a_list_of_people_is_tried_and_taken_over(call: Call) -> None:
    body = {"csv": "Naam,email\nAnna,anna@example.org\n,x\n", "columns": {"name": "Naam"}}

    tried = call("POST", "/people/import", json=body).json()
    refused = call("POST", "/people/import", json={**body, "dry_run": False}).json()
    right = {**body, "dry_run": False, "skip_bad": True}
    taken = call("POST", "/people/import", json=right).json()

    assert (tried["applied"], tried["added"]) == (False, 1)
    assert {problem["line"] for problem in tried["problems"]} == {3}
    assert tried["columns_not_read"] == []
    assert (refused["applied"], taken["applied"]) == (False, True)
    assert [one["name"] for one in call("GET", "/people").json()["items"]] == ["Anna"]


def test_a_list_of_consents_is_taken_over(call: Call) -> None:
    call(
        "POST",
        "/people/import",
        json={"csv": "name,email\nAnna,anna@example.org\n", "dry_run": False},
    )
    csv = "person,uses,answer,signed_on\nanna@example.org,Website,yes,2026-01-05\n"

    tried = call("POST", "/consents/import", json={"csv": csv}).json()
    taken = call("POST", "/consents/import", json={"csv": csv, "dry_run": False}).json()

    assert (tried["added"], tried["problems"]) == (1, [])
    assert taken["applied"]
    (line,) = call("GET", "/people").json()["items"]
    assert line["standing"] == "partly"


@pytest.mark.parametrize("path", ["/people/import", "/consents/import"])
@pytest.mark.parametrize("csv", ["", "\n"])
def test_what_is_no_list_is_a_problem(call: Call, path: str, csv: str) -> None:
    answer = call("POST", path, json={"csv": csv})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_session_gets_photos_a_word_and_a_mode(outside: Desk, call: Call) -> None:
    session = call("POST", "/sessions", json={"name": "Party"}).json()["id"]
    path = f"/sessions/{session}"
    refused = call("PUT", f"{path}/mode", json={"mode": "session"})
    outside.world.recognise_everywhere()

    rule = {"host": "memory", "folder": "party", "begins": "2026-03-01T10:00:00+01:00"}
    assert call("POST", f"{path}/rules", json=rule).status_code == 200
    assert call("POST", f"{path}/rules", json={"host": "none"}).status_code == 422
    assert call("POST", f"{path}/all-asked").json()["all_asked"]

    assert refused.status_code == 409
    assert call("PUT", f"{path}/mode", json={"mode": "session"}).status_code == 200


def test_a_session_has_a_link_and_a_code_until_it_is_ended(outside: Desk, call: Call) -> None:
    publish(outside.world)
    session = call("POST", "/sessions", json={"name": "Party"}).json()["id"]
    path = f"/sessions/{session}"

    url = call("POST", f"{path}/link?notice=town").json()["url"]
    code = call("POST", f"{path}/qr?notice=town")

    assert url.startswith("https://consent.example.org/s/")
    assert code.headers["content-type"] == "image/svg+xml"
    assert code.text.startswith("<svg")
    assert call("DELETE", f"{path}/link").status_code == 204
    assert call("POST", f"{path}/link?notice=town").json()["url"] != url


def test_another_text_of_a_session_must_be_meant(outside: Desk, call: Call) -> None:
    publish(outside.world)
    publish_other(outside.world)
    path = f"/sessions/{call('POST', '/sessions', json={'name': 'Party'}).json()['id']}"
    url = call("POST", f"{path}/link?notice=town").json()["url"]

    refused = [call("POST", f"{path}/{what}?notice=other").status_code for what in ("link", "qr")]

    assert refused == [409, 409]
    assert call("POST", f"{path}/link?notice=town").json()["url"] == url
    assert call("POST", f"{path}/link?notice=other&replace=true").json()["url"] != url
    (read,) = call("GET", "/sessions").json()
    assert read["notice"] == "other"


def test_names_on_a_photo_need_a_reason_and_a_scope(outside: Desk, call: Call) -> None:
    world = outside.world
    anna = world.person("Anna de Vries")
    world.photo("one.jpg", Painted(x=0.4))
    world.run()
    photo, face = world.asset("one.jpg").id, world.findings("one.jpg")[0].id
    call("POST", f"/faces/{face}/answer", json={"kind": "named", "person": anna})
    path = f"/photos/{photo}"

    plain = call("GET", path).json()["faces"][0]
    named = call("GET", f"{path}?names_reason=press").json()["faces"][0]
    refused = call("GET", f"{path}?names_reason=press", scopes=[Scope.PHOTOS_READ])

    assert (plain["person"], plain["name"]) == (anna, None)
    assert named["name"] == "Anna de Vries"
    assert refused.status_code == 403
    assert "names-seen" in [what for what, _ in outside.seen()]


def test_a_selection_of_photos_is_attested(outside: Desk, call: Call) -> None:
    world = outside.world
    anna = world.person("Anna")
    for place in ("one.jpg", "two.jpg"):
        world.photo(place)
    world.run()
    photos = [world.asset(place).id for place in ("one.jpg", "two.jpg")]

    body = {"photos": photos, "persons": [anna], "only": True}
    assert call("POST", "/attestations", json=body).json() == {"photos": 2}
    wrong = {"photos": photos, "persons": [], "only": False}
    assert call("POST", "/attestations", json=wrong).status_code == 422

    with world.store.read() as tx:
        assert all(tx.answers.attestations(one)[0].persons == {anna} for one in photos)


def test_the_proof_of_a_signature_is_read(outside: Desk, call: Call) -> None:
    publish(outside.world)
    anna = outside.world.person("Anna")
    signed(outside.world, anna, WEB, PRINT)

    (line,) = call("GET", f"/people/{anna}/signatures").json()
    path = f"/people/{anna}/signatures/{line['signature']}"

    assert call("GET", f"{path}.pdf").content.startswith(b"%PDF")
    assert verify(call("GET", f"{path}.json").content).holds
    assert call("GET", f"/people/{anna}/signatures/none.pdf").status_code == 404
    assert call("GET", f"/people/{anna}/reference").status_code == 404


def test_a_withdrawal_is_followed_up_until_it_is_ticked(outside: Desk, call: Call) -> None:
    world = outside.world
    anna = world.person("Anna")
    world.grant(anna)
    world.photo("one.jpg")
    world.run()
    photo = world.asset("one.jpg").id
    call("POST", f"/photos/{photo}/attest", json={"persons": [anna], "only": True})
    world.work()
    number = withdraw_all(world.deps, anna, HOW)
    world.work()

    (line,) = call("GET", "/follow-ups").json()
    path = f"/follow-ups/{number}/{photo}"

    assert (line["withdrawal"], line["photo"], line["person"]) == (number, photo, anna)
    assert line["read_back_at"] is not None
    assert [call("POST", path).status_code for _ in range(2)] == [204, 404]
    assert call("GET", "/follow-ups").json() == []


def test_photos_out_of_sight_are_listed_and_ticked(outside: Desk, call: Call) -> None:
    world = outside.world
    anna = world.person("Anna")
    world.grant(anna)
    world.photo("one.jpg")
    world.run()
    photo = world.asset("one.jpg").id
    call("POST", f"/photos/{photo}/attest", json={"persons": [anna], "only": True})
    world.work()
    ref = world.host.ref("one.jpg")
    world.host.delete("one.jpg")
    check_gone(world.deps, ref, Left.MOVED, "alice")
    world.work()

    (line,) = call("GET", "/follow-ups/out-of-sight").json()
    path = f"/follow-ups/out-of-sight/{photo}"

    assert (line["photo"], line["shows"], line["how"]) == (photo, "cleared", "moved")
    assert "alice" not in str(line)
    assert [call("POST", path).status_code for _ in range(2)] == [204, 404]
    assert call("GET", "/follow-ups/out-of-sight").json() == []
