"""What humans said of one photo holds for every photo made of the same bytes. Pure.

A word follows to the copies with its moment and its author, so that on one face the newest word
counts, whichever copy it was given on. Which of them would make a channel milder that a human
blocked here is for `decide` to say, and for `scheduler.copies` to refuse.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from consent.answers import FaceAnswer, answered, remembered, without_link
from consent.attestations import Attestation
from consent.boxes import SAME_FACE, iou
from consent.endings import removed_face
from consent.errors import AnswerRefused
from consent.findings import Area, Finding
from consent.ids import Actor, AnswerId, AssetId, AttestationId, FindingId, PersonId
from consent.states import AnswerKind, FindingKind, RemovedCause

BY_COPY = Actor("copy")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What was said of another photo made of the same bytes, and how it is related to this one."""

    same_host: bool
    content: str
    """What its content is called now; a word about another content does not follow."""
    findings: tuple[Finding, ...] = ()
    answers: tuple[FaceAnswer, ...] = ()
    attestations: tuple[Attestation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The photo that words come to."""

    asset: AssetId
    content: str
    findings: tuple[Finding, ...]
    answers: tuple[FaceAnswer, ...] = ()
    attestations: tuple[Attestation, ...] = ()


def follows(answer: FaceAnswer, *, same_host: bool, may_match: Callable[[PersonId], bool]) -> bool:
    """Tell whether an answer holds on a copy, too.

    A confirmed suggestion does where a machine might have matched that person (`may_match`). That
    nobody needs to be asked follows within one host; elsewhere it is only offered.
    """
    match answer.kind:
        case AnswerKind.ACCEPTED:
            return answer.person is not None and may_match(answer.person)
        case AnswerKind.NOBODY_TO_ASK:
            return same_host
        case _:
            return True


def words_of(copy: Copy) -> Iterator[FaceAnswer]:
    """Give the words in force on a copy, oldest first: what each face is, and who it is not."""
    about_now = [answer for answer in copy.answers if answer.content == copy.content]
    faces: dict[object, list[FaceAnswer]] = {}
    for answer in about_now:
        faces.setdefault(answer.finding or answer.area or answer.id, []).append(answer)
    found: list[FaceAnswer] = []
    for said in faces.values():
        memory = remembered(said)
        found += [] if memory.claim is None else [memory.claim]
        found += (
            answer
            for answer in said
            if answer.kind is AnswerKind.NOT_PERSON and answer.person in memory.denied
        )
    yield from sorted(found, key=lambda answer: answer.at)


def offers(copy: Copy, here: Here) -> Iterator[tuple[Finding, FaceAnswer]]:
    """Give what a human may say here, too: that nobody needs to be asked, said in another host."""
    for answer in words_of(copy):
        face = face_at(answer.area, here.findings)
        if copy.same_host or answer.kind is not AnswerKind.NOBODY_TO_ASK or face is None:
            continue
        if face.kind is not FindingKind.NOBODY_TO_ASK:
            yield face, answer


def removals(copy: Copy, here: Here, *, first_look: bool) -> Iterator[FaceAnswer]:
    """Give the faces of a copy that somebody was taken off, as far as they are not known here.

    A link that ended with recognition counts only for a photo never looked at: one that was lost
    its own machine links then, and names given by hand stay.
    """
    here_without_box = sum(_is_placeless_removal(face) for face in here.findings)
    for face in copy.findings:
        if face.kind is not FindingKind.REMOVED:
            continue
        if face.cause is RemovedCause.RECOGNITION_ENDED and not first_look:
            continue
        if face.area is None:
            here_without_box -= 1
            if here_without_box >= 0:
                continue
        yield FaceAnswer(
            id=AnswerId(face.id),
            asset=here.asset,
            content=here.content,
            kind=AnswerKind.REMOVED,
            by=BY_COPY,
            at=face.removed_at or _LONG_AGO,
            area=face.area,
            floor=face.floor,
            cause=face.cause,
        )


def face_at(area: Area | None, findings: Iterable[Finding]) -> Finding | None:
    """Find the face an area speaks of: the best overlap."""
    if area is None:
        return None
    overlaps = [
        (-iou(face.area, area), face.id, face)
        for face in findings
        if face.area is not None and iou(face.area, area) >= SAME_FACE
    ]
    return min(overlaps, key=lambda entry: entry[:2])[2] if overlaps else None


def with_removal(here: Here, removal: FaceAnswer, new_id: FindingId) -> Here:
    """Take somebody off a face here, as they were taken off a copy; a later word here stands."""
    face = face_at(removal.area, here.findings)
    if face is None:
        made = Finding(id=new_id, kind=FindingKind.UNKNOWN, area=removal.area, size=_size(removal))
        return _with_face(here, _removed(made, removal), made)
    if _is_removed_by(face, removal):
        return here
    local = [answer for answer in here.answers if answer.finding == face.id]
    if remembered([*local, removal]).claim != removal:
        return here
    return _with_face(here, _removed(face, removal), face)


def with_word(here: Here, word: FaceAnswer, own: AnswerId) -> Here:
    """Let a word of a copy hold here; the newest about a face counts. `own`: the id it gets here.

    Gives the same value where it says nothing new.
    """
    known, area = _known_face(here, word), word.area
    local = [answer for answer in here.answers if known and answer.finding == known.id]
    claim = remembered(local).claim
    if claim is not None and _says_the_same(claim, word):
        return here
    face = known or Finding(
        id=FindingId(own), kind=FindingKind.UNKNOWN, area=area, size=_size(word)
    )
    unseen = known is None and word.kind is AnswerKind.NOT_PERSON
    kept = replace(
        word,
        id=own,
        asset=here.asset,
        content=here.content,
        finding=None if unseen else face.id,
        area=area if known is None else face.area,
        previous=None if unseen else face,
        origin=word.root,
    )
    here = replace(here, answers=(*here.answers, kept))
    if unseen:
        return here
    return _with_face(here, _now(face, [*local, kept], kept), face)


def differ(here: Here, word: FaceAnswer, since: datetime) -> bool:
    """Tell whether two humans said different things of one face before words followed (`since`)."""
    face = _known_face(here, word)
    if face is None or word.at >= since or word.kind in {AnswerKind.NOT_PERSON, AnswerKind.REMOVED}:
        return False
    claim = remembered(answer for answer in here.answers if answer.finding == face.id).claim
    if claim is None or claim.at >= since or claim.kind is AnswerKind.REMOVED:
        return False
    return not _says_the_same(claim, word)


def unsettled(word: FaceAnswer, own: AnswerId, at: datetime) -> FaceAnswer:
    """Make the word that a face waits for a human."""
    return replace(
        word,
        id=own,
        kind=AnswerKind.UNSETTLED,
        by=BY_COPY,
        at=at,
        person=None,
        reason="",
        floor=(),
        cause=None,
        origin=None,
    )


def attested_here(
    here: Here, word: Attestation, own: AttestationId, nobody: PersonId, since: datetime | None
) -> Attestation | None:
    """Let an attestation of a copy hold here; None where the same was said here.

    Where two that differ were given before words followed (`since`), all their persons count and
    the photo waits: `nobody` stands for somebody who has to be named.
    """
    mine = [entry for entry in here.attestations if entry.content == here.content]
    if any((entry.persons, entry.only) == (word.persons, word.only) for entry in mine[-1:]):
        return None
    kept = replace(word, id=own, asset=here.asset, content=here.content, origin=word.root)
    old = since is not None and bool(mine) and max(entry.at for entry in mine) < since
    if not old or since is None or word.at >= since:
        return kept
    return replace(kept, persons=word.persons | {nobody}, only=False, at=since)


def is_same_word(one: FaceAnswer, other: FaceAnswer) -> bool:
    """Tell whether two answers on two copies are one word: to be undone together."""
    if one.root == other.root:
        return True
    if one.area is None or other.area is None or not _says_the_same(one, other):
        return False
    return iou(one.area, other.area) >= SAME_FACE


def is_from_copy(face: Finding, answers: Sequence[FaceAnswer]) -> bool:
    """Tell whether the word in force about a face was given on a copy."""
    claim = remembered(answer for answer in answers if answer.finding == face.id).claim
    return claim is not None and claim.origin is not None


def _known_face(here: Here, word: FaceAnswer) -> Finding | None:
    """Find the face here that a word speaks of; without a box, the one somebody was taken off."""
    if word.area is not None:
        return face_at(word.area, here.findings)
    return next((face for face in here.findings if _is_placeless_removal(face)), None)


def _says_the_same(one: FaceAnswer, other: FaceAnswer) -> bool:
    return (one.kind, one.person, one.cause if one.kind is AnswerKind.REMOVED else None) == (
        other.kind,
        other.person,
        other.cause if other.kind is AnswerKind.REMOVED else None,
    )


def _now(face: Finding, said: Sequence[FaceAnswer], word: FaceAnswer) -> Finding:
    """Say what a face is once a word has come to it."""
    memory = remembered(said)
    if word.kind is AnswerKind.NOT_PERSON:
        return without_link(face) if face.person in memory.denied else face
    if memory.claim != word:
        return face
    try:
        return answered(face, word)
    except AnswerRefused:
        if word.kind is AnswerKind.ACCEPTED and face.kind is not FindingKind.REMOVED:
            return replace(without_link(face), kind=FindingKind.MATCHED, person=word.person)
        return face


def _is_placeless_removal(face: Finding) -> bool:
    return face.kind is FindingKind.REMOVED and face.area is None


def _is_removed_by(face: Finding, removal: FaceAnswer) -> bool:
    """Tell whether somebody was taken off for a cause as strict as this one, or stricter."""
    ended = RemovedCause.RECOGNITION_ENDED
    strict = face.cause is not ended or removal.cause is ended
    return face.kind is FindingKind.REMOVED and strict


def _removed(face: Finding, removal: FaceAnswer) -> Finding:
    return removed_face(face, removal.cause or RemovedCause.OBJECTION, removal.floor, removal.at)


def _with_face(here: Here, after: Finding, before: Finding) -> Here:
    if all(face.id != before.id for face in here.findings):
        return replace(here, findings=(*here.findings, after))
    return replace(
        here,
        findings=tuple(after if face.id == before.id else face for face in here.findings),
    )


def _size(word: FaceAnswer) -> float:
    return word.area.h if word.area else 0.0
