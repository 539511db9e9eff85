"""Tell people who work in a host that photos they took must not be used as before.

Once a withdrawal's photos have followed, the hosts are asked who downloaded them; everybody gets
one message with their photos. Safe to run as often as you like.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from connector.errors import Forget, HostError
from connector.values import HostName
from consent.alerts import Audience
from consent.states import Status
from consent.withdrawals import Withdrawal
from scheduler import letters
from scheduler.deps import Deps
from scheduler.ports import Host
from scheduler.ports.alerts import ToldStep
from scheduler.values import Asset

LOOKED = "looked-for-users"
_FINE = frozenset({Status.CLEARED, Status.NO_PEOPLE})


def tell_editors(deps: Deps) -> int:
    """Look who took photos of finished withdrawals; gives how many messages were put in.

    A host that cannot be asked now is asked the next time; nobody is told twice.
    """
    with deps.store.read() as tx:
        finished = [one for one in tx.withdrawals.all() if one.finished_at is not None]
        told = tx.alerts.told({_about(one) for one in finished})
    return sum(_tell(deps, one) for one in finished if _step(one).key not in told)


def _tell(deps: Deps, withdrawal: Withdrawal) -> int:
    """Put in the messages of one withdrawal, and note that it was looked at."""
    with deps.store.read() as tx:
        assets = [tx.assets.get(asset) for asset in tx.withdrawals.assets(withdrawal.id)]
    try:
        takers = _takers(deps.hosts, assets)
    except HostError:
        return 0
    now = deps.clock.now()
    with deps.store.begin() as tx:
        put = [
            tx.outbox.put(letters.editor(withdrawal.id, host, user, tuple(sorted(photos)), now))
            for (host, user), photos in sorted(takers.items())
        ]
        tx.alerts.tell([_step(withdrawal)])
    return sum(put)


def _takers(
    hosts: Mapping[HostName, Host], assets: Iterable[Asset]
) -> Mapping[tuple[HostName, str], set[str]]:
    """Give each user of a host who took photos that may not be used freely, with their numbers."""
    found: dict[tuple[HostName, str], set[str]] = defaultdict(set)
    for asset in assets:
        host = hosts.get(asset.ref.host)
        fine = asset.status in _FINE or asset.deleted_at is not None
        if fine or host is None or host.uses is None or host.message is None:
            continue
        try:
            uses = host.uses.of(asset.ref)
        except Forget:
            continue
        for user in {use.user for use in uses if use.user}:
            found[host.name, user].add(str(asset.ref.id))
    return found


def _about(withdrawal: Withdrawal) -> str:
    return f"withdrawal-{withdrawal.id}"


def _step(withdrawal: Withdrawal) -> ToldStep:
    day = withdrawal.at.date()
    return ToldStep(
        key=f"{_about(withdrawal)}:{LOOKED}",
        letter=LOOKED,
        about=_about(withdrawal),
        last=day,
        word=LOOKED,
        audience=Audience.EDITOR.value,
    )
