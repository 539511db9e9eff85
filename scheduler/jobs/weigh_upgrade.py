"""After an upgrade: compare every photo's recorded answer with that of the new rules, once.

What becomes stricter by a known no is decided at once; by a gap, in daily portions; what would
become milder is held until a human releases it. After a crash it goes on where it stopped.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from consent.decisions import Rule
from consent.ids import Actor, AssetId, Channel
from consent.states import Verdict
from consent.upgrades import Shown, Weighed, weigh
from scheduler.deciding import decision_now
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.ports import Tx
from scheduler.settle import Moment
from scheduler.values import Act, Priority, StoredDecision
from scheduler.work import gather

RULES = "2"
"""Raised whenever the program may decide otherwise on the same facts."""
WEIGHED, REACHED = "upgrade:rules", "upgrade:reached"
PER_DAY, PORTION_DAY = "upgrade:per-day", "upgrade:portion-day"
USUAL_PER_DAY = 1000
PORTION = 200
"""Photos weighed in one transaction."""
UPGRADE, TIMER = Actor("upgrade"), Actor("timer")


@dataclass(slots=True, kw_only=True)
class Report:
    """What an upgrade does to the photos. Counts, no names."""

    photos: int = 0
    stricter: Counter[Rule] = field(default_factory=Counter)
    """Photos that become stricter, by their first reason."""
    at_once: int = 0
    """Those of them with a known no, which never wait."""
    held: int = 0
    """Photos that would become milder and are kept as they are until a human releases them."""

    def note(self, weighed: Weighed) -> None:
        """Count one photo."""
        self.photos += 1
        self.held += bool(weighed.milder)
        self.at_once += weighed.known_no
        if weighed.stricter:
            self.stricter[weighed.rules[0]] += 1


def weigh_upgrade(deps: Deps) -> Report | None:
    """Weigh all photos where the rules are newer than at the last time; None where they are not."""
    with deps.store.read() as tx:
        if tx.facts.get(WEIGHED) == RULES:
            return None
        reached: str | None = tx.facts.get(REACHED)
    report = Report()
    while reached is not None:
        with deps.store.begin() as tx:
            reached = _portion(deps, tx, reached, report)
    return report


def _portion(deps: Deps, tx: Tx, after: str, report: Report) -> str | None:
    """Weigh the next photos; gives how far it came, None at the end."""
    some = tx.upgrades.decided(after, PORTION)
    for asset in some:
        latest = tx.records.latest(asset)
        if latest is not None:
            report.note(_photo(deps, tx, asset, latest))
    if some:
        tx.facts.put(REACHED, some[-1])
        return some[-1]
    tx.facts.put(WEIGHED, RULES)
    tx.facts.put(REACHED, "")
    detail: dict[str, str | int | bool | None] = {"count": report.photos, "held": report.held}
    tx.records.act(Act(actor=UPGRADE, act="upgrade-weighed", detail=detail), deps.clock.now())
    return None


def _photo(deps: Deps, tx: Tx, asset: AssetId, latest: StoredDecision) -> Weighed:
    """Weigh one photo on the day of its record: what time alone changes is no matter of rules."""
    now = deps.clock.now()
    work = gather(tx, tx.assets.get(asset), deps.rules.default_mode)
    answer = decision_now(deps, tx, work, Moment(at=now, today=latest.today))
    shown = shown_in(latest)
    weighed = weigh(shown, answer.decision)
    waits = bool(weighed.stricter) and not weighed.known_no
    if weighed.milder or waits:
        floor = {channel: shown[channel] for channel in weighed.milder}
        tx.upgrades.keep(asset, floor, now, waits=waits)
    if weighed.known_no:
        tx.queue.wake((asset,), Priority.WITHDRAWAL, now)
    return weighed


def shown_in(record: StoredDecision) -> Shown:
    """Read the verdict per channel out of a record."""
    channels = json.loads(record.document)["decision"]["channels"]
    return {Channel(one["channel"]): Verdict(one["verdict"]) for one in channels}


def write_portion(deps: Deps) -> int:
    """Decide anew the portion of today; gives how many photos. Once a day, however often asked."""
    today = deps.clock.today().isoformat()
    with deps.store.begin() as tx:
        if tx.facts.get(PORTION_DAY) == today or not tx.upgrades.waiting():
            return 0
        tx.facts.put(PORTION_DAY, today)
        some = tx.upgrades.next_portion(per_day(tx))
        return tx.queue.wake(some, Priority.CONSENT, deps.clock.now())


def per_day(tx: Tx) -> int:
    """Give how many photos may become stricter by a gap on one day."""
    return int(tx.facts.get(PER_DAY) or USUAL_PER_DAY)


def set_per_day(deps: Deps, photos: int, actor: Actor) -> None:
    """Say how many photos may become stricter by a gap on one day."""
    with deps.store.begin() as tx:
        tx.facts.put(PER_DAY, str(photos))
        act = Act(actor=actor, act="upgrade-portion-set", detail={"count": photos})
        tx.records.act(act, deps.clock.now())


def release_photo(deps: Deps, asset: AssetId, actor: Actor) -> None:
    """Let a photo that an upgrade holds become what it is decided to be. Raises `NoSuchRow`."""
    with deps.store.begin() as tx:
        if not tx.upgrades.release(asset):
            raise NoSuchRow("No upgrade holds this photo: likeness upgrade held")
        tx.queue.wake((asset,), Priority.CONSENT, deps.clock.now())
        act = Act(actor=actor, act="upgrade-released", subjects=(asset,))
        tx.records.act(act, deps.clock.now())


def held_photos(tx: Tx) -> Mapping[AssetId, Shown]:
    """Give every photo that an upgrade holds, with what it is kept at."""
    return {asset: tx.upgrades.floor(asset) for asset in tx.upgrades.held()}
