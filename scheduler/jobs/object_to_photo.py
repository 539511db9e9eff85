"""A person objects to one photo: taken off it for good, and off every copy of the same original."""

from collections.abc import Sequence

from consent.answers import FaceAnswer
from consent.endings import Removal, taken_off_for_good
from consent.findings import Finding
from consent.ids import Actor, AnswerId, AssetId, PersonId
from consent.states import AnswerKind, FindingKind, RemovedCause
from scheduler.deps import Deps
from scheduler.ports import Tx
from scheduler.values import Act, Priority
from scheduler.work import key_of


def object_to_photo(
    deps: Deps, person: PersonId, asset_id: AssetId, actor: Actor
) -> tuple[AssetId, ...]:
    """Block a photo on behalf of a person; gives all photos concerned. Raises `NoSuchRow`.

    Where nobody found the person on it the objection still counts: as a face without a box.
    Safe to run twice.
    """
    with deps.store.begin() as tx:
        assets = object_within(deps, tx, person, asset_id, actor)
        tx.queue.wake(assets, Priority.WITHDRAWAL, deps.clock.now())
    return assets


def object_within(
    deps: Deps, tx: Tx, person: PersonId, asset_id: AssetId, actor: Actor
) -> tuple[AssetId, ...]:
    """Object in a transaction that is open; gives the photos to decide again."""
    copies = tx.assets.same_content(asset_id)
    first = _object(deps, tx, person, asset_id, actor)
    for copy in copies:
        _object(deps, tx, person, copy, actor, first)
    assets = (asset_id, *copies)
    act = Act(actor=actor, act="objected", subjects=(person, *sorted(assets)))
    tx.records.act(act, deps.clock.now())
    return assets


def objected_before(tx: Tx, person: PersonId, asset_id: AssetId) -> bool:
    """Tell whether an objection of this person holds on a photo and on every copy of it."""
    for one in (asset_id, *tx.assets.same_content(asset_id)):
        findings = tx.findings.of(one)
        found_again = any(finding.person == person for finding in findings)
        if found_again or not _holds_already(tx, person, one, findings):
            return False
    return True


def _object(  # noqa: PLR0913, PLR0917 - who objects to what, and the answer it follows
    deps: Deps,
    tx: Tx,
    person: PersonId,
    asset_id: AssetId,
    actor: Actor,
    origin: AnswerId | None = None,
) -> AnswerId | None:
    """Object on one photo; gives the first answer made, None where the objection was there."""
    findings = tx.findings.of(asset_id)
    content = key_of(tx.assets.get(asset_id).content)
    on_it = any(finding.person == person for finding in findings)
    if not on_it and _holds_already(tx, person, asset_id, findings):
        return None
    removal = Removal(
        cause=RemovedCause.OBJECTION,
        at=deps.clock.now(),
        channels=deps.rules.decide.channels,
    )
    after = taken_off_for_good(findings, person, removal, told=True, new_id=deps.new_id)
    answers = [
        FaceAnswer(
            id=AnswerId(deps.new_id()),
            asset=asset_id,
            content=content,
            kind=AnswerKind.REMOVED,
            by=actor,
            at=removal.at,
            finding=face.id,
            area=face.area,
            person=person,
            floor=removal.floor,
            cause=removal.cause,
            origin=origin,
        )
        for face in after
        if face not in findings
    ]
    for answer in answers:
        tx.answers.add(answer)
    tx.findings.replace(asset_id, after)
    return answers[0].id


def _holds_already(
    tx: Tx, person: PersonId, asset_id: AssetId, findings: Sequence[Finding]
) -> bool:
    """Tell whether a face an objection of theirs removed is there still: then one is enough."""
    removed = {finding.id for finding in findings if finding.kind is FindingKind.REMOVED}
    return any(
        answer.person == person
        and answer.cause is RemovedCause.OBJECTION
        and answer.finding in removed
        for answer in tx.answers.of(asset_id)
    )
