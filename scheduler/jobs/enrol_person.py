"""Enrol a person from photos: quality gate, one template per face, look-alikes held for a human."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from consent.gallery import valid_today
from consent.ids import Actor, PersonId
from recognition.errors import FaceNotThere
from recognition.values import (
    Band,
    Box,
    FaceMatch,
    MatchRequest,
    PhotoTrouble,
    QualityReason,
    Seen,
    Template,
)
from scheduler.deps import Deps
from scheduler.errors import ConsentMissing
from scheduler.ports import GalleryView, Tx
from scheduler.values import Act, NewTemplate, Priority

SAME_PICTURE = 0.99
"""u from which two vectors are of the very same pixels: cosine 0.99995."""


class Offered(StrEnum):
    """What became of one photo that was offered for enrolment."""

    ENROLLED = "enrolled"
    NO_FACE = "no-face"
    SEVERAL_FACES = "several-faces"
    POOR = "poor-quality"
    UNREADABLE = "unreadable"
    COLLIDES = "looks-like-somebody-enrolled"
    SAME_PICTURE = "same-picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One photo for enrolment. `face` picks one of several faces, counted from the left, from 1."""

    data: bytes = field(repr=False)
    face: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one offer."""

    outcome: Offered
    reasons: tuple[QualityReason, ...] = ()
    trouble: PhotoTrouble | None = None
    faces: int = 0
    like: PersonId | None = None
    """The enrolled person this face looks like; for a human to compare."""


def enrol_person(
    deps: Deps, person: PersonId, offers: Sequence[Offer], actor: Actor, *, distinct: bool = False
) -> tuple[Result, ...]:
    """Add a template per good photo. Raises `ConsentMissing` without a valid recognition consent.

    `distinct` is a human's word that this is not the person it looks like: both then always go to a
    human.
    """
    results = []
    for offer in offers:
        _prove_consent(deps, person)
        results.append(_one(deps, person, offer, actor, distinct=distinct))
    if any(result.outcome is Offered.ENROLLED for result in results):
        with deps.store.begin() as tx:
            tx.queue.wake_undecided(Priority.BACKFILL, deps.clock.now())
    return tuple(results)


def _prove_consent(deps: Deps, person: PersonId) -> None:
    with deps.store.read() as tx:
        require_consent(tx, person, deps.clock.today())


def require_consent(tx: Tx, person: PersonId, today: date) -> None:
    """Prove a recognition consent. Raises `ConsentMissing` without a valid one."""
    if tx.held.held([person]):
        raise ConsentMissing(
            "It is not said yet who this is, so nothing is recognised by it."
            " Answer first: likeness person held"
        )
    consent = tx.people.recognition_consents().get(person)
    if consent is None or not valid_today(consent, today):
        raise ConsentMissing(
            "This person has not agreed to be recognised by face (or no longer does). "
            "Record it first: likeness recognition-consent give PERSON"
        )


def _one(deps: Deps, person: PersonId, offer: Offer, actor: Actor, *, distinct: bool) -> Result:
    gallery = deps.galleries.current()
    everyone = frozenset(gallery.keys.values())
    seen = deps.eyes.scan(offer.data, MatchRequest(persons=everyone), gallery)
    if isinstance(seen, PhotoTrouble):
        return Result(outcome=Offered.UNREADABLE, trouble=seen)
    face = _pick(seen, offer.face)
    if isinstance(face, Result):
        return face
    if _same_picture(face, gallery, person):
        return Result(outcome=Offered.SAME_PICTURE, faces=len(seen.faces))
    like = _collision(face, gallery, person)
    if like is not None and not distinct:
        return Result(outcome=Offered.COLLIDES, faces=len(seen.faces), like=like)
    made = _make(deps, offer.data, face.box)
    return made if isinstance(made, Result) else _keep(deps, person, made, actor, like)


def _pick(seen: Seen, wanted: int | None) -> FaceMatch | Result:
    faces = sorted(seen.faces, key=lambda face: (face.box.x + face.box.w / 2, face.box.y))
    if not faces:
        return Result(outcome=Offered.NO_FACE)
    if wanted is None and len(faces) > 1:
        return Result(outcome=Offered.SEVERAL_FACES, faces=len(faces))
    index = (wanted or 1) - 1
    return faces[index] if index < len(faces) else Result(outcome=Offered.NO_FACE, faces=len(faces))


def _same_picture(face: FaceMatch, gallery: GalleryView, person: PersonId) -> bool:
    """Tell whether this picture (or one as good as it) made a template of the person before."""
    own = gallery.keys.get(person)
    near = face.best_u if own is not None and face.best == own else None
    return near is not None and near >= SAME_PICTURE


def _collision(face: FaceMatch, gallery: GalleryView, person: PersonId) -> PersonId | None:
    """Give the other enrolled person this face looks like, if any."""
    own = gallery.keys.get(person)
    near = face.best if face.best != own else None
    if face.band is Band.UNKNOWN or near is None:
        return None
    return next(other for other, key in gallery.keys.items() if key == near)


def _make(deps: Deps, data: bytes, box: Box) -> Template | Result:
    try:
        made = deps.eyes.enrol(data, box)
    except FaceNotThere:
        return Result(outcome=Offered.NO_FACE)
    if isinstance(made, PhotoTrouble):
        return Result(outcome=Offered.UNREADABLE, trouble=made)
    if made.template is None:
        return Result(outcome=Offered.POOR, reasons=made.quality.reasons, faces=1)
    return made.template


def _keep(
    deps: Deps, person: PersonId, template: Template, actor: Actor, like: PersonId | None
) -> Result:
    """Store one template, after proving the consent once more in the same transaction."""
    with deps.store.begin() as tx:
        require_consent(tx, person, deps.clock.today())
        tx.people.add_template(
            NewTemplate(person=person, pack=template.pack_id, vector=template.vector)
        )
        if like is not None:
            tx.people.add_look_alike(person, like)
        detail = {"distinct_by_hand": like is not None}
        act = Act(actor=actor, act="template-added", subjects=(person,), detail=detail)
        tx.records.act(act, deps.clock.now())
    return Result(outcome=Offered.ENROLLED, faces=1)
