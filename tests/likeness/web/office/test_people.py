"""People, one person, and sessions."""

import re

import pytest

from consent.states import ConsentState
from tests.likeness.web.office.desk import PASSWORD, Desk


@pytest.fixture
def anna(desk: Desk) -> str:
    person = desk.world.person("Anna de Vries")
    desk.world.grant(person)
    return person


def session_of(desk: Desk, name: str = "Summer party") -> str:
    return desk.send("/sessions", name=name).headers["location"].rpartition("/")[2]


def test_the_list_says_where_everybody_stands(desk: Desk, anna: str) -> None:
    desk.world.person("Bea Jansen")
    desk.world.grant(desk.world.person("Cas Bakker"), state=ConsentState.REFUSED)

    page = desk.text("/people")

    rows = re.findall(r"<th scope=\"row\"><a[^>]*>([^<]+)</a></th>\s*<td>.*?</i>([^<]+)<", page)
    assert rows == [
        ("Anna de Vries", "Permission given"),
        ("Bea Jansen", "Never asked"),
        ("Cas Bakker", "Refused"),
    ]
    assert any(what == "people-listed" and anna in about for what, about in desk.seen())


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=vries", {"Anna de Vries"}),
        ("state=given", {"Anna de Vries"}),
        ("state=not-asked", {"Bea Jansen"}),
        ("q=an&state=not-asked", set()),
        ("state=nonsense", {"Anna de Vries", "Bea Jansen"}),
    ],
)
@pytest.mark.usefixtures("anna")
def test_the_list_is_searched_and_filtered(desk: Desk, query: str, names: set[str]) -> None:
    desk.world.person("Bea Jansen")

    page = desk.text(f"/people?{query}")

    assert {name for name in ("Anna de Vries", "Bea Jansen") if name in page} == names


def test_somebody_is_added(desk: Desk) -> None:
    answer = desk.send("/people", name="Dirk Smit", email="dirk@example.org", born="2015-05-01")

    page = desk.text(answer.headers["location"])
    assert "Dirk Smit" in page
    assert "dirk@example.org" in page
    assert "1 May 2015" in page


@pytest.mark.parametrize("fields", [{"name": " "}, {"name": "A", "born": "1-5-2015"}])
def test_somebody_without_a_name_or_with_a_strange_day_is_not_added(
    desk: Desk, fields: dict[str, str]
) -> None:
    assert desk.send("/people", **fields).status_code == 422


def test_a_permission_is_withdrawn_for_somebody(desk: Desk, anna: str) -> None:
    page = desk.text(f"/people/{anna}")
    (path,) = re.findall(r'action="(/people/[^"]+/quitclaims/[^"]+/withdraw)"', page)

    desk.send(path)

    with desk.world.store.read() as tx:
        (subject,) = tx.people.subjects((anna,))  # type: ignore[arg-type]
    assert subject.quitclaims[0].state is ConsentState.WITHDRAWN
    assert "withdrawn" in desk.text(f"/people/{anna}")


def test_a_permission_of_somebody_else_is_not_withdrawn_by_this_page(desk: Desk, anna: str) -> None:
    bea = desk.world.person("Bea")
    (path,) = re.findall(r"/quitclaims/[^\"]+/withdraw", desk.text(f"/people/{anna}"))

    assert desk.send(f"/people/{bea}{path}").status_code == 404


def test_erasing_wants_the_password_again(desk: Desk, anna: str) -> None:
    wrong = desk.send(f"/people/{anna}/erase", password="another one here")  # noqa: S106 - made up

    assert wrong.status_code == 403
    assert "Anna de Vries" in desk.text(f"/people/{anna}")


def test_an_erased_person_is_gone(desk: Desk, anna: str) -> None:
    answer = desk.send(f"/people/{anna}/erase", password=PASSWORD)

    assert answer.status_code == 200
    assert desk.get(f"/people/{anna}").status_code == 404
    assert "Anna" not in desk.text("/people")


def test_who_looked_at_somebody_is_shown_on_their_page(desk: Desk, anna: str) -> None:
    desk.text(f"/people/{anna}")

    assert "Ada Office, opened this page" in desk.text(f"/people/{anna}")


def test_a_session_shows_who_is_missing(desk: Desk, anna: str) -> None:
    session, bea = session_of(desk), desk.world.person("Bea Jansen")

    desk.send(f"/sessions/{session}/roster", add=[anna, bea])

    assert "1 of 2 have no permission that holds" in desk.text(f"/sessions/{session}")


def test_the_no_photo_list_counts_silence_as_no(desk: Desk, anna: str) -> None:
    session, bea = session_of(desk), desk.world.person("Bea Jansen")
    desk.send(f"/sessions/{session}/roster", add=[anna, bea])

    page = desk.text(f"/sessions/{session}/no-photo")

    assert "Bea Jansen" in page
    assert "Anna" not in page


def test_somebody_is_taken_off_the_list(desk: Desk, anna: str) -> None:
    session = session_of(desk)
    desk.send(f"/sessions/{session}/roster", add=anna)

    desk.send(f"/sessions/{session}/roster", remove=anna)

    assert "Nobody is on the list yet." in desk.text(f"/sessions/{session}")


def test_the_photos_of_a_session_are_chosen_by_folder(desk: Desk) -> None:
    session = session_of(desk)
    desk.world.photo("party/one.jpg")

    desk.send(
        f"/sessions/{session}/rules", host="memory", folder="party", begins="2026-03-01T10:00"
    )

    assert "memory: party, From 1 Mar 2026" in desk.text(f"/sessions/{session}")


@pytest.mark.parametrize(
    "fields",
    [
        {"host": "elsewhere"},
        {"host": "memory", "begins": "yesterday"},
        {"host": "memory", "begins": "2026-03-02T10:00", "ends": "2026-03-01T10:00"},
    ],
)
def test_strange_photos_are_refused(desk: Desk, fields: dict[str, str]) -> None:
    assert desk.send(f"/sessions/{session_of(desk)}/rules", **fields).status_code == 422


def test_a_mode_that_lacks_its_ground_is_refused_with_a_sentence(desk: Desk) -> None:
    session = session_of(desk)

    answer = desk.send(f"/sessions/{session}/mode", mode="session")

    assert "This needs more first" in desk.text(answer.headers["location"])


def test_a_mode_with_its_ground_is_set(desk: Desk) -> None:
    desk.world.recognise_everywhere()
    session = session_of(desk)
    desk.send(f"/sessions/{session}/all-asked")

    desk.send(f"/sessions/{session}/mode", mode="session")

    page = desk.text(f"/sessions/{session}")
    assert re.search(r'value="session" required checked', page)
    assert "Stated on" in page


@pytest.mark.parametrize("path", ["/people/unknown", "/sessions/unknown", "/photos/unknown"])
def test_what_is_not_there_is_a_page_that_says_so(desk: Desk, path: str) -> None:
    answer = desk.get(path)

    assert answer.status_code == 404
    assert "This is not there" in answer.text
