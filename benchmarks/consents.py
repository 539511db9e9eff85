"""Time the lists of people: 10,000 persons with 30,000 permissions, on SQLite, warm.

    python -m benchmarks.consents [--persons 10000]

Each person has three permissions: one that holds, one that is over, one refused. Prints one JSON
object, milliseconds as the median of some runs: `list` (where each stands, all of them), `filter`
(those whose permission ends soon), `search` (by the beginning of a name, index in memory), `plan`
(alerts that are due, after a first run of that day), `new_day` (the first run of each of some days
that follow, which makes the letters of that day), `first_look` (the run that sees all permissions
for the first time, as after a list was taken over or the days of alerts were changed), and
`after_a_change`: the same list once somebody was added, when the names are read anew.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from benchmarks.withdrawal import prepare
from consent.alerts import AlertPlan
from consent.ids import Actor, PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, Signer
from consent.signing import Means
from consent.standing import Standing, standing
from consent.states import ConsentState
from likeness.bootstrap.app import open_app
from likeness.bootstrap.places import find_places
from likeness.web.office_pages.memory import AnswerMemory
from scheduler.jobs.expire_quitclaims import expire_quitclaims
from scheduler.jobs.plan_alerts import AlertRules, plan_alerts
from scheduler.ports import Clock

if TYPE_CHECKING:
    from likeness.bootstrap.app import App

ROUNDS = 7
AT_ONCE = 500
HOW = How(by=Actor("cli:benchmark"), means=Means.COMMAND)
FIRST = ("Anna", "Bram", "Chiara", "Daan", "Emma", "Finn", "Gijs", "Hanna", "Iris", "Joost")
LAST = ("Bakker", "de Boer", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Peters", "Dekker")
SOON = timedelta(days=90)
RULES = AlertRules(plan=AlertPlan(), zone=ZoneInfo("UTC"), hour=0)


def main() -> None:
    """Print the result as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--persons", type=int, default=10_000)
    count = parser.parse_args().persons
    with tempfile.TemporaryDirectory(prefix="likeness-consents-") as folder:
        root = Path(folder)
        (root / "photos").mkdir()
        with open_app(find_places(prepare(root), {})) as app:
            fill(app, count)
            print(json.dumps(measure(app, count)))


def fill(app: "App", count: int) -> None:
    """Add persons, each with three permissions."""
    for start in range(0, count, AT_ONCE):
        with app.store.begin() as tx:
            for number in range(start, min(start + AT_ONCE, count)):
                person = PersonId(f"{number:032x}")
                name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]} {number}"
                profile = Profile(name=name, email=f"p{number}@example.org")
                tx.people.add(Person(id=person, profile=profile))
                for quitclaim in permissions(app, person, number):
                    tx.people.save_quitclaim(quitclaim, HOW)


def permissions(app: "App", person: PersonId, number: int) -> tuple[Quitclaim, ...]:
    """Make three permissions that end on days spread over the years."""
    today = app.deps.clock.today()
    channels = sorted(app.deps.rules.decide.channels)
    holds = Quitclaim(
        id=QuitclaimId(f"{number:030x}a0"),
        person=person,
        state=ConsentState.GIVEN,
        channels=frozenset(channels[:3]),
        at=app.deps.clock.now(),
        signer=Signer(id=SignerId(person)),
        begins=today - timedelta(days=400),
        ends=today + timedelta(days=1 + number % 1500),
    )
    over = replace(
        holds, id=QuitclaimId(f"{number:030x}b0"), ends=today - timedelta(days=1 + number % 300)
    )
    refused = replace(
        holds,
        id=QuitclaimId(f"{number:030x}c0"),
        state=ConsentState.REFUSED,
        channels=frozenset(channels[3:]),
        begins=None,
        ends=None,
    )
    return holds, over, refused


def measure(app: "App", count: int) -> dict[str, object]:
    """Time each act; the first run of each warms up."""
    people = People(app=app, today=app.deps.clock.today())
    expire_quitclaims(app.deps)
    first_s = timed(lambda: plan_alerts(app.deps, RULES))
    result: dict[str, object] = {
        "persons": count,
        "permissions": 3 * count,
        "list_ms": median(people.everybody),
        "filter_ms": median(people.ending_soon),
        "search_ms": median(lambda: app.store.names().ordered("emma smi")),
        "found": len(app.store.names().ordered("emma smi")),
        "soon": len(people.ending_soon()),
        "plan_ms": median(lambda: plan_alerts(app.deps, RULES)),
        "new_day_ms": new_days(app),
        "first_look_ms": round(1000 * first_s, 1),
    }
    with app.store.begin() as tx:
        tx.people.add(Person(id=PersonId("f" * 32), profile=Profile(name="Somebody New")))
    result["after_a_change_ms"] = round(1000 * timed(people.everybody), 1)
    return result


def new_days(app: "App") -> float:
    """Give the median of the first runs of days that follow, in milliseconds."""
    days = [replace(app.deps, clock=Later(app.deps.clock, days)) for days in range(1, ROUNDS + 1)]
    return round(1000 * statistics.median(timed(partial(plan_alerts, it, RULES)) for it in days), 1)


@dataclass(frozen=True, slots=True)
class Later:
    """A clock that is some days ahead."""

    clock: Clock
    days: int

    def now(self) -> datetime:
        """Give the instant."""
        return self.clock.now() + timedelta(days=self.days)

    def today(self) -> date:
        """Give the local day."""
        return self.clock.today() + timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The list of people, as the page at work makes it."""

    app: "App"
    today: date
    memory: AnswerMemory = field(default_factory=AnswerMemory)

    def everybody(self) -> list[tuple[str, Standing]]:
        """List everybody by name with one word for each."""
        names = self.app.store.names()
        with self.app.store.read() as tx:
            answers = self.memory.of(tx)
        uses = len(self.app.deps.rules.decide.channels)
        return [
            (names.name(one), standing(answers.get(one, ()), self.today, SOON, uses, asked=False))
            for one in names.ordered()
        ]

    def ending_soon(self) -> list[tuple[str, Standing]]:
        """List those whose permission ends soon."""
        return [line for line in self.everybody() if line[1] is Standing.EXPIRING]


def median(act: Callable[[], object]) -> float:
    """Give the median of some runs in milliseconds, after one that warms up."""
    act()
    return round(1000 * statistics.median(timed(act) for _ in range(ROUNDS)), 1)


def timed(act: Callable[[], object]) -> float:
    """Give the seconds an act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
