"""The whole job of handing in, fifty times at once, on each database."""

import threading
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from consent.ids import PersonId, SignerId
from consent.lifecycle import How
from consent.signing import Means
from consent.states import ConsentState
from likeness.storage.store import SqlStore
from scheduler.jobs.sign import Signed, sign
from scheduler.jobs.withdraw import withdraw_all
from tests.scheduler.asking import (
    DAD,
    MUM,
    Form,
    asked,
    child,
    letters,
    link_of,
    publish,
    quitclaims,
)
from tests.scheduler.world import ME, PRINT, WEB, World

AT_ONCE = 50


def _all_at_once(work: Sequence[Callable[[], object]]) -> None:
    start = threading.Barrier(len(work))

    def run(each: Callable[[], object]) -> None:
        start.wait()
        each()

    threads = [threading.Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_fifty_posts_of_one_link_are_one_signature(store: SqlStore) -> None:
    world = World(store=store)
    publish(world)
    anna = world.person("Anna")
    ask = asked(world, anna)
    link = link_of(world, ask)
    done: list[Signed] = []

    def post(form: Form) -> None:
        done.append(sign(world.deps, form.signing(), link, ME))

    forms = [Form(world, ask=ask).say(anna, WEB, recognition=True) for _ in range(AT_ONCE)]
    _all_at_once([partial(post, form) for form in forms])

    with store.read() as tx:
        signatures = tx.signatures.of_person(anna)
        evidence = tx.evidence.of_person(anna)
        tx.records.verify()
    assert sorted(one.already for one in done) == [False] + [True] * (AT_ONCE - 1)
    assert len(signatures) == len(evidence) == 1
    assert {one.signature for one in done} == {signatures[0].id}
    assert letters(world) == ["ask", "receipt"]


def test_two_guardians_who_answer_at_once_never_lose_the_no(store: SqlStore) -> None:
    world = World(store=store)
    publish(world)
    children = [child(world, f"Child {number}", date(2016, 5, 1), MUM, DAD) for number in range(10)]

    def answer(bo: PersonId, signer: SignerId, *, yes: bool) -> None:
        ask = asked(world, bo, signer=signer, way=Means.LINK)
        Form(world, ask=ask).say(bo, *((WEB, PRINT) if yes else ()), recognition=yes).hand_in()

    work = [
        partial(answer, bo, signer, yes=signer is MUM) for bo in children for signer in (MUM, DAD)
    ]
    _all_at_once(work)

    with store.read() as tx:
        consents = tx.people.recognition_consents()
    assert {consents[bo].state for bo in children} <= {
        ConsentState.REFUSED,
        ConsentState.WITHDRAWN,
    }


def test_who_takes_back_while_signing_ends_with_the_later_of_the_two(store: SqlStore) -> None:
    world = World(store=store)
    publish(world)
    anna = world.person("Anna")
    form = Form(world, ask=asked(world, anna)).say(anna, WEB)
    how = How(by=ME, means=Means.PERSONAL)

    _all_at_once([form.hand_in, lambda: withdraw_all(world.deps, anna, how)])

    said = quitclaims(world, anna)
    assert "withdrawn" in said, "at the same instant the no wins"
