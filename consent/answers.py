"""What humans answered about faces: the values, one answer applied to one face, and undo. Pure.

How answers survive a new look is in consent/rescans.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from consent.endings import ends_removal, gives_way, removed_face
from consent.errors import AnswerRefused
from consent.findings import Area, Finding, Floor
from consent.ids import Actor, AnswerId, AssetId, FindingId, PersonId
from consent.states import AnswerKind, FindingKind, RemovedCause

NAMES_SOMEBODY = frozenset({AnswerKind.NAMED, AnswerKind.ACCEPTED})
GIVEN = frozenset(AnswerKind) - {AnswerKind.REMOVED, AnswerKind.UNSETTLED}
"""What a human answers about a face; the others follow from acts of another kind."""
_LINKED = frozenset(
    {
        FindingKind.NAMED,
        FindingKind.ATTESTED,
        FindingKind.MATCHED,
        FindingKind.AWAITING,
        FindingKind.SUGGESTED,
    }
)


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
    origin: AnswerId | None = None
    """The answer on a copy of the same bytes that this one follows; None = it was given here."""

    @property
    def root(self) -> AnswerId:
        """Give the answer as it was given, on whichever copy."""
        return self.origin or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What all answers about one face come to."""

    claim: FaceAnswer | None = None
    """The answer in force."""
    denied: frozenset[PersonId] = frozenset()
    """Persons a human said it is not."""


def remembered(answers: Iterable[FaceAnswer]) -> Memory:
    """Read the answers about one face in their order; a removal yields only to what ends it."""
    memory = Memory()
    for answer in sorted(answers, key=lambda answer: answer.at):
        memory = _and_then(memory, answer)
    return memory


def _and_then(memory: Memory, answer: FaceAnswer) -> Memory:
    claim, denied = memory.claim, memory.denied
    if answer.kind is AnswerKind.NOT_PERSON:
        if answer.person is None:
            return memory
        ended = claim is not None and claim.kind in NAMES_SOMEBODY
        ended = ended and claim is not None and claim.person == answer.person
        return Memory(claim=None if ended else claim, denied=denied | {answer.person})
    removed = claim is not None and claim.kind is AnswerKind.REMOVED
    if removed and claim is not None and not _ends(claim, answer):
        return memory
    if answer.kind in NAMES_SOMEBODY and answer.person is not None:
        denied -= {answer.person}
    return Memory(claim=answer, denied=denied)


def _ends(removal: FaceAnswer, answer: FaceAnswer) -> bool:
    """Tell whether a later answer replaces a removal: what ends it, or a stricter removal."""
    if answer.kind is AnswerKind.REMOVED:
        return answer.cause is not RemovedCause.RECOGNITION_ENDED
    return ends_removal(removal.cause, answer.kind)


def answered(before: Finding, answer: FaceAnswer) -> Finding:
    """Apply one answer to one face.

    Raises `AnswerRefused` where it does not fit the face; the message says what to do instead.
    """
    if before.kind is FindingKind.REMOVED and answer.kind not in {
        AnswerKind.NOT_PERSON,
        AnswerKind.REMOVED,
    }:
        _check_gives_way(before, answer)
    match answer.kind:
        case AnswerKind.NOT_PERSON:
            return without_link(before) if before.person == answer.person else before
        case AnswerKind.REMOVED:
            return removed_by(before, answer)
        case _:
            return _said_to_be(before, answer)


def _said_to_be(before: Finding, answer: FaceAnswer) -> Finding:
    match answer.kind:
        case AnswerKind.NAMED:
            if answer.person is None:
                raise AnswerRefused("Say who it is.")
            return _plain(before, FindingKind.NAMED, person=answer.person)
        case AnswerKind.ACCEPTED:
            return _accepted(before, answer)
        case AnswerKind.NOBODY_TO_ASK:
            if not answer.reason.strip():
                raise AnswerRefused(
                    "Say in a few words, without names, why nobody has to be asked."
                )
            return replace(_plain(before, FindingKind.NOBODY_TO_ASK), reason=answer.reason)
        case AnswerKind.NOT_A_FACE:
            return _plain(before, FindingKind.NOT_A_FACE)
        case AnswerKind.UNSETTLED:
            return without_link(before)
        case _:
            return _plain(before, FindingKind.BYSTANDER)


def _check_gives_way(before: Finding, answer: FaceAnswer) -> None:
    if gives_way(before, answer.kind):
        return
    if before.cause is RemovedCause.RECOGNITION_ENDED:
        raise AnswerRefused("Somebody was taken off this face. Name it, or say nobody-to-ask.")
    raise AnswerRefused("Somebody was taken off this face for good. Only nobody-to-ask ends that.")


def _accepted(before: Finding, answer: FaceAnswer) -> Finding:
    """Accept what the machine said; the link stays one made by machine."""
    if not before.by_machine or before.person is None or before.person != answer.person:
        raise AnswerRefused("The machine did not suggest this person here; name the face instead.")
    return replace(before, kind=FindingKind.MATCHED)


def removed_by(before: Finding, answer: FaceAnswer) -> Finding:
    """Make the removed face that an answer says; an unknown cause is an objection."""
    if before.kind is FindingKind.REMOVED and before.cause is not RemovedCause.RECOGNITION_ENDED:
        return before
    return removed_face(before, answer.cause or RemovedCause.OBJECTION, answer.floor, answer.at)


def undone(now: Finding, answer: FaceAnswer, *, content: str) -> Finding:
    """Restore the row from before an answer; never milder than it was then.

    `content`: what the picture is called now. Somebody who was taken off meanwhile stays off, and
    somebody who was erased meanwhile leaves a removed face. A machine-made link comes back as it
    was: whether its recognition consent still holds is checked before every decision. Raises
    `AnswerRefused` where nothing can be restored.
    """
    before = answer.previous
    if answer.kind is AnswerKind.REMOVED:
        raise AnswerRefused("Taking somebody off is not undone. Name it, or say nobody-to-ask.")
    if before is None or not content or answer.content != content:
        raise AnswerRefused("It is not known what this face was before; answer it anew.")
    if now.kind is FindingKind.REMOVED and before.kind is not FindingKind.REMOVED:
        return now
    restored = replace(before, id=now.id, area=now.area, size=now.size)
    if before.kind not in _LINKED or before.person is not None:
        return restored
    return removed_face(restored, RemovedCause.ERASURE, answer.floor, answer.at)


def exclusions(answers: Iterable[FaceAnswer]) -> tuple[tuple[Area, PersonId], ...]:
    """Give who must not be matched where: each "not this person" that holds, with its box."""
    by_face: dict[object, list[FaceAnswer]] = {}
    for answer in answers:
        by_face.setdefault(answer.finding or answer.area, []).append(answer)
    return tuple(
        (answer.area, answer.person)
        for said in by_face.values()
        for denied in (remembered(said).denied,)
        for answer in said
        if answer.kind is AnswerKind.NOT_PERSON
        if answer.area is not None and answer.person is not None and answer.person in denied
    )


def without_link(finding: Finding) -> Finding:
    """Make it the face of nobody we know."""
    return _plain(finding, FindingKind.UNKNOWN)


def _plain(before: Finding, kind: FindingKind, *, person: PersonId | None = None) -> Finding:
    """Keep where the face is; forget everything else that was said of it."""
    return Finding(id=before.id, kind=kind, area=before.area, size=before.size, person=person)
