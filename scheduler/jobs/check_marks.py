"""Compare one photo with what its host was told, because the host says that somebody touched it."""

from connector.values import PhotoRef
from scheduler.deps import Deps


def check_marks(deps: Deps, ref: PhotoRef) -> int:
    """Make a photo due to be compared; gives how many (0 = we do not know it).

    Safe to run twice: processing compares before it writes, and looks at nobody's face again.
    """
    with deps.store.begin() as tx:
        return tx.queue.wake_touched(ref, deps.clock.now())
