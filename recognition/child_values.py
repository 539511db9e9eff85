"""What the decoder tells about a photo beside its pixels; needs no library."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoHeader:
    """Size of the upright photo in full, and when it was taken: "2026-05-01T12:00:00[+02:00]"."""

    width: int
    height: int
    taken: str | None
