"""Make or change a session.

Its photo rules, its roster, and the word that everybody present was asked.
"""

from consent.ids import Actor
from consent.sessions import Session
from scheduler.deps import Deps
from scheduler.values import Act, Priority


def save_session(deps: Deps, session: Session, actor: Actor, act: str) -> int:
    """Keep a session and look again at every photo it may concern; gives how many."""
    now = deps.clock.now()
    with deps.store.begin() as tx:
        tx.sessions.save(session)
        tx.records.act(Act(actor=actor, act=act, subjects=(session.id,)), now)
        return tx.queue.wake_host(None, Priority.CONSENT, now, look=True)
