"""Ask a host whether a photo is still there: somebody says that it was deleted or moved."""

from connector.errors import PhotoGone
from connector.values import PhotoChange, PhotoRef
from scheduler.deps import Deps
from scheduler.ports.sight import Leaving, Left
from scheduler.staging import is_active
from scheduler.values import Priority


def check_gone(deps: Deps, ref: PhotoRef, how: Left = Left.GONE, by: str = "") -> bool:
    """Note that a photo is gone where its host says so itself; tells whether it is.

    `by`: the user of the host who moved or deleted it. Safe to run twice, and safe to be lied to:
    a photo that is there stays. Raises `HostError`.
    """
    with deps.store.read() as tx:
        asset = tx.assets.of_photo(ref)
    if asset is None or not is_active(deps, ref.host):
        return False
    try:
        deps.hosts[ref.host].marks.read(ref)
    except PhotoGone:
        gone = PhotoChange(
            ref=ref,
            version=asset.version,
            place=asset.place,
            media=asset.media,
            content=asset.content,
            captured_at=asset.captured_at,
            deleted=True,
        )
        now = deps.clock.now()
        with deps.store.begin() as tx:
            tx.sight.leave(asset.id, Leaving(at=now, how=how, by=by))
            tx.notes.note([gone], Priority.FRESH, now)
        return True
    return False
