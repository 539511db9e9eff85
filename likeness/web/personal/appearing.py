"""Where somebody appears: only photos in which a human said so, with every other face covered."""

from collections.abc import Iterable
from dataclasses import dataclass

from connector.errors import HostError
from consent.boxes import iou
from consent.findings import Area
from consent.ids import AssetId, PersonId
from consent.states import Status
from recognition.errors import RecognitionError
from recognition.values import Box, MatchRequest, PhotoTrouble
from scheduler.deps import Deps
from scheduler.presence import photos_with
from scheduler.staging import is_active

PREVIEW_PX = 640
_SAME_PLACE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """One photo somebody is on."""

    asset: AssetId
    status: Status | None


def appearances(deps: Deps, person: PersonId) -> tuple[Appearance, ...]:
    """Give the photos in which a human confirmed this person, latest first."""
    found = []
    with deps.store.read() as tx:
        for asset_id in photos_with(tx, person):
            asset = tx.assets.get(asset_id)
            shown = asset.deleted_at is None and asset.ref.host in deps.hosts
            if shown and is_active(deps, asset.ref.host):
                found.append((asset.captured_at or asset.decided_at, asset))
    ordered = sorted(found, key=lambda pair: (str(pair[0] or ""), pair[1].id), reverse=True)
    return tuple(Appearance(asset=asset.id, status=asset.status) for _, asset in ordered)


def preview(deps: Deps, person: PersonId, asset_id: AssetId) -> bytes | None:
    """Make a small picture in which nobody else can be seen; None where that is not possible.

    Faces are looked for in exactly the bytes that are shown, so a photo that changed since cannot
    show anybody by mistake. Nothing is kept.
    """
    with deps.store.read() as tx:
        findings = tx.findings.of(asset_id)
        ref = tx.assets.get(asset_id).ref
    own = [one.area for one in findings if one.person == person and one.area is not None]
    others = [one.area for one in findings if one.person != person and one.area is not None]
    try:
        data = deps.hosts[ref.host].photos.fetch(ref, PREVIEW_PX).data
        seen = deps.eyes.scan(data, MatchRequest(careful=True), None)
        if isinstance(seen, PhotoTrouble) or not seen.second_pass_done:
            return None
        boxes = [*(face.box for face in seen.faces), *map(_box, others)]
        covered = [box for box in boxes if not _is_one_of(box, own, others)]
        made = deps.eyes.covered(data, covered, PREVIEW_PX)
    except (HostError, RecognitionError, KeyError):
        return None
    return None if isinstance(made, PhotoTrouble) else made


def is_confirmed(deps: Deps, person: PersonId, asset_id: AssetId) -> bool:
    """Tell whether a human said that this person is on this photo."""
    return any(one.asset == asset_id for one in appearances(deps, person))


def _is_one_of(box: Box, own: Iterable[Area], others: Iterable[Area]) -> bool:
    """Tell whether a box is the person's own face, and nearer to it than to anybody else's."""
    area = Area(x=box.x, y=box.y, w=box.w, h=box.h)
    mine = max((iou(area, one) for one in own), default=0.0)
    theirs = max((iou(area, one) for one in others), default=0.0)
    return mine >= _SAME_PLACE and mine > theirs


def _box(area: Area) -> Box:
    return Box(x=area.x, y=area.y, w=area.w, h=area.h)
