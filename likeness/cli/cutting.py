"""Pictures of faces for review, written into a folder the reviewer names."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from connector.errors import HostError
from consent.findings import Area, Finding
from likeness.vault.private_files import write_private
from recognition.values import Box, PhotoTrouble

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from likeness.cli.review import Waiting

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
