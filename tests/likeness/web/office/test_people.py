"""People, one person, and sessions."""

import re
from datetime import date

import pytest

from consent.ids import SessionId
from consent.newest import current
from consent.notices import Audience
from consent.quitclaims import ForSession
from consent.signing import Means
from consent.states import ConsentState
from scheduler.jobs.publish_notice import publish_notice
from tests.likeness.web.office.desk import PASSWORD, Desk
from tests.scheduler.asking import DAD, MUM, Form, asked, child, publish, signed, text
from tests.scheduler.world import ME, PRINT, WEB


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


def test_somebody_reads_in_any_language_a_text_is_published_in(desk: Desk) -> None:
    publish_notice(desk.world.deps, [text("ar", who) for who in Audience], ME)

    offered = desk.text("/people")
    answers = [
        desk.send("/people", name=f"Dirk {one}", language=one).status_code
        for one in ("ar", "fr", "xx")
    ]

    assert '<option value="ar">العربية</option>' in offered
    assert answers == [303, 303, 422]


@pytest.mark.parametrize("fields", [{"name": " "}, {"name": "A", "born": "1-5-2015"}])
def test_somebody_without_a_name_or_with_a_strange_day_is_not_added(
    desk: Desk, fields: dict[str, str]
) -> None:
    assert desk.send("/people", **fields).status_code == 422


def test_a_permission_is_withdrawn_for_somebody(desk: Desk, anna: str) -> None:
    page = desk.text(f"/people/{anna}")
    (path,) = re.findall(r'href="(/people/[^"]+/quitclaims/[^"]+/withdraw)"', page)
    asked = desk.text(path)
    with desk.world.store.read() as tx:
        (before,) = tx.people.subjects((anna,))  # type: ignore[arg-type]

    desk.send(path)

    assert "ends at once, for every photo with this person (0 at the moment)" in asked
    assert before.quitclaims[0].state is not ConsentState.WITHDRAWN

    with desk.world.store.read() as tx:
        (subject,) = tx.people.subjects((anna,))  # type: ignore[arg-type]
    (left,) = current(subject, None)
    assert left.state is ConsentState.WITHDRAWN
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

    assert answer.status_code == 303
    assert "Erased. Nothing of this person is left." in desk.text(answer.headers["location"])
    assert desk.get(f"/people/{anna}").status_code == 404
    assert "Anna" not in desk.text("/people")


def test_who_looked_at_somebody_is_shown_on_their_page(desk: Desk, anna: str) -> None:
    desk.text(f"/people/{anna}")

    assert "Ada Office, opened this page" in desk.text(f"/people/{anna}")


def test_a_session_shows_who_is_missing(desk: Desk, anna: str) -> None:
    session, bea = session_of(desk), desk.world.person("Bea Jansen")

    desk.send(f"/sessions/{session}/roster", add=[anna, bea])

    assert "1 of 2 have not answered" in desk.text(f"/sessions/{session}")


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


def line_of(page: str, name: str) -> str:
    (found,) = re.findall(rf'<th scope="row">{name}[^<]*</th><td>(.*?)</td>', page)
    return str(found)


def test_the_no_photo_list_says_which_uses_are_fine(desk: Desk, anna: str) -> None:
    session, bea = session_of(desk), desk.world.person("Bea Jansen")
    desk.world.grant(bea, frozenset({PRINT}))
    desk.send(f"/sessions/{session}/roster", add=[anna, bea])

    page = desk.text(f"/sessions/{session}/no-photo")

    assert "only Drukwerk" not in page
    assert "only Print" in line_of(page, "Bea Jansen")
    assert "Anna" not in page


def test_a_permission_for_another_session_does_not_count_on_the_no_photo_list(desk: Desk) -> None:
    session, other = session_of(desk), session_of(desk, "Another day")
    bea = desk.world.person("Bea Jansen")
    desk.world.grant(bea, scope=ForSession(session=SessionId(other)))
    desk.send(f"/sessions/{session}/roster", add=bea)

    assert "no pictures" in line_of(desk.text(f"/sessions/{session}/no-photo"), "Bea Jansen")
    assert "1 of 1 have not answered" in desk.text(f"/sessions/{session}")


def test_somebody_who_said_no_is_not_missing(desk: Desk) -> None:
    session, bea = session_of(desk), desk.world.person("Bea Jansen")
    desk.world.grant(bea, state=ConsentState.REFUSED)
    desk.send(f"/sessions/{session}/roster", add=bea)

    assert "Everybody on the list has answered." in desk.text(f"/sessions/{session}")
    assert "0 people would be asked" in desk.text(f"/ask?missing={session}") or (
        "There is no text to sign yet" in desk.text(f"/ask?missing={session}")
    )


def test_a_group_is_made_filled_asked_and_printed(desk: Desk, anna: str) -> None:
    publish(desk.world)
    bea = desk.world.person("Bea Jansen")
    group = desk.send("/groups", name="Class 3b").headers["location"]

    desk.send(f"{group}/members", add=[anna, bea])

    assert "1 of 2 have not answered" in desk.text(group)
    assert "Bea Jansen" in desk.text(f"/ask?group={group.rpartition('/')[2]}&way=link")
    assert "no pictures" in line_of(desk.text(f"{group}/no-photo"), "Bea Jansen")
    assert "Class 3b" in desk.text(f"/people/{bea}")
    listed = desk.text(f"/people?group={group.rpartition('/')[2]}&state=not-asked")
    assert "Bea Jansen" in listed
    assert "Anna" not in listed
    desk.send(f"{group}/members", remove=[anna, bea])
    assert "Nobody is on the list yet." in desk.text(group)


def test_a_group_without_a_name_or_with_a_stranger_is_refused(desk: Desk) -> None:
    group = desk.send("/groups", name="Class 3b").headers["location"]

    assert desk.send("/groups", name=" ").status_code == 422
    assert desk.send(f"{group}/members", add="nobody").status_code == 404
    assert desk.get("/groups/none").status_code == 404


def test_a_child_gets_an_age_and_guardians(desk: Desk) -> None:
    kim, bo = desk.world.person("Kim Vos"), desk.world.person("Bo Vos")
    for one in (kim, bo):
        desk.send(f"/people/{one}/age", born="2015-05-01")
        desk.send(f"/people/{one}/guardians", name="Ada Vos", email="ada@example.org")
    desk.send(f"/people/{kim}/guardians", name="Ben Vos", language="nl")

    page = desk.text(f"/people/{kim}")

    assert "Ada Vos, ada@example.org" in page
    assert "Ben Vos" in page
    with desk.world.store.read() as tx:
        assert {frozenset(one.persons) for one in tx.guardians.households()} == {
            frozenset({kim, bo}),
            frozenset({kim}),
        }
    (first, *_) = re.findall(r'href="(/people/[^"]+/guardians/[^"]+/remove)"', page)
    assert "What the guardian answered stays." in desk.text(first)
    assert desk.send(first).status_code == 303
    assert desk.send(first).status_code == 404


def test_an_adult_has_no_guardian(desk: Desk, anna: str) -> None:
    assert desk.send(f"/people/{anna}/guardians", name="Ada").status_code == 409
    assert desk.send(f"/people/{anna}/guardians", name=" ").status_code == 422
    assert desk.send(f"/people/{anna}/age", born="May").status_code == 422


def test_guardians_who_disagree_are_shown_and_the_no_counts(desk: Desk) -> None:
    publish(desk.world)
    kim = child(desk.world, "Kim Vos", date(2015, 5, 1), MUM, DAD)
    ask = asked(desk.world, kim, signer=MUM, way=Means.LINK)
    Form(desk.world, ask=ask).say(kim, WEB, PRINT).hand_in()
    ask = asked(desk.world, kim, signer=DAD, way=Means.LINK)
    Form(desk.world, ask=ask).say(kim).hand_in()

    page = desk.text(f"/people/{kim}")

    assert "The guardians disagree. A no counts." in page
    assert f"{DAD}@example.org · ✗ says no to Print, Website" in page
    assert "Refused" in desk.text("/people?q=kim")


@pytest.mark.parametrize("fields", [{"person": True}, {"every": "yes", "state": "given"}])
def test_many_are_asked_to_renew(desk: Desk, fields: dict[str, str | bool]) -> None:
    publish(desk.world)
    bea, cas = desk.world.person("Bea Jansen"), desk.world.person("Cas Bakker")
    signed(desk.world, bea, WEB, PRINT)
    sent = {name: bea if value is True else str(value) for name, value in fields.items()}

    preview = desk.send("/renew/preview", **sent, way="link").text
    answer = desk.send("/renew", person=[bea, cas], way="link")

    assert "1 people would be asked" in preview
    assert "Bea Jansen" in preview
    assert "Cas Bakker" not in preview
    assert "said=ask_done" in answer.headers["location"]
    with desk.world.store.read() as tx:
        assert len(tx.asks.open_of(bea)) == 1
    again = desk.send("/renew", person=[bea, cas], way="link")
    assert "said=ask_not" in again.headers["location"]


def test_renewing_by_a_way_that_is_none_or_of_nobody_is_refused(desk: Desk, anna: str) -> None:
    assert desk.send("/renew", person=anna, way="phone").status_code == 422
    assert desk.send("/renew", way="mail").status_code == 422


def test_everybody_a_list_fits_is_asked_at_once(desk: Desk) -> None:
    publish(desk.world)
    for name in ("Bea Jansen", "Cas Bakker"):
        desk.world.person(name)

    page = desk.send("/ask/preview", every="yes", state="not-asked", q="bea").text

    assert "Bea Jansen" in page
    assert "Cas Bakker" not in page


def test_a_whole_group_is_put_on_the_list_of_a_session(desk: Desk, anna: str) -> None:
    session = session_of(desk)
    group = desk.send("/groups", name="Class 3b").headers["location"].rpartition("/")[2]
    desk.send(f"/groups/{group}/members", add=anna)

    desk.send(f"/sessions/{session}/roster", group=group)

    assert "Anna de Vries" in desk.text(f"/sessions/{session}")
