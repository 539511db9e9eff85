"""Pictures of faces for review, written into a folder the reviewer names."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from connector.errors import HostError
from consent.findings import Area, Finding
from consent.ids import Actor
from likeness.vault.private_files import write_private
from recognition.values import Box, PhotoTrouble

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from likeness.cli.review import Waiting
    from likeness.storage.store import SqlStore

LONG_SIDE_PX = 256
_PRIVATE = 0o700


def write_crops(app: "App", photos: "Iterable[Waiting]", folder: Path) -> int:
    """Write one JPEG per waiting face, named by the face's id; gives how many.

    A photo that cannot be read now has none; nothing else stops.
    """
    folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    count = 0
    for photo in photos:
        host = app.deps.hosts.get(photo.asset.ref.host)
        if host is None:
            continue
        try:
            data = host.photos.fetch(photo.asset.ref, app.deps.rules.want_px).data
        except HostError:
            continue
        count += sum(_write(app, data, face, folder) for face in photo.waiting)
    return count


def write_references(
    store: "SqlStore", faces: Iterable[Finding], folder: Path, by: Actor, at: datetime
) -> int:
    """Write the picture a suggested person keeps here, beside each face; gives how many.

    Noted in the access log before anything is written.
    """
    suggested = {face.id: face.person for face in faces if face.person}
    with store.begin() as tx:
        kept = {
            person: picture
            for person in sorted(set(suggested.values()))
            if (picture := tx.pending_enrolments.reference(person)) is not None
        }
        if kept:
            tx.access.add(by, "reference-seen", tuple(kept), at)
    shown = {face: kept[person] for face, person in suggested.items() if person in kept}
    for face, picture in shown.items():
        write_private(folder / f"{face}-reference.jpg", picture)
    return len(shown)


def _write(app: "App", data: bytes, face: Finding, folder: Path) -> bool:
    if face.area is None:
        return False
    crop = app.deps.eyes.crop(data, _box(face.area), LONG_SIDE_PX)
    if isinstance(crop, PhotoTrouble):
        return False
    write_private(folder / f"{face.id}.jpg", crop)
    return True


def _box(area: Area) -> Box:
    return Box(x=area.x, y=area.y, w=area.w, h=area.h)
