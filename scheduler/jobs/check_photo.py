"""Look at one photo again because somebody in the host asked for it."""

from connector.values import PhotoRef
from scheduler.deps import Deps
from scheduler.values import Priority


def check_photo(deps: Deps, ref: PhotoRef) -> int:
    """Make a photo due to be looked at again; gives how many (0 = we do not know it yet).

    Safe to run twice. What comes of it is decided as always: asking again clears nothing.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        return tx.queue.wake_photo(ref, Priority.FRESH, now)
