"""Make or change a session.

Its photo rules, its roster, and the word that everybody present was asked.
"""

from consent.ids import Actor
from consent.sessions import Session
from scheduler.deps import Deps
from scheduler.values import Act, Priority


def save_session(deps: Deps, session: Session, actor: Actor, act: str) -> int:
    """Keep a session and decide every photo again; gives how many.

    Where the roster grew, the photos of the session are looked at again.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        before = next((entry for entry in tx.sessions.all() if entry.id == session.id), None)
        tx.sessions.save(session)
        tx.records.act(Act(actor=actor, act=act, subjects=(session.id,)), now)
        if before is not None and session.roster - before.roster:
            tx.queue.wake(tx.sessions.assets(session.id), Priority.CONSENT, now, look=True)
        return tx.queue.wake_host(None, Priority.CONSENT, now, look=False)
