"""Who may be the same person: a question for a human, asked for good reasons only."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.ids import PersonId
from consent.same_person import (
    Everybody,
    Likeness,
    Traits,
    candidates,
    contradict,
    first_name,
    folded,
    likeness,
    spellings,
)

BORN, OTHER_DAY = date(2015, 3, 11), date(2015, 3, 12)
MEES = Traits(name="Mees de Boer", birth_date=BORN)
MAIL = frozenset({"ouder@example.org"})
NAMES = st.text(max_size=20)
WORDS = st.lists(st.text(st.sampled_from("abcdeéßøŁ"), min_size=1, max_size=6), max_size=4)
DAYS = st.sampled_from([None, BORN, OTHER_DAY])
SOME = st.sampled_from(["", "a@example.org", "b@example.org", "B@example.org "])
TRAITS = st.builds(
    Traits,
    name=st.one_of(st.sampled_from(["Mees de Boer", "Boer, Mees de", "Mees", "Anna"]), NAMES),
    birth_date=DAYS,
    keys=st.frozensets(st.sampled_from(["k1", "k2"]), max_size=1),
    addresses=st.frozensets(SOME, max_size=2),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Mees de Boer", "MEES DE BOER", id="case"),
        pytest.param("Zoë Çelik", "Zoe Celik", id="marks on letters"),
        pytest.param("Søren Łukasz", "Soren Lukasz", id="letters written with a stroke"),
        pytest.param("Weiß", "Weiss", id="sharp s"),
        pytest.param("Ann-Marie Jansen", "Ann Marie Jansen", id="a hyphen"),
        pytest.param("Ann-Marie Jansen", "Annmarie Jansen", id="no gap"),
        pytest.param("Sean O\u2019Brien", "Sean O'Brien", id="the shape of an apostrophe"),
        pytest.param("J.P. Smit", "JP Smit", id="full stops"),
        pytest.param("Anna Jansen\u200b", "Anna Jansen", id="what nobody sees"),
        pytest.param("Anna\u00a0Jansen", "Anna  Jansen", id="blanks"),
        pytest.param("de Boer, Mees", "Mees de Boer", id="the family name first"),
        pytest.param("Boer, Mees de", "Mees de Boer", id="as a school writes it"),
        pytest.param("Li Wei", "Wei Li", id="order"),
    ],
)
def test_a_name_is_the_same_for_all_of(one: str, other: str) -> None:
    assert spellings(one) & spellings(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Mees de Boer", "Mees Boer", id="a part more"),
        pytest.param("Anna", "Hanna", id="nearly"),
        pytest.param("", "", id="no name at all"),
        pytest.param("...", "-", id="no letters"),
    ],
)
def test_a_name_is_another_for(one: str, other: str) -> None:
    assert not spellings(one) & spellings(other)


@pytest.mark.parametrize(
    ("incoming", "why"),
    [
        pytest.param(Traits(name="mees de boer", birth_date=BORN), {Likeness.NAME}, id="name, day"),
        pytest.param(Traits(name="mees de boer"), {Likeness.NAME}, id="name, no day"),
        pytest.param(Traits(name="Mees de Boer", birth_date=OTHER_DAY), set(), id="another day"),
        pytest.param(Traits(name="Anna", birth_date=BORN), set(), id="another name"),
        pytest.param(Traits(name="Anna", keys=frozenset({"17"})), {Likeness.KEY}, id="same key"),
        pytest.param(Traits(name="Mees Smit", addresses=MAIL), {Likeness.ADDRESS}, id="address"),
        pytest.param(
            Traits(name="Mees Smit", addresses=frozenset({" OUDER@example.org"})),
            {Likeness.ADDRESS},
            id="address in capitals",
        ),
        pytest.param(Traits(name="Anna de Boer", addresses=MAIL), set(), id="a sister"),
        pytest.param(
            Traits(name="Mees de Boer", birth_date=OTHER_DAY, addresses=MAIL),
            {Likeness.ADDRESS},
            id="the same address and first name outweigh a birth date that differs",
        ),
    ],
)
def test_somebody_is_likely_known(incoming: Traits, why: set[Likeness]) -> None:
    here = Traits(name="Mees de Boer", birth_date=BORN, keys=frozenset({"17"}), addresses=MAIL)

    assert likeness(incoming, here) == why


@pytest.mark.parametrize(
    ("incoming", "clear"),
    [
        pytest.param(Traits(name="Mees de Boer", birth_date=BORN, addresses=MAIL), True, id="all"),
        pytest.param(Traits(name="Mees de Boer", addresses=MAIL), False, id="no birth date"),
        pytest.param(Traits(name="Mees de Boer", birth_date=BORN), False, id="no address"),
    ],
)
def test_a_case_is_clear(incoming: Traits, clear: bool) -> None:  # noqa: FBT001 - a row
    here = Traits(name="Mees de Boer", birth_date=BORN, addresses=MAIL)

    (found,) = candidates(incoming, {PersonId("p"): here})

    assert found.clear is clear


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Mees de Boer", "mees"),
        ("Boer, Mees de", "mees"),
        ("Éva", "eva"),
        ("", ""),
        ("Boer,", "boer"),
    ],
)
def test_the_first_name_of(name: str, first: str) -> None:
    assert first_name(name) == first


@given(TRAITS, TRAITS)
def test_likeness_has_no_direction(one: Traits, other: Traits) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(NAMES)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(WORDS.flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_the_order_of_the_parts_never_matters(both: tuple[list[str], list[str]]) -> None:
    words, mixed = both

    assert spellings(" ".join(words)) & spellings(" ".join(mixed)) or not words


@given(WORDS)
def test_composed_or_not_a_name_is_the_same(words: list[str]) -> None:
    name = " ".join(words)

    assert spellings(unicodedata.normalize("NFD", name)) == spellings(name)


@given(TRAITS, TRAITS)
def test_contradicting_days_are_never_likely_by_name(one: Traits, other: Traits) -> None:
    found = likeness(one, other)

    assert not (Likeness.NAME in found and contradict(one.birth_date, other.birth_date))


@given(TRAITS, st.lists(TRAITS, max_size=5))
def test_looking_in_the_arranged_finds_the_same(incoming: Traits, here: list[Traits]) -> None:
    everybody = {PersonId(f"p{place}"): one for place, one in enumerate(here)}

    assert Everybody(everybody).like(incoming) == candidates(incoming, everybody)


@given(TRAITS)
def test_nothing_known_is_like_nobody(one: Traits) -> None:
    assert not likeness(Traits(name=""), one)
