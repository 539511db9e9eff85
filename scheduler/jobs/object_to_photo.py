"""A person objects to one photo: taken off it for good, and off every copy of the same original."""

from consent.endings import blocked_floor

from consent.answers import FaceAnswer
from consent.findings import Finding
from consent.ids import Actor, AnswerId, AssetId, FindingId, PersonId
from consent.states import AnswerKind, FindingKind, RemovedCause
from scheduler.deps import Deps
from scheduler.ports import Tx
from scheduler.removal import take_off_asset
from scheduler.values import Act, Priority
from scheduler.work import key_of


def object_to_photo(
    deps: Deps, person: PersonId, asset_id: AssetId, actor: Actor
) -> tuple[AssetId, ...]:
    """Block a photo on behalf of a person; gives all photos concerned. Raises `NoSuchRow`.

    Where nobody found the person on it the objection still counts: as a face without a box.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        assets = (asset_id, *tx.assets.same_content(asset_id))
        for one in assets:
            _object(deps, tx, person, one, actor)
        tx.queue.wake(assets, Priority.WITHDRAWAL, now)
        act = Act(actor=actor, act="objected", subjects=(person, *sorted(assets)))
        tx.records.act(act, now)
    return assets


def _object(deps: Deps, tx: Tx, person: PersonId, asset_id: AssetId, actor: Actor) -> None:
    cause = RemovedCause.OBJECTION
    on_it = [f for f in tx.findings.of(asset_id) if f.person == person]
    if not take_off_asset(deps, tx, asset_id, cause, lambda f: f.person == person):
        placeless = Finding(
            id=FindingId(deps.new_id()),
            kind=FindingKind.REMOVED,
            cause=cause,
            floor=blocked_floor(deps.rules.decide.channels),
        )
        on_it = [placeless]
        tx.findings.replace(asset_id, [*tx.findings.of(asset_id), placeless])
    content = key_of(tx.assets.get(asset_id).content)
    for finding in on_it:
        tx.answers.add(
            FaceAnswer(
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
                cause=cause,
            )
        )
