"""Two of one name are told apart wherever people are listed or chosen."""

import re

import pytest

from consent.groups import Group
from consent.ids import GroupId, PersonId, SessionId
from consent.sessions import Session
from consent.states import ConsentState
from likeness.i18n.words import Wording
from likeness.printing import Printing, group_list
from tests.likeness.web.office.desk import LABELS, Desk
from tests.scheduler.world import ME

MEES = "Mees de Boer"


@pytest.fixture
def namesakes(desk: Desk) -> tuple[PersonId, PersonId, PersonId]:
    """Three of one name: one in class 3a who said yes, two whom nothing tells apart but a no."""
    first, second, third = (desk.world.person(MEES) for _ in range(3))
    desk.world.grant(first)
    desk.world.grant(third, state=ConsentState.REFUSED)
    with desk.world.store.begin() as tx:
        tx.groups.save(Group(id=GroupId("g-3a"), name="3a", members=frozenset({first})))
        tx.groups.save(Group(id=GroupId("g-all"), name="", members=frozenset()))
        everybody = frozenset({first, second, third})
        tx.sessions.save(Session(id=SessionId("s-1"), name="Day", roster=everybody))
    return first, second, third


@pytest.mark.parametrize(
    "path",
    [
        "/people",
        "/sessions/s-1",
        "/sessions/s-1/no-photo",
        "/groups/g-all?q=mees",
        "/sessions/s-1?q=mees",
    ],
)
@pytest.mark.usefixtures("namesakes")
def test_a_page_tells_namesakes_apart(desk: Desk, path: str) -> None:
    page = desk.text(path)

    assert f"{MEES} (2)" in page
    assert (f"{MEES} · 3a" in page) is ("no-photo" not in path)


@pytest.mark.usefixtures("namesakes")
def test_whoever_is_chosen_is_shown_with_where_they_stand(desk: Desk) -> None:
    page = desk.text("/groups/g-all?q=mees")

    rows = re.findall(r"<label class=\"tick\">.*?</label>", page)
    assert len({re.sub(r"<[^>]+>", " ", row) for row in rows}) == len(rows) == 3
    assert sum("Refused" in row for row in rows) == 1


def test_the_printed_list_tells_namesakes_apart(
    desk: Desk, namesakes: tuple[PersonId, ...]
) -> None:
    wording = Wording(labels=LABELS)
    asked = Printing(by=ME, language="en", controller="School")
    group = Group(id=GroupId("g-3"), name="All", members=frozenset(namesakes))

    printed = group_list(desk.world.deps, wording, group, asked)

    names = [line.name for line in printed.lines]
    assert len(set(names)) == len(names) >= 2


def test_a_label_follows_the_group(desk: Desk, namesakes: tuple[PersonId, ...]) -> None:
    before = desk.world.store.names().label(namesakes[1])

    with desk.world.store.begin() as tx:
        tx.groups.save(Group(id=GroupId("g-8a"), name="8a", members=frozenset({namesakes[1]})))

    assert before == MEES
    assert desk.world.store.names().label(namesakes[1]) == f"{MEES} · 8a"
