"""Lists of people and consents on a real store: once, all or what is right, never milder."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from consent.ids import PersonId
from consent.states import ConsentState
from scheduler.jobs.import_answers import import_answers, preview_answers
from scheduler.jobs.import_people import import_people, preview_people
from scheduler.jobs.save_quitclaim import withdraw_quitclaim
from scheduler.lists.answers import FIELDS as ANSWER_FIELDS
from scheduler.lists.answers import FORM as ANSWER_FORM
from scheduler.lists.cells import Trouble, mapped, unread
from scheduler.lists.people import FIELDS, FORM, Change
from scheduler.lists.reading import Table, read_table
from tests.fakes.eyes import Painted
from tests.scheduler.world import ME, PRINT, WEB, World

CLASS = """Leerlingnummer;Naam;Geboortedatum;Klas;Ouder;E-mail ouder
7;Bo Canary;31-05-2015;3b;Ada Canary;ada@canary.example
8;Cas Canary;1-2-2017;1a;Ada Canary;ada@canary.example
9;Dee Other;2014-12-01;3b|koor;;
"""


def table(text: str) -> Table:
    return read_table(text.encode())


def load(world: World, text: str, *, skip_bad: bool = False, **said: str) -> Any:  # noqa: ANN401
    return import_people(world.deps, table(text), said, ME, skip_bad=skip_bad)


def troubles(plan: Any) -> list[tuple[int, Trouble]]:  # noqa: ANN401
    return [(problem.line, problem.trouble) for problem in plan.problems]


def names(world: World) -> dict[str, PersonId]:
    with world.store.read() as tx:
        return {profile.name: person for person, profile in tx.people.profiles().items()}


def test_a_class_comes_in_with_its_groups_and_guardians(world: World) -> None:
    done = load(world, CLASS)

    assert done.plan.problems == ()
    known = names(world)
    with world.store.read() as tx:
        groups = {group.name: group.members for group in tx.groups.all()}
        (household,) = tx.guardians.households()
        bo = tx.people.profile(known["Bo Canary"])
    assert groups["3b"] == {known["Bo Canary"], known["Dee Other"]}
    assert groups["koor"] == {known["Dee Other"]}
    assert set(household.persons) == {known["Bo Canary"], known["Cas Canary"]}
    assert (bo.birth_date, bo.minor_until) == (date(2015, 5, 31), date(2031, 5, 31))


def test_a_preview_changes_nothing(world: World) -> None:
    seen = preview_people(world.deps, table(CLASS), {})

    assert seen.plan.count(Change.ADD) == 3
    assert names(world) == {}


def test_the_same_list_again_changes_nothing(world: World) -> None:
    load(world, CLASS)
    with world.store.read() as tx:
        before = tx.records.head()

    again = load(world, CLASS)

    assert again.plan.count(Change.SAME) == 3
    with world.store.read() as tx:
        assert tx.records.head() == before


def test_a_key_says_who_it_is_when_the_name_changes(world: World) -> None:
    load(world, CLASS)

    done = load(world, CLASS.replace("Dee Other", "Dee Other-Jansen"))

    assert done.plan.count(Change.UPDATE) == 1
    assert len(names(world)) == 3
    assert "Dee Other-Jansen" in names(world)


def test_an_empty_cell_takes_nothing_away(world: World) -> None:
    load(world, "key,name,email,birth date\n1,Ann,ann@x.example,2014-01-01\n")

    load(world, "key,name\n1,Ann\n")

    with world.store.read() as tx:
        ann = tx.people.profile(names(world)["Ann"])
    assert (ann.email, ann.birth_date) == ("ann@x.example", date(2014, 1, 1))
    assert ann.minor_until == date(2030, 1, 1)


def test_columns_can_be_named_and_joined(world: World) -> None:
    load(world, "First,Last\nAnn,Canary\n", name="First+Last")

    assert list(names(world)) == ["Ann Canary"]


BAD = """name,email,birth date,under age,language
,a@x.example,,,
Ann,ann@x,,,
Bea,,31-02-2010,,
Cas,,2031-01-01,,
Dee,,1800-01-01,,
Eve,,,maybe,
Fay,,,,klingon
Gus,,,,
Gus,,,,
Hal,hal@x.example,01/12/2014,ja,NL
"""


def test_every_line_that_is_wrong_is_named_with_its_column(world: World) -> None:
    seen = preview_people(world.deps, table(BAD), {})

    assert troubles(seen.plan) == [
        (2, Trouble.NO_NAME),
        (3, Trouble.BAD_EMAIL),
        (4, Trouble.BAD_DAY),
        (5, Trouble.DAY_TO_COME),
        (6, Trouble.TOO_LONG_AGO),
        (7, Trouble.BAD_YES_NO),
        (8, Trouble.BAD_LANGUAGE),
        (9, Trouble.TWICE_IN_FILE),
        (10, Trouble.TWICE_IN_FILE),
    ]
    assert [row.profile.name for row in seen.plan.rows] == ["Hal"]


def test_one_wrong_line_stops_all_unless_it_may_be_skipped(world: World) -> None:
    stopped = load(world, BAD)
    assert (stopped.applied, names(world)) == (False, {})

    done = load(world, BAD, skip_bad=True)

    assert done.applied
    assert list(names(world)) == ["Hal"]


def test_somebody_who_may_be_here_is_held_and_only_once(world: World) -> None:
    load(world, "name\nAnn de Wit\n")
    again = 'name,email,group\n"Wit, ann de",ann@x.example,3a\nBo,,3a\n'

    seen = preview_people(world.deps, table(again), {}).plan
    load(world, again)
    once_more = preview_people(world.deps, table(again), {}).plan

    assert [row.change for row in seen.rows] == [Change.HELD, Change.ADD]
    with world.store.read() as tx:
        (match,) = tx.held.all()
        assert tx.people.profile(match.person).email == "ann@x.example"
    assert {row.change for row in once_more.rows} <= {Change.SAME, Change.HELD}
    assert once_more.rows[0].change is Change.SAME


def test_another_key_of_the_list_is_another_person(world: World) -> None:
    load(world, "key,name\n1,Ann\n")

    seen = preview_people(world.deps, table("key,name\n2,Ann\n"), {}).plan

    assert [row.change for row in seen.rows] == [Change.ADD]


def test_a_guardian_needs_an_age(world: World) -> None:
    seen = preview_people(world.deps, table("name,guardian\nBo,Ada\n"), {})

    assert troubles(seen.plan) == [(2, Trouble.PARENT_WITHOUT_AGE)]


def test_no_problem_shows_a_cell(world: World) -> None:
    seen = preview_people(world.deps, table("name,email\nCanary,canary\n"), {})

    assert "canary" not in repr(seen).casefold()


CONSENTS = """Nummer,Persoon,Kanalen,Antwoord,Datum,Maanden
f1,7,Website,ja,1-9-2025,60
f2,8,,nee,2025-09-02,
"""
LABELS = {"Website": WEB, "Drukwerk": PRINT}


def answer(world: World, text: str, *, skip_bad: bool = False) -> Any:  # noqa: ANN401
    return import_answers(world.deps, table(text), ({}, LABELS), ME, skip_bad=skip_bad)


def quitclaims(world: World, name: str) -> Any:  # noqa: ANN401
    with world.store.read() as tx:
        (subject,) = tx.people.subjects([names(world)[name]])
    return subject.quitclaims


def test_consents_on_paper_come_in(world: World) -> None:
    load(world, CLASS)

    done = answer(world, CONSENTS)

    assert done.applied
    (bo,), (cas,) = quitclaims(world, "Bo Canary"), quitclaims(world, "Cas Canary")
    assert (bo.state, bo.channels, bo.ends) == (ConsentState.GIVEN, {WEB}, date(2030, 8, 31))
    assert (cas.state, cas.channels) == (ConsentState.REFUSED, {WEB, PRINT})


def test_the_same_consents_again_change_nothing(world: World) -> None:
    load(world, CLASS)
    answer(world, CONSENTS)

    again = answer(world, CONSENTS)

    assert again.plan.count(Change.SAME) == 2
    assert len(quitclaims(world, "Bo Canary")) == 1


def test_a_list_never_brings_back_what_was_withdrawn_here(world: World) -> None:
    load(world, CLASS)
    answer(world, CONSENTS)
    withdraw_quitclaim(world.deps, quitclaims(world, "Bo Canary")[0].id, ME)

    again = answer(world, CONSENTS)

    assert troubles(again.plan) == [(2, Trouble.NOT_POSSIBLE)]
    states = {one.state for one in quitclaims(world, "Bo Canary")}
    assert states == {ConsentState.GIVEN, ConsentState.WITHDRAWN}


def test_an_answer_of_a_list_reaches_the_photos(world: World) -> None:
    load(world, "key,name,email\n1,Ann,ann@x.example\n")
    world.recognise_everywhere()
    ann = names(world)["Ann"]
    world.agree(ann)
    world.photo("a.jpg", Painted(x=0.1))
    world.run()
    before = world.asset("a.jpg").wanted

    done = answer(world, "person,answer,date\nann@x.example,refused,2026-01-01\n")

    assert done.applied
    assert done.photos == 0, "she is on no photo yet"
    assert world.asset("a.jpg").wanted == before


@pytest.mark.parametrize(
    ("row", "trouble"),
    [
        pytest.param("nobody,website,yes,2025-01-01,,", Trouble.NOBODY, id="nobody"),
        pytest.param("7,website,yes,,,", Trouble.NO_DAY, id="no day"),
        pytest.param("7,website,yes,32-1-2025,,", Trouble.BAD_DAY, id="bad day"),
        pytest.param("7,website,yes,2030-01-01,,", Trouble.DAY_TO_COME, id="day to come"),
        pytest.param("7,billboard,yes,2025-01-01,,", Trouble.BAD_USE, id="unknown use"),
        pytest.param("7,,yes,2025-01-01,,", Trouble.BAD_USE, id="yes to nothing"),
        pytest.param("7,website,perhaps,2025-01-01,,", Trouble.BAD_STATE, id="no answer"),
        pytest.param("7,website,yes,2025-01-01,2024-01-01,", Trouble.END_BEFORE_BEGIN, id="ends before"),
        pytest.param("7,website,yes,2025-01-01,,0", Trouble.BAD_NUMBER, id="no months"),
    ],
)  # fmt: skip
def test_a_wrong_consent_is_named(world: World, row: str, trouble: Trouble) -> None:
    load(world, CLASS)

    text = f"person,uses,answer,date,until,months\n{row}\n"
    seen = preview_answers(world.deps, table(text), {}, LABELS)

    assert troubles(seen.plan) == [(2, trouble)]


def test_two_children_of_one_address_must_be_named_by_key(world: World) -> None:
    load(world, "key,name,email\n1,Ann,a@x.example\n2,Bea,a@x.example\n")

    text = "person,answer,date\na@x.example,no,2025-01-01\n"
    seen = preview_answers(world.deps, table(text), {}, LABELS)

    assert troubles(seen.plan) == [(2, Trouble.SEVERAL_FIT)]


def test_parents_who_share_an_address_stay_two_guardians_of_all_their_children(
    world: World,
) -> None:
    row = "{},2015-05-31,Ada Vos,home@example.org,Ben Vos,home@example.org\n"
    head = "name,born,guardian1_name,guardian1_email,guardian2_name,guardian2_email\n"

    load(world, head + row.format("Bo Vos") + row.format("Cas Vos"))

    with world.store.read() as tx:
        signers = tx.guardians.signers()
        told = {one.signer: one.name for person in signers for one in tx.guardians.of(person)}
    assert sorted(told.values()) == ["Ada Vos", "Ben Vos"]
    assert all(set(found) == set(told) for found in signers.values())


def test_a_list_that_changes_a_child_keeps_the_language_of_its_guardian(world: World) -> None:
    head = "key,name,born,guardian1_name,guardian1_email\n"
    load(world, head + "1,Bo Vos,2015-05-31,Ada Vos,ada@example.org\n")
    bo = names(world)["Bo Vos"]
    with world.store.begin() as tx:
        (ada,) = tx.guardians.of(bo)
        tx.guardians.save(bo, replace(ada, language="nl"))

    load(world, head + "1,Bo Vos,2015-06-01,Ada Vos,ada@example.org\n")

    with world.store.read() as tx:
        assert [one.language for one in tx.guardians.of(bo)] == ["nl"]


def test_columns_may_have_the_names_of_our_fields(world: World) -> None:
    names_of = ",".join(FIELDS)
    row = "7,Bo Vos,bo@example.org,nl,2015-05-31,yes,3b,Ada Vos,ada@example.org,Ben,ben@example.org"

    done = load(world, f"{names_of}\n{row}\n")

    assert done.plan.problems == ()
    bo = names(world)["Bo Vos"]
    with world.store.read() as tx:
        assert tx.people.profile(bo).birth_date == date(2015, 5, 31)
        assert {one.name for one in tx.guardians.of(bo)} == {"Ada Vos", "Ben"}
        assert [group.name for group in tx.groups.of(bo)] == ["3b"]


@pytest.mark.parametrize("field", ANSWER_FIELDS)
def test_every_field_of_a_list_of_consents_is_a_column_of_that_name(field: str) -> None:
    assert field in mapped(table(f"{field}\nx\n"), ANSWER_FORM, {})


def test_columns_that_are_no_field_are_told() -> None:
    found = table("Naam,Schoenmaat,born\nBo,42,2015-05-31\n")

    assert unread(found, FORM, {}) == (2,)
    assert unread(found, FORM, {"key": "Schoenmaat"}) == ()
