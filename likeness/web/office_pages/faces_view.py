"""What a card of a face shows: plain values. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consent.findings import Finding
from consent.ids import AssetId, FindingId, PersonId
from consent.places import places_of
from consent.states import FindingKind
from likeness.i18n.places import where
from likeness.web.office_pages.people_view import PersonLine
from scheduler.review_order import WaitingFace
from scheduler.values import Asset


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceCard:
    """One face with everything that helps to decide."""

    face: FindingId
    asset: AssetId
    place: str
    """Where on the photo: "2nd face from the left of 5"."""
    folder: str = field(repr=False)
    name: str = field(repr=False)
    """Whom it looks like; empty where nobody is suggested."""
    person: PersonId | None
    best: float | None
    threshold: float | None
    why: str
    """Name of the text that says why a human is asked."""
    reference: bool
    """Whether a picture of that person is kept to compare with."""
    waiting: int
    """Faces that wait on this photo, this one included."""
    roster: tuple[PersonLine, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known around a face."""

    asset: Asset
    findings: Sequence[Finding]
    names: Mapping[PersonId, str] = field(repr=False)
    references: frozenset[PersonId]
    waiting: int
    roster: tuple[PersonLine, ...] = field(default=(), repr=False)


def card_of(face: WaitingFace, around: Around, language: str) -> FaceCard:
    """Make the card of one face."""
    finding = face.finding
    place = places_of(around.findings).get(finding.id)
    known = finding.person if finding.person in around.names else None
    return FaceCard(
        face=finding.id,
        asset=face.asset,
        place=where([place] if place else [], language),
        folder=around.asset.place,
        name=around.names.get(known, "") if known else "",
        person=known,
        best=round(finding.score.best, 2) if finding.score and known else None,
        threshold=round(finding.score.threshold, 2) if finding.score and known else None,
        why=_why(finding.kind),
        reference=known in around.references,
        waiting=around.waiting,
        roster=around.roster,
    )


def _why(kind: FindingKind) -> str:
    match kind:
        case FindingKind.AWAITING:
            return "faces_why-awaiting"
        case FindingKind.SUGGESTED:
            return "faces_why-suggested"
        case _:
            return "faces_why-unknown"
