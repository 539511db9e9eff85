"""On which photos a person is, as far as a human said so: one list for everything that needs it."""

from collections.abc import Iterable

from consent.answers import NAMES_SOMEBODY, FaceAnswer
from consent.attestations import attested
from consent.boxes import SAME_FACE, iou
from consent.findings import Finding
from consent.ids import AssetId, PersonId
from consent.states import AnswerKind, FindingKind, RemovedCause
from scheduler.ports import Tx
from scheduler.work import key_of

_SAID = frozenset({FindingKind.NAMED, FindingKind.ATTESTED})


def photos_with(tx: Tx, person: PersonId) -> tuple[AssetId, ...]:
    """Give the photos of which a human said that this person is on them, as they are now.

    Named, confirmed or attested, on the photo itself or on a copy of it; where the person objected
    they are on it no longer. What only the machine says is not in it.
    """
    linked = {*tx.findings.of_person(person), *tx.answers.attested_with(person)}
    return tuple(asset for asset in sorted(linked) if _is_on(tx, asset, person))


def _is_on(tx: Tx, asset: AssetId, person: PersonId) -> bool:
    answers = tx.answers.of(asset)
    if any(_objects(answer, person) for answer in answers):
        return False
    words, content = tx.answers.attestations(asset), key_of(tx.assets.get(asset).content)
    faces = attested(words, tx.findings.of(asset), content)
    said = [one for one in answers if one.person == person and one.kind in NAMES_SOMEBODY]
    return any(
        face.person == person
        and (face.kind in _SAID or (face.kind is FindingKind.MATCHED and _is_told(face, said)))
        for face in faces
    )


def _objects(answer: FaceAnswer, person: PersonId) -> bool:
    removed = answer.kind is AnswerKind.REMOVED and answer.cause is RemovedCause.OBJECTION
    return removed and answer.person == person


def _is_told(face: Finding, said: Iterable[FaceAnswer]) -> bool:
    """Tell whether one of the answers is about this face."""
    return any(
        answer.finding == face.id
        or (
            answer.area is not None
            and face.area is not None
            and iou(answer.area, face.area) >= SAME_FACE
        )
        for answer in said
    )
