"""What is in the way of a host: kept once per host, looked at again, and its end frees every photo.

Photos do not carry the cause. They wait, told in part, or untold; when nothing is in the way any
more they are all due at once.
"""

from dataclasses import dataclass
from datetime import timedelta

from connector.causes import Cause, Kind, cause
from connector.errors import HostError, HostRefused, HostUnavailable, PhotoLocked
from connector.values import HostName
from scheduler.deps import Deps
from scheduler.pauses import REFUSED_WAIT_S
from scheduler.ports import Tx
from scheduler.values import HostTrouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is in the way of a host, and how many of its photos wait for its end."""

    trouble: HostTrouble
    photos: int


def waiting_hosts(tx: Tx) -> tuple[Waiting, ...]:
    """Give every host that something is in the way of."""
    found = tx.host_troubles.all()
    return tuple(Waiting(trouble=one, photos=tx.tellings.waiting(one.host)) for one in found)


def cause_of(error: HostError, *, writing: bool = False) -> Cause | None:
    """Say an error as a cause; None where it is about one photo alone. Pure."""
    match error:
        case PhotoLocked():
            return None
        case HostUnavailable():
            return cause(Kind.UNAVAILABLE, words=_words(error))
        case HostRefused():
            kind = Kind.WRITE_REFUSED if writing else Kind.REFUSED
            return cause(kind, words=_words(error))
        case _:
            return None


def _words(error: HostError) -> str:
    return str(error).strip().rstrip(".")


def note_error(deps: Deps, host: HostName, error: HostError, *, writing: bool = False) -> None:
    """Keep what an error says is in the way of a host; what its mapping lacks is kept, too."""
    found = cause_of(error, writing=writing)
    if found is None:
        return
    with deps.store.begin() as tx:
        there = tx.host_troubles.get(host)
        kept = [one for one in there.causes if one.kind not in _OF_ERRORS] if there else []
        tx.host_troubles.save(host, (found, *kept), deps.clock.now())


_OF_ERRORS = frozenset({Kind.UNAVAILABLE, Kind.REFUSED, Kind.WRITE_REFUSED})


def note_causes(deps: Deps, tx: Tx, host: HostName, causes: tuple[Cause, ...]) -> None:
    """Keep what a write found to be in the way."""
    if causes:
        tx.host_troubles.save(host, causes, deps.clock.now())


def look_again(deps: Deps, host: HostName, *, asked: bool = False) -> tuple[Cause, ...]:
    """See whether what is in the way of a host still is; its end frees all its photos at once.

    The host answers: call it after a poll. `asked`: by a person, who may have put something right;
    by itself a refusal to be written into is looked at only now and then. Raises `HostError`.
    """
    with deps.store.read() as tx:
        trouble = tx.host_troubles.get(host)
    if trouble is None or (not asked and _rests(deps, trouble)):
        return () if trouble is None else trouble.causes
    causes = deps.hosts[host].setup.causes()
    now = deps.clock.now()
    with deps.store.begin() as tx:
        if causes:
            tx.host_troubles.save(host, causes, now)
        else:
            tx.host_troubles.end(host)
            tx.queue.free(host, now)
    return causes


def _rests(deps: Deps, trouble: HostTrouble) -> bool:
    """Tell whether a refusal is too fresh to be tried again: only writing would show its end."""
    fresh = deps.clock.now() - trouble.seen_at < timedelta(seconds=REFUSED_WAIT_S)
    return fresh and any(one.kind is Kind.WRITE_REFUSED for one in trouble.causes)
