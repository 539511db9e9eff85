"""Many forms at the same moment: each signs once, none is lost."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from typing_extensions import override

from consent.ids import PersonId
from likeness.web.pages.limits import Bounds, Limits
from scheduler.jobs.ask_person import secret_of
from tests.likeness.web.people.visitor import Town, fields
from tests.scheduler.asking import asked

SAID = {"p0-use-website": "yes", "p0-use-print": "no", "name": "Anna", "tick": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaken(Limits):
    """Counts a form, and lets something happen before it is handled."""

    before: list[Callable[[], object]]

    @override
    def require_all(self, bounds: Mapping[Bounds, str], now: datetime) -> None:
        """Count; do what is to happen first, once."""
        Limits.require_all(self, bounds, now)
        while self.before:
            self.before.pop()()


def at_once(acts: Sequence[Callable[[], int]]) -> list[int]:
    """Do everything at the same moment; gives what came of it."""
    gate, codes = threading.Barrier(len(acts)), list[int]()

    def run(act: Callable[[], int]) -> None:
        gate.wait(60)
        codes.append(act())

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return codes


def test_fifty_forms_of_one_link_are_one_signature(town: Town) -> None:
    anna = town.world.person("Anna")
    path = "/s/" + secret_of(town.world.deps, asked(town.world, anna))
    given = fields(town.get(path)) | SAID
    browsers = [town.new_browser() for _ in range(50)]

    codes = at_once([lambda b=one: b.post(path, data=given).status_code for one in browsers])  # type: ignore[misc]

    assert set(codes) == {303}
    with town.world.store.read() as tx:
        assert len(tx.signatures.of_person(anna)) == 1


def test_a_form_overtaken_by_itself_leads_where_the_first_one_led(town: Town) -> None:
    anna = town.world.person("Anna")
    path = "/s/" + secret_of(town.world.deps, asked(town.world, anna))
    given = fields(town.get(path)) | SAID
    first = town.new_browser()
    overtaken = Overtaken(store=town.world.store, before=[lambda: first.post(path, data=given)])
    town.parts = replace(town.parts, limits=overtaken)

    answer = town.new_browser().post(path, data=given)

    assert answer.status_code == 303
    with town.world.store.read() as tx:
        assert len(tx.signatures.of_person(anna)) == 1


def test_fifty_forms_of_different_readings_of_one_link_are_one_signature(town: Town) -> None:
    anna = town.world.person("Anna")
    path = "/s/" + secret_of(town.world.deps, asked(town.world, anna))
    forms = [fields(town.get(path)) | SAID for _ in range(50)]
    browsers = [town.new_browser() for _ in forms]

    codes = at_once(
        [
            lambda b=one, f=form: b.post(path, data=f).status_code  # type: ignore[misc]
            for one, form in zip(browsers, forms, strict=True)
        ]
    )

    assert min(codes) == 303
    assert set(codes) <= {303, 404}
    assert codes.count(303) == 1, "nobody else is shown the receipt of the one who signed"
    with town.world.store.read() as tx:
        assert len(tx.signatures.of_person(anna)) == 1


def test_everybody_at_an_event_is_kept(town: Town) -> None:
    session, path = town.fair()
    where = f"{path}?who=self"
    forms = [fields(town.get(where)) | SAID | {"of-age": "1"} for _ in range(20)]
    browsers = [town.new_browser() for _ in forms]

    codes = at_once(
        [
            lambda b=one, f=form: b.post(where, data=f).status_code  # type: ignore[misc]
            for one, form in zip(browsers, forms, strict=True)
        ]
    )

    assert codes == [303] * 20
    with town.world.store.read() as tx:
        signed = tx.signatures.of_session(session)
    persons: set[PersonId] = {person for one in signed for person in one.persons}
    assert len(signed) == len(persons) == 20
