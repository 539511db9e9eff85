"""Reading the stage of a host, and what it means for each of its photos."""

from collections.abc import Callable

from connector.values import HostName
from consent.ids import Actor
from scheduler.deps import Deps
from scheduler.ports import Tx
from scheduler.restored import is_unreviewed
from scheduler.stages import ACTIVE, Duty, HostStage, Stage, duty, is_below
from scheduler.values import Asset

SETTINGS = Actor("settings")
"""Who set a stage that nobody has set: the settings file."""


def stage_of(deps: Deps, tx: Tx, host: HostName) -> HostStage:
    """Give the stage of a host: as it was set, else as the settings begin with."""
    first = deps.first_stages.get(host, Stage.LIVE)
    begun = HostStage(host=host, stage=first, by=SETTINGS, at=deps.clock.now())
    return tx.stages.get(host) or begun


def is_active(deps: Deps, host: HostName) -> bool:
    """Tell whether a host is looked at."""
    with deps.store.read() as tx:
        return stage_of(deps, tx, host).stage in ACTIVE


def duty_for(deps: Deps, tx: Tx, asset: Asset) -> Duty:
    """Say what is to be done about the marks of one photo now."""
    stage = stage_of(deps, tx, asset.ref.host)
    if is_unreviewed(tx) and stage.stage in ACTIVE:
        return Duty.KEEP_QUIET
    return _duty(stage, asset, found=stage.stage is Stage.PILOT and tx.stages.is_member(asset.ref))


def duties(deps: Deps, tx: Tx, host: HostName) -> Callable[[Asset], Duty]:
    """Say the same for many photos of one host."""
    stage, members = stage_of(deps, tx, host), tx.stages.members(host)
    if is_unreviewed(tx) and stage.stage in ACTIVE:
        return lambda _: Duty.KEEP_QUIET
    return lambda asset: _duty(stage, asset, found=asset.ref.id in members)


def _duty(stage: HostStage, asset: Asset, *, found: bool) -> Duty:
    inside = found or is_below(stage.scope, asset.place)
    return duty(stage.stage, inside=inside, told=bool(asset.told))
