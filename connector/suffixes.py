"""Which files are photos or videos, told by name alone. Nothing is opened here."""

from collections.abc import Iterable

from connector.values import MediaKind

WEB = frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp"})
TIFF = frozenset({"tif", "tiff"})
HEIF = frozenset({"heic", "heif", "avif"})
RAW = frozenset(
    {
        *(
            "3fr",
            "arw",
            "cr2",
            "cr3",
            "crw",
            "dcr",
            "dng",
            "erf",
            "fff",
            "iiq",
            "k25",
            "kdc",
            "mef",
        ),
        *(
            "mos",
            "mrw",
            "nef",
            "nrw",
            "orf",
            "pef",
            "raf",
            "raw",
            "rw2",
            "rwl",
            "sr2",
            "srf",
            "srw",
        ),
        "x3f",
    }
)
VIDEO = frozenset({"mp4", "mov", "m4v", "avi", "mkv", "webm"})
_PICTURE = WEB | TIFF | HEIF | RAW

_SKIPPED_FOLDERS = frozenset({"@eadir", "#recycle", "$recycle.bin", "lost+found"})
"""Thumbnails and waste baskets of network storage; hidden folders are skipped anyway."""


def suffix(name: str) -> str:
    """Give the last suffix in small letters, without its dot; empty where there is none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""


def stem(name: str) -> str:
    """Give the name without its last suffix."""
    return name.rpartition(".")[0] or name


def media(name: str) -> MediaKind:
    """Tell photo, video and everything else apart. Hidden files are never assets."""
    last = suffix(name)
    if name.startswith("."):
        return MediaKind.OTHER
    if last in _PICTURE:
        return MediaKind.PICTURE
    return MediaKind.VIDEO if last in VIDEO else MediaKind.OTHER


def skipped_folder(name: str) -> bool:
    """Tell folders that are never looked into."""
    return name.startswith(".") or name.lower() in _SKIPPED_FOLDERS


def owns_stem(name: str, neighbours: Iterable[str]) -> bool:
    """Tell whether `photo.xmp` can only mean this photo: no other asset has its stem."""
    mine = stem(name)
    return not any(
        other != name and stem(other) == mine and media(other) is not MediaKind.OTHER
        for other in neighbours
    )
