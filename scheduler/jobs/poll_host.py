"""Read what changed in a host and note it.

The poll is the truth; a webhook is only a hint to poll sooner.
"""

from collections.abc import Callable
from dataclasses import dataclass

from connector.errors import HostError
from connector.values import HostName
from scheduler.deps import Deps
from scheduler.host_troubles import look_again, note_error
from scheduler.sight import HIDING, hide
from scheduler.staging import is_active
from scheduler.values import Noted, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one full poll found."""

    noted: Noted
    unreadable: int
    """Folders or pages the host would not show.

    The photos below them keep their state but not a fresh look.
    """


Step = Callable[[int, int], None]
"""Takes how many photos were looked at, and of how many; 0 = the host does not say."""


def _untold(_seen: int, _total: int) -> None:
    """Tell nobody."""


def poll_host(deps: Deps, name: HostName, step: Step = _untold) -> Polled:
    """Note every change of one host, page by page. Safe to run twice. Raises `HostError`.

    What was in the way of the host is looked at again: its end frees every photo that waits.

    The first import is backlog; what comes later is a fresh upload and goes first. A host that was
    disconnected is not asked.
    """
    if not is_active(deps, name):
        return Polled(noted=Noted(), unreadable=0)
    try:
        polled = _poll(deps, name, step)
    except HostError as error:
        note_error(deps, name, error)
        raise
    look_again(deps, name)
    return polled


def _poll(deps: Deps, name: HostName, step: Step) -> Polled:
    host = deps.hosts[name]
    total, unreadable = Noted(), 0
    while True:
        with deps.store.read() as tx:
            cursor, known = tx.notes.cursor(name), tx.notes.known(name)
            first_import = not tx.facts.get(_complete_fact(name))
        page = host.feed.changes(cursor, known)
        now = deps.clock.now()
        with deps.store.begin() as tx:
            priority = Priority.BACKFILL if first_import else Priority.FRESH
            noted = tx.notes.note(page.changes, priority, now)
            tx.notes.save_cursor(name, page.cursor, complete=page.complete, now=now)
            if page.complete:
                tx.facts.put(_complete_fact(name), "yes")
            hide(deps, tx, name, [one for one, why in page.unreadable.items() if why in HIDING])
        total, unreadable = _add(total, noted), unreadable + len(page.unreadable)
        step(page.seen, page.total)
        if page.complete:
            return Polled(noted=total, unreadable=unreadable)


def _complete_fact(name: HostName) -> str:
    return f"first-import-complete:{name}"


def _add(one: Noted, other: Noted) -> Noted:
    return Noted(
        new=one.new + other.new,
        changed=one.changed + other.changed,
        moved=one.moved + other.moved,
        deleted=one.deleted + other.deleted,
        unchanged=one.unchanged + other.unchanged,
    )
