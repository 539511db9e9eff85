"""What is remembered of answers is what the database says, whatever happens in between."""

import pytest

from consent.ids import PersonId
from consent.states import ConsentState
from likeness.storage.store import SqlStore
from likeness.web.office_pages.memory import AnswerMemory, Answers
from scheduler.jobs.erase_person import erase_person
from tests.scheduler.world import ME, World


@pytest.fixture
def world(store: SqlStore) -> World:
    return World(store)


def both(world: World, memory: AnswerMemory) -> tuple[Answers, Answers]:
    with world.store.read() as tx:
        return memory.of(tx), tx.overview.answers()


def test_a_new_answer_is_noticed(world: World) -> None:
    memory, anna = AnswerMemory(), world.person("Anna")
    assert both(world, memory) == ({}, {})

    world.grant(anna)

    remembered, kept = both(world, memory)
    assert remembered == kept
    assert remembered[anna][0].state is ConsentState.GIVEN


def test_only_who_changed_is_read_again(world: World) -> None:
    memory, anna, bea = AnswerMemory(), world.person("Anna"), world.person("Bea")
    world.grant(anna)
    world.grant(bea)
    before, _ = both(world, memory)

    world.grant(bea, state=ConsentState.REFUSED)

    remembered, kept = both(world, memory)
    assert remembered == kept
    assert remembered[anna] is before[anna]


def test_somebody_erased_is_forgotten_even_where_another_answers_at_once(world: World) -> None:
    memory, anna, bea = AnswerMemory(), world.person("Anna"), world.person("Bea")
    world.grant(bea)
    world.grant(anna)
    both(world, memory)

    erase_person(world.deps, PersonId(anna), ME)
    world.grant(bea, state=ConsentState.WITHDRAWN)

    remembered, kept = both(world, memory)
    assert remembered == kept
    assert anna not in remembered


def test_nothing_new_is_not_read_at_all(world: World) -> None:
    memory, anna = AnswerMemory(), world.person("Anna")
    world.grant(anna)

    assert both(world, memory)[0] is both(world, memory)[0]
