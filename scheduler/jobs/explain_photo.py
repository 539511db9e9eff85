"""Why a photo has its status: as recorded, or recomputed with what is known today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consent.answers import FaceAnswer
from consent.decisions import Decision
from consent.findings import Finding
from consent.ids import Actor, AssetId, PersonId
from consent.persons import Profile
from consent.states import Mode
from scheduler.copies import offered
from scheduler.deciding import decision_now
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.settle import Moment
from scheduler.values import Act, Asset, StoredDecision
from scheduler.work import gather


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A decision with the findings it was made on."""

    asset: Asset
    mode: Mode
    decision: Decision
    findings: tuple[Finding, ...]
    offers: tuple[tuple[Finding, FaceAnswer], ...] = ()
    """Faces here of which it was said on a copy in another host that nobody needs to be asked."""


def explain_photo(deps: Deps, asset_id: AssetId, on: date | None) -> Explained:
    """Recompute the decision for today (or for another local day) with what is known now.

    Raises `NoSuchRow`.
    """
    today = on or deps.clock.today()
    with deps.store.read() as tx:
        work = gather(tx, tx.assets.get(asset_id), deps.rules.default_mode)
        moment = Moment(at=deps.clock.now(), today=today)
        answer = decision_now(deps, tx, work, moment)
        offers = offered(tx, work)
    return Explained(
        asset=work.asset,
        mode=work.mode,
        decision=answer.decision,
        findings=answer.findings,
        offers=offers,
    )


def said_on(deps: Deps, asset_id: AssetId, on: date, timezone: str) -> StoredDecision:
    """Give what we said at the end of a local day. Raises `NoSuchRow` where we had said nothing."""
    zone = ZoneInfo(timezone)
    end = datetime.combine(on + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    with deps.store.read() as tx:
        stored = tx.records.latest(asset_id, end)
    if stored is None:
        raise NoSuchRow("Nothing was decided about this photo by that day.")
    return stored


def names_for(
    deps: Deps, persons: frozenset[PersonId], reason: str, actor: Actor, asset_id: AssetId
) -> Mapping[PersonId, Profile]:
    """Open the names of persons on a photo; who looked and why is logged before they are given."""
    with deps.store.begin() as tx:
        act = Act(
            actor=actor,
            act="names-viewed",
            subjects=(asset_id, *sorted(persons)),
            detail={"reason": reason},
        )
        tx.records.act(act, deps.clock.now())
        return {person: tx.people.profile(person) for person in persons}
