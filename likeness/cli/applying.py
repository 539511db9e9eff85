"""After an act: bring the photos it touched up to date at once, unless a running service does."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from consent.ids import AssetId, FindingId
from likeness.cli.frame import Frame
from likeness.cli.progress import progress

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.jobs.process_asset import Outcome

LATER = "Run likeness scan to finish the others; it says what is in the way."


def apply_now(frame: Frame, app: "App", photos: int) -> str:
    """Process as many photos as an act touched, the most urgent first; gives what to tell.

    Where another process works on the data folder that one does it, and this says so.
    """
    from likeness.bootstrap.errors import AlreadyRunning
    from likeness.lock import hold_lock
    from recognition.errors import PackRefused

    if not photos:
        return "No photo is touched."
    try:
        with hold_lock(frame.places.data, "likeness"):
            done = _process(app, photos)
    except AlreadyRunning:
        return f"{_photos(photos)} to change: the running service does it now."
    except PackRefused as error:
        return f"{_photos(photos)} to change. {error}"
    return f"{done} of {_photos(photos)} up to date." + ("" if done >= photos else f" {LATER}")


def with_copies(app: "App", assets: Iterable[AssetId]) -> int:
    """Count photos together with their copies, which a word about a photo reaches, too."""
    named = set(assets)
    with app.store.read() as tx:
        copies = {copy for asset in named for copy in tx.assets.same_content(asset)}
    return len(named | copies)


def photos_of_face(app: "App", face: FindingId) -> int:
    """Count the photo of a face together with its copies."""
    with app.store.read() as tx:
        asset = tx.findings.locate(face)
    return with_copies(app, [asset])


def _process(app: "App", photos: int) -> int:
    from scheduler.jobs.weigh_upgrade import weigh_upgrade
    from scheduler.worker import Worker

    weigh_upgrade(app.deps)
    with app.store.begin() as tx:
        tx.queue.release_all()
    done = 0
    with progress("Photos") as step:

        def count_one(outcome: "Outcome") -> None:
            nonlocal done
            done += 0 if outcome.look_later else 1
            step(done, photos)

        worker = Worker(app.deps, count_one)
        # An urgent photo may be answered twice: on what is known, and after a look.
        any(done >= photos or not worker.step() for _ in range(2 * photos))
    with app.store.read() as tx:
        left = tx.queue.backlog(app.deps.clock.now())
    # Some of them may have needed nothing: they were off the photo already.
    return done if left.due + left.waiting + left.dead else photos


def _photos(number: int) -> str:
    return f"{number} photo" if number == 1 else f"{number} photos"
