"""A human answers about one face.

Who it is, who it is not, or that nobody needs to be asked; and undo.
"""

from contextlib import suppress
from dataclasses import dataclass

from consent.answers import FaceAnswer, answered, undone
from consent.copies import is_same_word
from consent.errors import AnswerRefused
from consent.findings import Finding
from consent.ids import Actor, AnswerId, AssetId, FindingId, PersonId
from consent.states import AnswerKind
from scheduler.deps import Deps
from scheduler.errors import ChoiceNeeded, NoSuchRow
from scheduler.ports import Tx
from scheduler.values import Act, Priority
from scheduler.work import key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a human says about one face. `person` for named; `reason` for nobody-to-ask."""

    kind: AnswerKind
    person: PersonId | None = None
    reason: str = ""


def answer_face(deps: Deps, finding_id: FindingId, said: Said, actor: Actor) -> Finding:
    """Keep the answer, apply it and re-decide the photo; gives the finding as it is now.

    Raises `NoSuchRow`, `ChoiceNeeded` where the answer does not fit the face, and `AnswerRefused`.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        asset_id = tx.findings.locate(finding_id)
        before = _the(tx, asset_id, finding_id)
        answer = FaceAnswer(
            id=AnswerId(deps.new_id()),
            asset=asset_id,
            content=key_of(tx.assets.get(asset_id).content),
            kind=said.kind,
            by=actor,
            at=now,
            finding=finding_id,
            area=before.area,
            person=_person(before, said),
            reason=said.reason,
            floor=before.floor,
            cause=before.cause,
            previous=before,
        )
        after = answered(before, answer)
        tx.answers.add(answer)
        _put(tx, asset_id, after)
        again = said.kind is AnswerKind.NOT_PERSON
        copies = tx.assets.same_content(asset_id)
        tx.queue.wake((asset_id, *copies), Priority.WITHDRAWAL, now, look=again)
        subjects = tuple(
            sorted({finding_id, asset_id, *((answer.person,) if answer.person else ())})
        )
        tx.records.act(Act(actor=actor, act=f"face-{said.kind}", subjects=subjects), now)
    return after


def undo_answer(deps: Deps, finding_id: FindingId, actor: Actor) -> Finding:
    """Take back the newest answer about this face, on every copy; never milder than before it.

    Raises `NoSuchRow`.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        asset_id = tx.findings.locate(finding_id)
        answer = tx.answers.undo_last(asset_id, finding_id)
        if answer is None:
            raise NoSuchRow("There is no answer about this face to take back.")
        content = key_of(tx.assets.get(asset_id).content)
        after = undone(_the(tx, asset_id, finding_id), answer, content=content)
        _put(tx, asset_id, after)
        copies = tx.assets.same_content(asset_id)
        for copy in copies:
            _undo_on(tx, copy, answer)
        tx.queue.wake((asset_id, *copies), Priority.WITHDRAWAL, now, look=True)
        tx.records.act(Act(actor=actor, act="face-undo", subjects=(asset_id, finding_id)), now)
    return after


def _undo_on(tx: Tx, copy: AssetId, answer: FaceAnswer) -> None:
    """Take the same word back on a copy; a face about which something newer was said stays."""
    content, answers = key_of(tx.assets.get(copy).content), tx.answers.of(copy)
    rows = [row for row in answers if is_same_word(row, answer)]
    tx.answers.undo(row.id for row in rows)
    faces = {face.id: face for face in tx.findings.of(copy)}
    for row in rows:
        newest = max((a for a in answers if a.finding == row.finding), key=lambda a: a.at)
        if row.finding not in faces or newest.id != row.id:
            continue
        with suppress(AnswerRefused):
            _put(tx, copy, undone(faces[row.finding], row, content=content))


def _person(before: Finding, said: Said) -> PersonId | None:
    match said.kind:
        case AnswerKind.NAMED:
            if said.person is None:
                raise ChoiceNeeded("Say who it is.")
            return said.person
        case AnswerKind.ACCEPTED | AnswerKind.NOT_PERSON:
            person = said.person or before.person
            if person is None:
                raise ChoiceNeeded("Nobody is suggested for this face; name the person instead.")
            return person
        case _:
            return None


def _the(tx: Tx, asset_id: AssetId, finding_id: FindingId) -> Finding:
    for finding in tx.findings.of(asset_id):
        if finding.id == finding_id:
            return finding
    raise NoSuchRow("This face is not there any more; list the faces again.")


def _put(tx: Tx, asset_id: AssetId, finding: Finding) -> None:
    findings = tx.findings.of(asset_id)
    tx.findings.replace(asset_id, [finding if f.id == finding.id else f for f in findings])
