"""Gather the gap report of a host: it ends observing, and can be had at any time. Reads only.

What editors see now is read from the host itself: somebody may have filled the fields by hand, or
another program, and a mark of ours may have been changed.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from connector.errors import HostConfused, HostError, PhotoGone
from connector.values import HostName, MarkSet
from scheduler.deps import Deps
from scheduler.gaps import GapLine, GapReport, Now, Tally, counted, now_of
from scheduler.ports import Tx
from scheduler.reading import read_document
from scheduler.staging import stage_of
from scheduler.values import Asset

Step = Callable[[int, int], None]
"""Takes how many photos were counted, and of how many."""
AT_ONCE = 4
"""Photos that are read in the host at the same time."""
_CHUNK = 200


def report_gaps(deps: Deps, host: HostName, most: int, step: Step) -> GapReport:
    """Count everything that was decided about the photos of a host, and list the first `most`."""
    tally, looker = Tally(most=most), _Looker(deps=deps, host=host)
    with deps.store.read() as tx:
        stage, assets = stage_of(deps, tx, host).stage, tuple(tx.assets.of_host(host))
    for asset, seen in _looked(looker, assets):
        with deps.store.read() as tx:
            _count(tx, asset, seen, tally)
        step(tally.photos, len(assets))
    return GapReport(
        host=host,
        stage=stage,
        made_on=deps.clock.today(),
        photos=tally.photos,
        undecided=tally.undecided,
        unread=tally.unread,
        with_people=tally.with_people,
        with_unknown=tally.with_unknown,
        faces=dict(tally.faces),
        statuses=dict(tally.statuses),
        channels={channel: dict(found) for channel, found in tally.channels.items()},
        not_checked=dict(tally.not_checked),
        new=dict(tally.new),
        instead_of=dict(tally.instead_of),
        first=tally.first(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a host shows of one photo."""

    marks: MarkSet | None = None
    gone: bool = False
    unread: bool = False


@dataclass(slots=True, kw_only=True)
class _Looker:
    """Reads photos in a host; once it does not answer, it is not asked again."""

    deps: Deps
    host: HostName
    _down: list[bool] = field(default_factory=list)

    def look(self, asset: Asset) -> Seen:
        if self._down or asset.deleted_at is not None:
            return Seen(unread=bool(self._down), gone=asset.deleted_at is not None)
        try:
            return Seen(marks=self.deps.hosts[self.host].marks.read(asset.ref))
        except PhotoGone:
            return Seen(gone=True)
        except HostConfused:
            return Seen(unread=True)
        except HostError:
            self._down.append(True)
            return Seen(unread=True)


def _looked(looker: _Looker, assets: Sequence[Asset]) -> Iterator[tuple[Asset, Seen]]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for start in range(0, len(assets), _CHUNK):
            some = assets[start : start + _CHUNK]
            yield from zip(some, pool.map(looker.look, some), strict=True)


def _count(tx: Tx, asset: Asset, seen: Seen, tally: Tally) -> None:
    stored = tx.records.latest(asset.id) if asset.status else None
    if stored is None:
        tally.undecided_photo()
        return
    decision, findings = read_document(stored.document)
    faces, unknown = counted(findings)
    told = bool(asset.told.digest)
    known = Now.SAME if told or seen.gone else Now.NOTHING
    now = known if seen.gone or seen.unread else now_of(decision, seen.marks, told=told)
    line = GapLine(
        asset=asset.id,
        host_id=asset.ref.id,
        decision=decision,
        faces=faces,
        unknown=unknown,
        now=now,
    )
    tally.photo(line, findings, unread=seen.unread)
