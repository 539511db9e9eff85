"""Photos that leave our sight with a yes on them, and come back: what follows from it.

The list itself is behind `scheduler.ports.sight.Sight`.
"""

from collections.abc import Iterable

from connector.errors import PhotoGone
from connector.values import HostName
from consent.ids import Actor, AssetId
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.ports import Tx
from scheduler.ports.sight import Leaving, Left
from scheduler.proof import photo_lost
from scheduler.staging import is_active
from scheduler.values import Act, Priority

HIDING = frozenset({"vanished", "no-permission"})
"""Why a place cannot be looked at that may stay so; the other reasons pass by themselves."""
ASKED_AT_ONCE = 25
NOTHING = "This photo is not on the list: likeness followup out-of-sight"


def leave_sight(deps: Deps, asset: AssetId) -> None:
    """Note that a host says a photo is not there (for us). Safe to run twice."""
    now = deps.clock.now()
    with deps.store.begin() as tx:
        tx.sight.leave(asset, Leaving(at=now, how=Left.GONE))
        photo_lost(tx, asset, now)


def hide(deps: Deps, tx: Tx, host: HostName, places: Iterable[str]) -> None:
    """Note that places of a host cannot be looked at any more, in a transaction that is open."""
    now = deps.clock.now()
    for place in places:
        for asset in tx.sight.hide(host, place, now):
            photo_lost(tx, asset, now)


def look_around(deps: Deps, host: HostName) -> int:
    """Ask a host for the next of the photos out of our sight; gives how many can be seen again.

    What is seen again is compared at once, and leaves the list when it was. Where one of a hidden
    folder is back, so are the others. Raises `HostError`.
    """
    if not is_active(deps, host):
        return 0
    with deps.store.begin() as tx:
        waiting = tx.sight.to_ask(host, ASKED_AT_ONCE, deps.clock.now())
    back: set[AssetId] = set()
    for lost in waiting:
        if lost.gone or lost.asset in back:
            continue  # whether it came back the feed tells
        try:
            deps.hosts[host].marks.read(lost.ref)
        except PhotoGone:
            continue
        with deps.store.read() as tx:
            back |= {lost.asset, *tx.sight.same_folder(lost.asset)}
    with deps.store.begin() as tx:
        return tx.queue.wake(sorted(back), Priority.WITHDRAWAL, deps.clock.now())


def tick(deps: Deps, assets: Iterable[AssetId], actor: Actor) -> int:
    """Note that a human saw to photos out of our sight; gives how many.

    Raises `NoSuchRow` where none of them is on the list.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        seen_to = tuple(asset for asset in assets if tx.sight.tick(asset, actor, now))
        if not seen_to:
            raise NoSuchRow(NOTHING)
        tx.records.act(Act(actor=actor, act="out-of-sight-ticked", subjects=seen_to), now)
    return len(seen_to)
