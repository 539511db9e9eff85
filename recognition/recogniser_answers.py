"""What a recogniser child may answer, and nothing else; read by its parent."""

import numpy as np

from recognition.child_frames import Frame, Words
from recognition.child_wire import from_plain
from recognition.errors import (
    FaceNotThere,
    GalleryRefused,
    LicenceNotAccepted,
    PackAnswersWrong,
    PackChanged,
    PackMissing,
    PackRefused,
    PackUnknown,
)
from recognition.values import Enrolment, FaceQuality, PackId, Seen, Template

_NORM_TOLERANCE = 1e-3
_MOST_LETTERS = 500
_PACK_REFUSALS = {
    kind.__name__: kind
    for kind in (LicenceNotAccepted, PackAnswersWrong, PackChanged, PackMissing, PackUnknown)
}


def seen(frame: Frame) -> Seen:
    """Read the answer to `match`. Raises `ValueError` for anything that `Seen` does not hold."""
    if frame.payload or set(frame.words) != {"seen"}:
        raise ValueError("a match has no room for anything but what was seen")
    return from_plain(Seen, frame.words["seen"])


def enrolment(frame: Frame, pack_id: PackId) -> Enrolment:
    """Read the answer to `enrol`. Raises `ValueError` where it is no template."""
    quality = from_plain(FaceQuality, frame.words["quality"])
    if not frame.payload:
        return Enrolment(quality=quality, template=None)
    vector = np.frombuffer(frame.payload, "<f4")
    if not abs(float(np.linalg.norm(vector)) - 1.0) <= _NORM_TOLERANCE:  # NaN is no template
        raise ValueError("not a template")
    template = Template(vector=frame.payload, quality=quality, pack_id=pack_id)
    return Enrolment(quality=quality, template=template)


def raise_refusal(words: Words) -> None:
    """Raise what the child refused. Raises `FaceNotThere` and `GalleryRefused`."""
    match words.get("refused"):
        case "FaceNotThere":
            raise FaceNotThere("No face was found at this place of the photo; point at another.")
        case "GalleryRefused":
            raise GalleryRefused(str(words.get("why"))[:_MOST_LETTERS])
        case _:
            pass


def pack_refusal(words: Words, name: str) -> PackRefused:
    """Make the error that a child met when it opened the pack."""
    kind = _PACK_REFUSALS.get(str(words["refused"]), PackRefused)
    return kind(name, str(words.get("why"))[:_MOST_LETTERS])
