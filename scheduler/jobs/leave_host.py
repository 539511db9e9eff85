"""Take leave of a host: take back everything we wrote there, photo by photo, and read it back."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from connector.values import HostName
from consent.ids import Actor, AssetId
from scheduler.deps import Deps
from scheduler.jobs.change_stage import change_stage
from scheduler.ports import Tx
from scheduler.stages import Stage
from scheduler.staging import stage_of
from scheduler.telling import gone_fact, unreached_facts
from scheduler.values import Failure, Priority
from scheduler.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """One photo that may still show something of ours."""

    asset: AssetId
    why: tuple[str, ...]
    """What keeps us from it, in words; or the class of its failure."""
    left: bool
    """Whether it has to be tried again. False: what we cannot see was told to be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """How far the cleaning of a host is, over all its runs."""

    total: int
    left: int
    """Photos that may still show something of ours."""
    gone: int = 0
    """Photos that are not there for us: deleted, or hidden. What they show could not be read."""
    failure: Failure | None = None
    """Why it stopped before all were handled; None where it did not."""
    unreached: tuple[Unreached, ...] = ()
    """Photo by photo: what is left, and what could not be read back."""

    @property
    def done(self) -> int:
        """Give how many photos show nothing of ours any more, read back."""
        return self.total - self.left - self.gone


_HOPELESS = {Failure.HOST_UNAVAILABLE, Failure.HOST_REFUSED, Failure.DISK_FULL}
"""Failures that every other photo would meet, too."""

Step = Callable[[int, int], None]
"""Takes how many photos were handled in this run, and of how many."""


def clean_host(deps: Deps, host: HostName, actor: Actor, step: Step) -> Cleaned:
    """Take back everything of ours, and disconnect the host when nothing is left.

    Stopped half-way it goes on where it was. Raises `StageRefused` and `PackRefused`.
    """
    with deps.store.read() as tx:
        stage = stage_of(deps, tx, host).stage
    if stage is not Stage.LEAVING:
        change_stage(deps, host, Stage.LEAVING, actor)
    with deps.store.begin() as tx:
        told = tx.tellings.of_host(host)
        if stage is not Stage.LEAVING:
            tx.facts.put(_total_of(host), str(len(told)))
            tx.facts.put(gone_fact(host), "0")
            for fact in tx.facts.keys(unreached_facts(host)):
                tx.facts.put(fact, "")
        tx.queue.wake(told, Priority.WITHDRAWAL, deps.clock.now())
    worker = Worker(deps)
    for number, asset in enumerate(told, start=1):
        failure = worker.take(asset)
        if failure in _HOPELESS:
            return _closed(deps, host, actor, failure)
        step(number, len(told))
    return _closed(deps, host, actor, None)


def _closed(deps: Deps, host: HostName, actor: Actor, failure: Failure | None) -> Cleaned:
    """Say how far it is; disconnect where all is done."""
    with deps.store.read() as tx:
        left = len(tx.tellings.of_host(host))
        gone = int(tx.facts.get(gone_fact(host)) or 0)
        total = max(int(tx.facts.get(_total_of(host)) or 0), left + gone)
        unreached = (*_left(tx, host), *_unseen(tx, host))
    if not left:
        change_stage(deps, host, Stage.DISCONNECTED, actor)
        with deps.store.begin() as tx:
            tx.host_troubles.end(host)
    return Cleaned(total=total, left=left, gone=gone, failure=failure, unreached=unreached)


def _left(tx: Tx, host: HostName) -> Iterator[Unreached]:
    """Name the photos that may still show something, with why where that is known."""
    dead = {letter.asset: letter.failure.value for letter in tx.queue.dead()}
    for asset in tx.tellings.of_host(host):
        why = (dead[asset],) if asset in dead else ()
        yield Unreached(asset=asset, why=why, left=True)


def _unseen(tx: Tx, host: HostName) -> Iterator[Unreached]:
    """Name the photos with something that was told to be empty and could not be read back."""
    begin = unreached_facts(host)
    for fact in tx.facts.keys(begin):
        why = tuple(map(str, json.loads(tx.facts.get(fact))))
        yield Unreached(asset=AssetId(fact.removeprefix(begin)), why=why, left=False)


def _total_of(host: HostName) -> str:
    return f"leaving-total:{host}"
