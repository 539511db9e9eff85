"""Gather the gap report of a host: it ends observing, and can be had at any time. Reads only."""

from collections.abc import Callable

from connector.values import HostName
from scheduler.deps import Deps
from scheduler.gaps import GapLine, GapReport, Tally, counted
from scheduler.ports import Tx
from scheduler.reading import read_document
from scheduler.staging import stage_of
from scheduler.values import Asset

Step = Callable[[int], None]
"""Takes how many photos were counted."""


def report_gaps(deps: Deps, host: HostName, most: int, step: Step) -> GapReport:
    """Count everything that was decided about the photos of a host, and list the first `most`."""
    tally = Tally(most=most)
    with deps.store.read() as tx:
        stage = stage_of(deps, tx, host).stage
        for asset in tx.assets.of_host(host):
            _count(tx, asset, tally)
            step(tally.photos)
    return GapReport(
        host=host,
        stage=stage,
        made_on=deps.clock.today(),
        photos=tally.photos,
        undecided=tally.undecided,
        with_people=tally.with_people,
        with_unknown=tally.with_unknown,
        faces=dict(tally.faces),
        statuses=dict(tally.statuses),
        channels={channel: dict(found) for channel, found in tally.channels.items()},
        not_checked=dict(tally.not_checked),
        new=dict(tally.new),
        first=tally.first(),
    )


def _count(tx: Tx, asset: Asset, tally: Tally) -> None:
    stored = tx.records.latest(asset.id) if asset.status else None
    if stored is None:
        tally.undecided_photo()
        return
    decision, findings = read_document(stored.document)
    faces, unknown = counted(findings)
    line = GapLine(
        asset=asset.id, host_id=asset.ref.id, decision=decision, faces=faces, unknown=unknown
    )
    tally.photo(line, findings, shown=bool(asset.told.digest))
