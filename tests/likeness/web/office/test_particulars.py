"""Names, addresses, days and languages are the same rule on every page and in the API."""

from collections.abc import Callable

import pytest

from consent.ids import PersonId
from likeness.web.access import Scope
from scheduler.jobs.save_guardian import declare_age
from scheduler.particulars import learn
from tests.likeness.web.office.desk import ME, Desk

WRONG = {
    "no name": ({"name": " \u200b"}, "There is no name"),
    "turned round": ({"name": "Anna \u202enesnaJ"}, "turn it round"),
    "121 characters": ({"name": "a" * 121}, "longer than 120"),
    "no address": ({"email": "not an address"}, "not an e-mail address"),
    "a line break": ({"email": "a@b.nl\r\nBcc: v@x.org"}, "not an e-mail address"),
    "two addresses": ({"email": "a@b.nl,c@d.nl"}, "not an e-mail address"),
    "a blank nobody sees": ({"email": "an\u200bna@example.org"}, "not an e-mail address"),
    "letters before the at sign": ({"email": "ü@example.org"}, "plain letters"),
    "no such language": ({"language": "xx"}, "language is not known"),
}
DAYS = {
    "born tomorrow": ({"born": "2026-03-03"}, "still to come"),
    "born long ago": ({"born": "1800-01-01"}, "120 years ago"),
    "of age before birth": ({"born": "2015-05-01", "minor_until": "2014-05-01"}, "not later than"),
}
Ask = Callable[[dict[str, str]], tuple[int, str]]


@pytest.fixture
def desk(outside: Desk) -> Desk:
    return outside.enter()


@pytest.fixture
def child(desk: Desk) -> PersonId:
    made = desk.world.person("Bo")
    declare_age(desk.world.deps, made, None, ME, under_age=True)
    return made


def page(desk: Desk, path: str) -> Ask:
    def ask(fields: dict[str, str]) -> tuple[int, str]:
        answer = desk.send(path, **{"name": "Anna", **fields})
        return answer.status_code, answer.text

    return ask


def api(desk: Desk, path: str, **more: object) -> Ask:
    with desk.world.store.begin() as tx:
        secret = tx.keys.add(list(Scope), desk.world.clock.now()).secret

    def ask(fields: dict[str, str]) -> tuple[int, str]:
        renamed = {("birth_date" if key == "born" else key): it for key, it in fields.items()}
        headers = {"Authorization": f"Bearer {secret}"}
        body = {"name": "Anna", **renamed, **more}
        answer = desk.browser.post(f"/api/v1{path}", json=body, headers=headers)
        return answer.status_code, answer.text

    return ask


def people(desk: Desk) -> int:
    with desk.world.store.read() as tx:
        return len(tx.people.ids())


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=name) for name, case in (WRONG | DAYS).items()]
)
def test_a_person_who_cannot_be_written_to_is_not_added(
    desk: Desk, case: tuple[dict[str, str], str]
) -> None:
    fields, said = case

    for ask in (page(desk, "/people"), api(desk, "/people")):
        status, text = ask(fields)

        assert status == 422
        assert said in text
    assert people(desk) == 0


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in WRONG.items()])
def test_a_guardian_who_cannot_be_written_to_is_not_added(
    desk: Desk, child: PersonId, case: tuple[dict[str, str], str]
) -> None:
    fields, said = case

    for ask in (
        page(desk, f"/people/{child}/guardians"),
        api(desk, "/guardians", children=[child]),
    ):
        status, text = ask(fields)

        assert status == 422
        assert said in text
    with desk.world.store.read() as tx:
        assert tx.guardians.of(child) == ()


@pytest.mark.parametrize("path", ["/sessions", "/groups"])
@pytest.mark.parametrize("name", ["", "\u200b", "a" * 121, "\u202eb3"])
def test_a_session_or_group_has_a_name_that_can_be_read(desk: Desk, path: str, name: str) -> None:
    assert desk.send(path, name=name).status_code == 422


def test_what_nobody_sees_is_taken_off(desk: Desk) -> None:
    desk.send(
        "/people", name="Anna\u00ad Jan\u200bsen", email="\u200banna@exämple.org ", language="NL"
    )

    with desk.world.store.read() as tx:
        (profile,) = tx.people.profiles().values()
    assert (profile.name, profile.email, profile.language) == (
        "Anna Jansen",
        "anna@exämple.org",
        "nl",
    )


def test_wide_addresses_are_taken_once_the_mail_server_says_so(desk: Desk) -> None:
    learn(desk.world.deps, offered=True)

    assert desk.send("/people", name="Anna", email="ü@exämple.org").status_code == 303

    learn(desk.world.deps, offered=False)
    assert desk.send("/people", name="Bea", email="ü@exämple.org").status_code == 422


def test_a_birth_date_that_is_declared_later_is_checked(desk: Desk, child: PersonId) -> None:
    answer = desk.send(f"/people/{child}/age", born="2030-01-01")

    assert answer.status_code == 422
    assert "still to come" in answer.text
