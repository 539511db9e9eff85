"""How findings live through a new look: answers, removed faces, faces not found again. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from consent.answers import (
    NAMES_SOMEBODY,
    FaceAnswer,
    Memory,
    answered,
    exclusions,
    remembered,
    removed_by,
    without_link,
)
from consent.boxes import SAME_FACE, SAME_PLACE, iou, pair_up
from consent.endings import gives_way_to_match
from consent.findings import Area, Finding
from consent.ids import FindingId, PersonId
from consent.states import AnswerKind, FindingKind, RemovedCause

_MACHINE = {
    FindingKind.MATCHED,
    FindingKind.AWAITING,
    FindingKind.SUGGESTED,
    FindingKind.UNKNOWN,
    FindingKind.IGNORED,
}
_ATTESTED = {FindingKind.ATTESTED, FindingKind.ATTESTED_BEFORE}
_LEFT_WITH_THE_FACE = {AnswerKind.NOT_A_FACE, AnswerKind.NOBODY_TO_ASK}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What is known about the new look as a whole."""

    same_content: bool
    content: str
    recognised_since: Mapping[PersonId, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Face:
    """One earlier face, what a human said of it, and what the new look made of it."""

    earlier: Finding
    memory: Memory
    found: Finding | None = None


def apply_answers(  # noqa: PLR0913  three inputs, and three facts about the look
    detected: Sequence[Finding],
    earlier: Sequence[Finding],
    answers: Sequence[FaceAnswer],
    *,
    same_content: bool,
    content: str = "",
    recognised_since: Mapping[PersonId, datetime] | None = None,
) -> tuple[Finding, ...]:
    """Settle a completed look with everything known before; no face is lost on the same content.

    `same_content`: whether the look before this one saw the same picture. `content`: what the
    picture is called now; an answer about another picture goes to review. Empty: answers count as
    `same_content` says. `recognised_since`: UTC instant of each person's present recognition
    consent; a removed face yields to a new match only after a newer consent.
    """
    look = _Look(
        same_content=same_content, content=content, recognised_since=recognised_since or {}
    )
    known = [face for face in earlier if not _only_attested(face)]
    faces = _with_memories(known, answers)
    found = _found_again(faces, detected)
    settled = (_settled(replace(face, found=found.get(face.earlier.id)), look) for face in faces)
    again = {face.id for face in found.values()}
    denied = exclusions(answers)
    new = (_unless_denied(face, denied) for face in detected if face.id not in again)
    return tuple(face for face in (*settled, *new) if face is not None)


def _only_attested(face: Finding) -> bool:
    """Tell whether a face is only there because of an attestation, which says so by itself."""
    return face.kind in _ATTESTED or (face.kind is FindingKind.EXCESS and face.area is None)


def _with_memories(earlier: Sequence[Finding], answers: Sequence[FaceAnswer]) -> list[_Face]:
    """Put every answer with its face: by id, else by the box; else it makes a face of its own."""
    said: dict[FindingId, list[FaceAnswer]] = {face.id: [] for face in earlier}
    faces = {face.id: face for face in earlier}
    for answer in answers:
        face_id = _face_of(answer, faces)
        if face_id not in faces:
            faces[face_id] = _face_from(answer, face_id)
        said.setdefault(face_id, []).append(answer)
    return [
        _Face(earlier=face, memory=remembered(said[face_id])) for face_id, face in faces.items()
    ]


def _face_of(answer: FaceAnswer, faces: Mapping[FindingId, Finding]) -> FindingId:
    """Find the face an answer is about."""
    own = answer.finding or FindingId(answer.id)
    if own in faces or answer.area is None:
        return own
    area = answer.area
    overlaps = [
        (-iou(face.area, area), face.id)
        for face in faces.values()
        if face.area is not None and iou(face.area, area) >= SAME_FACE
    ]
    return min(overlaps)[1] if overlaps else own


def _face_from(answer: FaceAnswer, face_id: FindingId) -> Finding:
    """Make the face that an answer speaks of, where no finding is left of it."""
    size = answer.area.h if answer.area else 0.0
    return Finding(id=face_id, kind=FindingKind.UNKNOWN, area=answer.area, size=size)


def _found_again(
    faces: Sequence[_Face], detected: Sequence[Finding]
) -> Mapping[FindingId, Finding]:
    """Pair the faces with what the new look found; looser for those nobody has answered about."""
    found = dict(pair_up([face.earlier for face in faces], detected, SAME_FACE))
    taken = {face.id for face in found.values()}
    loose = [face.earlier for face in faces if face.earlier.id not in found and _is_open(face)]
    rest = [face for face in detected if face.id not in taken]
    return {**found, **pair_up(loose, rest, SAME_PLACE)}


def _is_open(face: _Face) -> bool:
    """Tell whether only the machine has spoken about a face."""
    return face.earlier.kind in _MACHINE and face.memory == Memory()


def _settled(face: _Face, look: _Look) -> Finding | None:
    """Say what an earlier face is after the new look; None where a new picture has it no more."""
    claim = face.memory.claim
    if face.earlier.kind is FindingKind.REMOVED:
        return _still_removed(face, face.earlier, look)
    if claim is not None and claim.kind is AnswerKind.REMOVED:
        return _still_removed(face, removed_by(face.earlier, claim), look)
    if claim is not None and claim.kind in NAMES_SOMEBODY and claim.person is None:
        erased = replace(claim, cause=RemovedCause.ERASURE)
        return _still_removed(face, removed_by(face.earlier, erased), look)
    if claim is None:
        return _unanswered(face, look)
    if _is_about(claim, look):
        return _answered_again(face, claim)
    return _for_review(face, claim, look)


def _is_about(claim: FaceAnswer, look: _Look) -> bool:
    """Tell whether an answer was about the picture as it is now."""
    return claim.content == look.content if look.content else look.same_content


def _still_removed(face: _Face, removed: Finding, look: _Look) -> Finding:
    """Keep a removed face, unless its person consented anew and was matched again."""
    found = _allowed(face)
    if found is not None and found.kind is FindingKind.MATCHED and found.person is not None:
        since = look.recognised_since.get(found.person)
        if gives_way_to_match(removed, since):
            return replace(found, id=removed.id)
    if look.same_content:
        return removed
    area, size = (found.area, found.size) if found else (None, 0.0)
    return replace(removed, area=area, size=size)


def _unanswered(face: _Face, look: _Look) -> Finding | None:
    """Believe the new look; a face it did not find stays as it was, for the same picture."""
    found, earlier = _allowed(face), face.earlier
    if found is not None:
        return replace(found, id=earlier.id)
    if look.same_content:
        denied = earlier.person in face.memory.denied
        return earlier if earlier.kind in _MACHINE and not denied else _as_gap(earlier)
    return replace(_as_gap(earlier), area=None, size=0.0) if face.memory.denied else None


def _answered_again(face: _Face, claim: FaceAnswer) -> Finding:
    """Let the answer stand for the same picture; an accepted link rests on the machine."""
    if claim.kind is not AnswerKind.ACCEPTED:
        return answered(without_link(face.earlier), claim)
    for link in (face.found, face.earlier):
        if link is not None and link.by_machine and link.person == claim.person:
            return replace(
                link,
                id=face.earlier.id,
                kind=FindingKind.MATCHED,
                area=face.earlier.area,
                size=face.earlier.size,
            )
    return replace(without_link(face.earlier), kind=FindingKind.SUGGESTED, person=claim.person)


def _for_review(face: _Face, claim: FaceAnswer, look: _Look) -> Finding | None:
    """Turn an answer about another picture into a question."""
    person = claim.person if claim.kind in NAMES_SOMEBODY else None
    found = _allowed(face)
    if found is None:
        if not look.same_content and claim.kind in _LEFT_WITH_THE_FACE:
            return None
        gap = _suggesting(_as_gap(face.earlier), person)
        return gap if look.same_content else replace(gap, area=None, size=0.0)
    found = replace(found, id=face.earlier.id)
    if found.kind is FindingKind.MATCHED:
        return found if found.person == person else replace(found, kind=FindingKind.AWAITING)
    return _suggesting(found, person)


def _suggesting(face: Finding, person: PersonId | None) -> Finding:
    """Suggest who a human named on an earlier picture."""
    if person is None or face.person == person:
        return face
    return replace(without_link(face), kind=FindingKind.SUGGESTED, person=person)


def _allowed(face: _Face) -> Finding | None:
    """Give what the new look found, but never somebody a human said it is not."""
    found = face.found
    if found is not None and found.person in face.memory.denied:
        return without_link(found)
    return found


def _as_gap(face: Finding) -> Finding:
    """Make it a question again, whatever it was."""
    if face.kind in {FindingKind.NAMED, FindingKind.SUGGESTED} and face.person is not None:
        return replace(without_link(face), kind=FindingKind.SUGGESTED, person=face.person)
    return without_link(face)


def _unless_denied(face: Finding, denied: Iterable[tuple[Area, PersonId]]) -> Finding:
    """Unlink a new face where a human said that it is not this person."""
    if face.area is None:
        return face
    area = face.area
    if any(face.person == person and iou(area, box) >= SAME_FACE for box, person in denied):
        return without_link(face)
    return face
