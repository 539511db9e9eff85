"""What humans answered about faces, and how it survives a new look. Pure."""

from dataclasses import dataclass
from datetime import datetime

from consent.findings import Area, Finding, Floor
from consent.ids import Actor, AnswerId, AssetId, FindingId, PersonId
from consent.states import AnswerKind, RemovedCause


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceAnswer:
    """One human answer about one face (a row of face_memory)."""

    id: AnswerId
    asset: AssetId
    content: str
    """Content hash of the photo it was said of, as `kind:hex`; empty where none was known."""
    kind: AnswerKind
    by: Actor
    at: datetime
    finding: FindingId | None = None
    """The finding it was said of; a later look may give the face another id."""
    area: Area | None = None
    person: PersonId | None = None
    reason: str = ""
    """Why nobody needs to be asked; without names."""
    floor: tuple[Floor, ...] = ()
    cause: RemovedCause | None = None
    previous: Finding | None = None
    """The finding as it was before the act, for undo."""
