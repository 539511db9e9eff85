"""Bring a host into another stage: observed, in a pilot, live, taken leave of."""

from dataclasses import replace

from connector.values import HostId, HostName
from consent.ids import Actor
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow, StageRefused
from scheduler.ports import Tx
from scheduler.stages import HostStage, Stage, may_follow
from scheduler.staging import SETTINGS, duties, stage_of
from scheduler.values import Act, Priority

NAMES = {
    Stage.OBSERVING: "is observed: nothing is written into it",
    Stage.PILOT: "is in a pilot",
    Stage.LIVE: "is live",
    Stage.LEAVING: "is being cleaned",
    Stage.DISCONNECTED: "is disconnected",
}


def begin_stages(deps: Deps, actor: Actor = SETTINGS) -> None:
    """Write down the first stage of every host that has none yet, so that it stays that one."""
    with deps.store.begin() as tx:
        for host in deps.hosts:
            if tx.stages.get(host) is None:
                _save(deps, tx, replace(stage_of(deps, tx, host), by=actor))


def change_stage(deps: Deps, host: HostName, to: Stage, actor: Actor, *, scope: str = "") -> int:
    """Set the stage of a host; gives how many photos are decided or told again.

    `scope` is the folder or search of a pilot. Raises `StageRefused`, `NoSuchRow` and, for a pilot
    by search, `HostError`.
    """
    found = _found(deps, host, scope) if to is Stage.PILOT else None
    now = deps.clock.now()
    with deps.store.begin() as tx:
        before = stage_of(deps, tx, host)
        if not may_follow(before.stage, to):
            raise StageRefused(f"The host {NAMES[before.stage]}; it cannot go to {to} from there.")
        assets, duty_before = tuple(tx.assets.of_host(host)), duties(deps, tx, host)
        tx.stages.save_members(host, found or ())
        _save(deps, tx, HostStage(host=host, stage=to, scope=scope, by=actor, at=now))
        duty_now = duties(deps, tx, host)
        concerned = [one.id for one in assets if duty_before(one) is not duty_now(one)]
        if to is Stage.LEAVING:
            concerned += tx.tellings.of_host(host)
        return tx.queue.wake(concerned, Priority.CONSENT, now)


def follow_pilot(deps: Deps, host: HostName) -> int:
    """Ask again which photos the search of a pilot finds; gives how many came or went.

    Safe to run twice. Raises `HostError`.
    """
    with deps.store.read() as tx:
        stage = tx.stages.get(host)
    finder = deps.hosts[host].finder
    if stage is None or stage.stage is not Stage.PILOT or finder is None:
        return 0
    found = frozenset(finder.find(stage.scope))
    with deps.store.begin() as tx:
        before = tx.stages.members(host)
        if tx.stages.get(host) != stage or found == before:
            return 0
        tx.stages.save_members(host, found)
        moved = found ^ before
        ids = [asset.id for asset in tx.assets.of_host(host) if asset.ref.id in moved]
        return tx.queue.wake(ids, Priority.CONSENT, deps.clock.now())


def _found(deps: Deps, host: HostName, scope: str) -> frozenset[HostId] | None:
    """Ask a host that has searches what its pilot holds. Raises `NoSuchRow` where it is empty."""
    if not scope.strip("/ "):
        raise StageRefused("Name what the pilot is about: a folder, a collection or a search.")
    finder = deps.hosts[host].finder
    if finder is None:
        return None
    found = frozenset(finder.find(scope))
    if not found:
        raise NoSuchRow("That search finds no photo in the host. Try it there first.")
    return found


def _save(deps: Deps, tx: Tx, stage: HostStage) -> None:
    tx.stages.save(stage)
    detail = {"host": stage.host, "stage": stage.stage.value}
    tx.records.act(Act(actor=stage.by, act="host-stage-set", detail=detail), deps.clock.now())
