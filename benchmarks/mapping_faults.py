"""Trouble with the mapping of a host, one after the other: does every no get through?

    python -m benchmarks.mapping_faults [--photos 5] [--only NAME]

On the fake hosts of the tests, with the jobs and the store of the product. Each time photos are
cleared, then something is renamed, deleted, hidden or re-typed in the host, the consent for half of
them is withdrawn, and others are cleared meanwhile. The service goes on as always: it works, polls,
works. Then the host is put right. Once with a service that had looked the mapping up, once with one
that was started afterwards. The last line is one JSON object:

    wrongly_cleared             photos that must not be used, and look as if they might, without a
                                warning beside it; and photos that are half-way to a milder answer
    beside_a_warning            photos whose yes nobody lets us take off: a no stands beside it
    polls_until_stricter_max    polls until every no was shown; 0 = in the first attempt
    recovered                   whether one poll after the end every photo showed its answer
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mapping_places import (
    IN_NEXTCLOUD,
    IN_RESOURCESPACE,
    Dam,
    Drive,
    Place,
    PutRight,
)
from connector.values import HostId
from consent.ids import PersonId
from consent.modes import ModeScope, ScopeKind
from consent.states import Mode
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.save_quitclaim import withdraw_quitclaim
from scheduler.jobs.set_mode import set_mode
from scheduler.worker import Worker
from tests.fakes.nextcloud.server import running
from tests.fakes.resourcespace.server import serving
from tests.fakes.resourcespace.site import Site
from tests.fakes.store import fresh_store
from tests.scheduler.world import ME, PRINT, WEB, World

MOST_POLLS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one trouble did."""

    trouble: str
    wrongly_cleared: int
    beside_a_warning: int
    polls_until_stricter: int
    """-1 = never, while it lasted."""
    recovered: bool


class Service:
    """The jobs of the product at one host, with two consents and their photos."""

    def __init__(self, folder: Path, place: Place, photos: int) -> None:
        """Upload, decide and tell: the photos of the first person are cleared, the others not."""
        self.world, self.place = World(store=fresh_store(folder)), place
        self.world.deps.hosts.clear()  # type: ignore[attr-defined]
        self.start()
        set_mode(self.world.deps, ModeScope(kind=ScopeKind.INSTALLATION), Mode.OFF, ME)
        anna, self.bea = self.world.person("Anna"), self.world.person("Bea")
        self.yes, self.no = self._of("yes", photos, anna), self._of("no", photos, self.bea)
        self.consent = self.world.grant(anna, [WEB, PRINT])
        self.poll()
        self._attest()
        self.work()

    def _of(self, name: str, photos: int, person: PersonId) -> tuple[tuple[HostId, PersonId], ...]:
        return tuple((self.place.put(f"{name}{number}"), person) for number in range(photos))

    def _attest(self) -> None:
        named = dict((*self.yes, *self.no))
        with self.world.store.read() as tx:
            assets = tuple(tx.assets.of_host(self.place.name))
        for asset in assets:
            attest_photo(self.world.deps, asset.id, [named[asset.ref.id]], ME, only=True)

    def start(self) -> None:
        """Start anew: what was looked up is forgotten, what is kept is kept."""
        self.world.deps.hosts[self.place.name] = self.place.connect()  # type: ignore[index]
        self.worker = Worker(self.world.deps)

    def poll(self) -> None:
        """Poll the host."""
        self.world.clock.forward(seconds=5)
        poll_host(self.world.deps, self.place.name)

    def work(self) -> None:
        """Process everything that is due."""
        while self.worker.step():
            pass

    def change_minds(self) -> None:
        """Withdraw what was given, and give what was not."""
        withdraw_quitclaim(self.world.deps, self.consent, ME)
        self.world.grant(self.bea, [WEB, PRINT])

    def is_settled(self) -> bool:
        """Tell whether nothing waits, and nothing is in the way."""
        with self.world.store.read() as tx:
            waits = tx.tellings.waiting(self.place.name) or tx.host_troubles.all()
            backlog = tx.queue.backlog(self.world.clock.now())
        return not (waits or backlog.due or backlog.waiting or backlog.dead)


def measure(trouble: str, begin: Callable[[], PutRight], service: Service, *, anew: bool) -> Found:
    """Let one trouble begin, work through it, end it, and look."""
    place = service.place
    untouched = [place.shown(photo) for photo, _ in service.no]
    put_right = begin()
    if anew:
        service.start()
    service.change_minds()
    polls = _until_stricter(service)
    open_now = [photo for photo, _ in service.yes if place.says_yes(photo)]
    wrongly = sum(not place.warns(photo) for photo in open_now)
    wrongly += _half_way(service, untouched)
    put_right()
    service.poll()
    service.work()
    noes = all(not place.says_yes(photo) and place.warns(photo) for photo, _ in service.yes)
    yeses = all(place.says_yes(photo) and not place.warns(photo) for photo, _ in service.no)
    return Found(
        trouble=trouble,
        wrongly_cleared=wrongly,
        beside_a_warning=len(open_now) - sum(not place.warns(photo) for photo in open_now),
        polls_until_stricter=polls,
        recovered=noes and yeses and service.is_settled(),
    )


def _until_stricter(service: Service) -> int:
    """Work and poll on; gives the polls until every no was shown, -1 where it never was."""
    polls = -1
    for number in range(MOST_POLLS):
        service.work()
        shown = [
            service.place.warns(photo) or not service.place.says_yes(photo)
            for photo, _ in service.yes
        ]
        if polls < 0 and all(shown):
            polls = number
        service.poll()
    service.work()
    return polls


def _half_way(service: Service, untouched: Sequence[object]) -> int:
    """Count photos that show neither their earlier answer nor a whole milder one."""
    place = service.place
    half = 0
    for (photo, _), before in zip(service.no, untouched, strict=True):
        whole = place.says_yes(photo) and not place.warns(photo)
        half += place.says_yes(photo) and not whole and place.shown(photo) != before
    return half


@contextmanager
def dam() -> Iterator[Dam]:
    """Serve a ResourceSpace."""
    with serving(Site()) as fake:
        yield Dam(fake)


@contextmanager
def drive() -> Iterator[Drive]:
    """Serve a Nextcloud."""
    with running() as site:
        yield Drive(site)


def every(photos: int, only: str = "") -> Iterator[Found]:
    """Measure every trouble, each on hosts of its own, warm and started anew."""
    for anew in (False, True):
        end = ", service started anew" if anew else ""
        for name, begin in IN_RESOURCESPACE.items():
            if only in name:
                with dam() as there, TemporaryDirectory() as folder:
                    service = Service(Path(folder), there, photos)
                    title = f"ResourceSpace: {name}{end}"
                    yield measure(title, partial(begin, there), service, anew=anew)
        for name, start in IN_NEXTCLOUD.items():
            if only in name:
                with drive() as cloud, TemporaryDirectory() as folder:
                    service = Service(Path(folder), cloud, photos)
                    title = f"Nextcloud: {name}{end}"
                    yield measure(title, partial(start, cloud), service, anew=anew)


def summed(found: Sequence[Found]) -> dict[str, object]:
    """Give what counts."""
    polls = [one.polls_until_stricter for one in found]
    return {
        "troubles": len(found),
        "wrongly_cleared": sum(one.wrongly_cleared for one in found),
        "beside_a_warning": sum(one.beside_a_warning for one in found),
        "polls_until_stricter_max": -1 if -1 in polls else max(polls, default=0),
        "recovered": all(one.recovered for one in found),
        "not_recovered": [one.trouble for one in found if not one.recovered],
    }


def main() -> None:
    """Print a line for each trouble, and the sum as one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--photos", type=int, default=5)
    asked.add_argument("--only", default="", help="only troubles whose name holds this")
    given = asked.parse_args()
    found = []
    for one in every(given.photos, given.only):
        found.append(one)
        sys.stdout.write(
            f"{one.trouble}: {one.wrongly_cleared} wrongly cleared, "
            f"{one.beside_a_warning} beside a warning, {one.polls_until_stricter} polls, "
            f"{'recovered' if one.recovered else 'NOT recovered'}\n"
        )
        sys.stdout.flush()
    sys.stdout.write(json.dumps(summed(found)) + "\n")


if __name__ == "__main__":
    main()
