"""What pages leave behind goes when its time is up: codes, counters, used forms, pending faces."""

from scheduler.deps import Deps
from scheduler.jobs.enrol_pending import drop_over


def tidy_pages(deps: Deps) -> int:
    """Delete what is over; gives how many pending enrolments went. Safe to run twice."""
    now = deps.clock.now()
    with deps.store.begin() as tx:
        tx.codes.forget(now)
        tx.knocks.forget(now)
        tx.used_forms.forget(now)
    return drop_over(deps)
