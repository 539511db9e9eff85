"""Compare one photo with what its host was told, because the host says that somebody touched it."""

from connector.values import PhotoRef
from scheduler.deps import Deps
from scheduler.values import Priority


def check_marks(deps: Deps, ref: PhotoRef) -> int:
    """Make a photo due to be compared; gives how many (0 = we do not know it).

    Safe to run twice: processing compares before it writes, and looks at nobody's face again.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        asset = tx.assets.of_photo(ref)
        return tx.queue.wake([asset.id], Priority.CONSENT, now) if asset else 0
