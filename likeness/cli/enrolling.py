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

    match result.outcome:
        case Offered.ENROLLED:
            return ""
        case Offered.NO_FACE:
            return "no face was found (there); take another picture"
        case Offered.SEVERAL_FACES:
            return f"{result.faces} faces: say which with --face, counted from the left"
        case Offered.POOR:
            return "; ".join(_ADVICE[reason] for reason in result.reasons)
        case Offered.UNREADABLE:
            return f"cannot be looked at ({result.trouble})"
        case Offered.COLLIDES:
            return f"looks like {result.like}: compare them; --distinct if they are two people"
