"""After a restore from an older erasure ledger: a human looks before anything goes out again.

People who were erased after the backup may be back. Until somebody says that this was put right,
nobody is recognised, nothing is written into hosts and no letter is sent.
"""

from consent.ids import Actor
from scheduler.deps import Deps
from scheduler.ports import Tx
from scheduler.values import Act, Priority

UNREVIEWED = "likeness:restored-unreviewed"
"""A fact: the number of the restore that nobody has ended; empty = none."""
REVIEWED = "likeness:restored-reviewed"
"""A fact: the number of the restore that a human ended last."""

RESTORED = (
    "After a restore people who were erased may be back. Nobody is recognised, nothing is written"
    " into hosts and no letter is sent. Erase them again, then run: likeness restore --reviewed"
)


def is_unreviewed(tx: Tx) -> bool:
    """Tell whether a restore waits for a human."""
    return bool(tx.facts.get(UNREVIEWED))


def end_review(deps: Deps, actor: Actor) -> bool:
    """Note that a human put right what the restore brought back; False where none waits.

    Every photo is looked at again.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        number = tx.facts.get(UNREVIEWED)
        if not number:
            return False
        tx.facts.put(REVIEWED, number)
        tx.facts.put(UNREVIEWED, "")
        tx.records.act(Act(actor=actor, act="restore-reviewed"), now)
        tx.queue.wake_host(None, Priority.CONSENT, now, look=True)
    return True
