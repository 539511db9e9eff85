"""What enrolment takes and says: picture files in, advice out."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from recognition.values import QualityReason

if TYPE_CHECKING:
    from scheduler.jobs.enrol_person import Offer, Result

MOST_BYTES = 200_000_000

_ADVICE = {
    QualityReason.TOO_SMALL: "the face is too small; come closer",
    QualityReason.BLURRED: "it is blurred",
    QualityReason.TOO_DARK: "it is too dark",
    QualityReason.TOO_BRIGHT: "it is too bright",
    QualityReason.TURNED_AWAY: "the face is turned away; look into the camera",
    QualityReason.LOW_SCORE: "it is hardly a face",
}


def offer_of(path: Path, face: int | None) -> "Offer":
    """Read one picture file."""
    from scheduler.jobs.enrol_person import Offer

    try:
        if path.stat().st_size > MOST_BYTES:
            raise typer.BadParameter("A picture is larger than 200 MB.")
        return Offer(data=path.read_bytes(), face=face)
    except OSError as error:
        raise typer.BadParameter(f"A picture cannot be read: {error.strerror}.") from None


def text_of(result: "Result") -> str:
    """Say what to do about one picture; empty where it was taken."""
    from scheduler.jobs.enrol_person import Offered

    told = {
        Offered.ENROLLED: "",
        Offered.NO_FACE: "no face was found (there); take another picture",
        Offered.SEVERAL_FACES: f"{result.faces} faces: say which with --face, from the left",
        Offered.POOR: "; ".join(_ADVICE[reason] for reason in result.reasons),
        Offered.UNREADABLE: f"cannot be looked at ({result.trouble})",
        Offered.SAME_PICTURE: "was enrolled already; take another picture",
        Offered.COLLIDES: f"looks like {result.like}: compare them; --distinct if two people",
    }
    return told[result.outcome]
