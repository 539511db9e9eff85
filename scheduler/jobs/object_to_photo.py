"""A person objects to one photo: taken off it for good, and off every copy of the same original."""

from collections.abc import Sequence

from consent.answers import FaceAnswer, answered
from consent.endings import blocked_floor
from consent.findings import Finding
from consent.ids import Actor, AnswerId, AssetId, FindingId, PersonId
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
    assets = (asset_id, *tx.assets.same_content(asset_id))
    for one in assets:
        _object(deps, tx, person, one, actor)
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


def _object(deps: Deps, tx: Tx, person: PersonId, asset_id: AssetId, actor: Actor) -> None:
    findings = tx.findings.of(asset_id)
    content = key_of(tx.assets.get(asset_id).content)
    on_it = [finding for finding in findings if finding.person == person]
    if not on_it and _holds_already(tx, person, asset_id, findings):
        return
    on_it = on_it or [_placeless(deps)]
    others = [finding for finding in findings if finding.person != person]
    removed = []
    for finding in on_it:
        answer = FaceAnswer(
            id=AnswerId(deps.new_id()),
            asset=asset_id,
            content=content,
            kind=AnswerKind.REMOVED,
            by=actor,
            at=deps.clock.now(),
            finding=finding.id,
            area=finding.area,
            person=person,
            floor=blocked_floor(deps.rules.decide.channels),
            cause=RemovedCause.OBJECTION,
        )
        tx.answers.add(answer)
        removed.append(answered(finding, answer))
    tx.findings.replace(asset_id, [*others, *removed])


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


def _placeless(deps: Deps) -> Finding:
    return Finding(id=FindingId(deps.new_id()), kind=FindingKind.UNKNOWN)
