"""Look whether a host still shows what it was told, some photos at a time, blocked ones first.

Processing compares before it writes, so to be looked at is to be put right; what was put right goes
into the audit log.
"""

from connector.values import HostName
from scheduler.deps import Deps
from scheduler.jobs.change_stage import follow_pilot
from scheduler.sight import look_around
from scheduler.staging import is_active
from scheduler.values import Priority

WEEK_OF_SLICES = 1500
"""Of the 2016 slices in a week at one every five minutes: all photos are seen within 7 days."""
SMALLEST = 10


def keep_up(deps: Deps, host: HostName) -> int:
    """Follow the pilot of a host and look at one slice; gives how many photos are looked at.

    Photos out of our sight are looked for, too.

    Raises `HostError`.
    """
    if not is_active(deps, host):
        return 0
    look_around(deps, host)
    return follow_pilot(deps, host) + check_drift(deps, host)


def check_drift(deps: Deps, host: HostName) -> int:
    """Make the next slice of told photos due to be compared; gives how many. Safe to run twice."""
    now = deps.clock.now()
    with deps.store.begin() as tx:
        size = slice_of(len(tx.tellings.of_host(host)))
        blocked = tx.tellings.stalest(host, size // 2, blocked=True)
        others = tx.tellings.stalest(host, size - len(blocked), blocked=False)
        for asset in (*blocked, *others):
            tx.tellings.compared(asset, now)
        return tx.queue.wake(blocked, Priority.WITHDRAWAL, now) + tx.queue.wake(
            others, Priority.BACKFILL, now
        )


def slice_of(photos: int) -> int:
    """Say how many photos are looked at at once, so that a week sees them all. Pure.

    Blocked ones may take half a slice, so each half alone has to be enough.
    """
    return max(SMALLEST, 2 * -(-photos // WEEK_OF_SLICES))
