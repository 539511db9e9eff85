"""What people are called in lists: no two are alike, and nobody is renumbered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.ids import PersonId
from consent.naming import Described, labels

A, B, C = PersonId("a"), PersonId("b"), PersonId("c")
MEES = "Mees de Boer"
DESCRIBED = st.builds(
    Described,
    name=st.sampled_from([MEES, "mees de boer", "Mees de Boer (2)", "Anna", "Mees · 3a", "Mees"]),
    groups=st.sampled_from([(), ("3a",), ("8a", "3a"), ("3A", "8a")]),
    year=st.sampled_from([None, 2015]),
    number=st.integers(0, 5),
)


@pytest.mark.parametrize(
    ("told", "label"),
    [
        pytest.param(Described(name=MEES), MEES, id="only a name"),
        pytest.param(Described(name=MEES, groups=("3a",), year=2015), f"{MEES} · 3a · 2015"),
        pytest.param(Described(name=MEES, groups=("b", "A")), f"{MEES} · A · b", id="groups"),
    ],
)
def test_a_label_says(told: Described, label: str) -> None:
    assert labels({A: told}) == {A: label}


def test_people_of_other_groups_need_no_number() -> None:
    found = labels({A: Described(name=MEES, groups=("3a",)), B: Described(name=MEES)})

    assert found == {A: f"{MEES} · 3a", B: MEES}


def test_those_who_read_alike_are_numbered_in_the_order_they_came() -> None:
    people = {A: Described(name=MEES, number=7), B: Described(name="mees  DE Boer", number=3)}

    assert labels(people) == {B: "mees  DE Boer", A: f"{MEES} (2)"}


@given(st.lists(DESCRIBED, max_size=6))
def test_no_two_labels_read_alike(told: list[Described]) -> None:
    people = {PersonId(f"p{place}"): one for place, one in enumerate(told)}

    found = [label.casefold() for label in labels(people).values()]

    assert len(set(found)) == len(found)


@given(st.lists(DESCRIBED, max_size=6), DESCRIBED)
def test_somebody_who_comes_later_renumbers_nobody(told: list[Described], last: Described) -> None:
    people = {PersonId(f"p{place}"): one for place, one in enumerate(told)}
    later = Described(name=last.name, groups=last.groups, year=last.year, number=99)

    after = labels({**people, PersonId("a-later"): later})

    assert {person: after[person] for person in people} == labels(people)
