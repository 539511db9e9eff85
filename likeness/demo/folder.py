"""The one folder of the demo: what is in it, and that no other folder is ever touched."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from likeness.demo.errors import FolderTaken

USUAL = Path("likeness-demo")
_MARK = "made-by-likeness-demo.txt"
_MARK_TEXT = """Made by `likeness demo`. Delete it when you like: nothing else uses it.
The people in the photos have invented names. A consent recorded here counts nowhere else.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFolder:
    """Where everything of one demo lies."""

    root: Path

    @property
    def photos(self) -> Path:
        """The library: the host that Likeness watches."""
        return self.root / "photos"

    @property
    def enrol(self) -> Path:
        """Shots to enrol from, outside the library."""
        return self.root / "enrol"

    @property
    def data(self) -> Path:
        """The data folder; its keys lie beside it, as they always do."""
        return self.root / "data"

    @property
    def sheet(self) -> Path:
        """The contact sheet."""
        return self.root / "contact-sheet.html"

    @property
    def mark(self) -> Path:
        """What tells a folder of the demo from any other."""
        return self.root / _MARK


def fresh(root: Path) -> DemoFolder:
    """Make an empty demo folder; an earlier demo there is taken away.

    Raises `FolderTaken` where the folder holds anything the demo did not make.
    """
    folder = DemoFolder(root=root.expanduser().absolute())
    if folder.mark.is_file():
        _clear(folder)
    elif folder.root.is_dir() and any(folder.root.iterdir()):
        raise FolderTaken(
            f"{folder.root} is not empty and was not made by the demo, so it stays untouched. "
            "Name another place: likeness demo --into DIR"
        )
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        folder.mark.write_text(_MARK_TEXT, encoding="utf-8")
    except OSError as error:
        raise FolderTaken(
            f"{folder.root} cannot be made ({error.strerror}). "
            "Name another place: likeness demo --into DIR"
        ) from None
    return folder


def _clear(folder: DemoFolder) -> None:
    """Take away what an earlier demo made, and nothing else that may lie beside it."""
    keys = folder.data.with_name(f"{folder.data.name}-keys")
    for made in (folder.photos, folder.enrol, folder.data, keys):
        if made.is_symlink():
            made.unlink()
        elif made.exists():
            shutil.rmtree(made)
    folder.sheet.unlink(missing_ok=True)
