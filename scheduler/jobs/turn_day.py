"""What a new local day brings: ends of consents, hand-over birthdays, purges.

Asks the rows, so no day is missed.
"""

from dataclasses import dataclass
from datetime import timedelta

from consent.ids import Actor, PersonId
from consent.quitclaims import RecognitionConsent
from consent.signing import Means
from consent.states import ConsentState
from scheduler.deps import Deps
from scheduler.jobs.apply_retention import apply_retention
from scheduler.jobs.ask_person import expire_asks
from scheduler.jobs.end_recognition import end_recognition
from scheduler.jobs.erase_person import PENDING, finish_erasure
from scheduler.jobs.expire_quitclaims import expire_quitclaims
from scheduler.jobs.hand_over import plan_hand_overs
from scheduler.jobs.tidy_pages import tidy_pages
from scheduler.jobs.weigh_upgrade import write_portion
from scheduler.ports.sight import MOVER_DAYS

TIMER = Actor("timer")
LIVE = frozenset({ConsentState.GIVEN, ConsentState.RENEWED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What turning the day did."""

    woken: int
    ended: int
    erased: int
    purged: int
    retired: int
    """Things that were kept long enough."""
    lapsed: int = 0
    """Consents whose last day is over, and asks nobody answered."""
    asked: int = 0
    """Letters to people who come of age."""


def turn_day(deps: Deps) -> Turned:
    """Apply everything that is due by today. Safe to run as often as you like."""
    today, now = deps.clock.today(), deps.clock.now()
    with deps.store.read() as tx:
        consents = tuple(tx.people.recognition_consents().values())
        pending = tx.facts.keys(PENDING)
    over = [consent for consent in consents if _over(consent, deps)]
    for consent in over:
        end_recognition(deps, consent.person, ConsentState.EXPIRED, TIMER, Means.TIMER)
    erased = sum(finish_erasure(deps, PersonId(key.removeprefix(PENDING))) for key in pending)
    with deps.store.begin() as tx:
        woken = tx.queue.wake_day(today, now)
        purged = tx.assets.purge(now - timedelta(days=deps.rules.grace_days))
        tx.sight.forget_movers(now - timedelta(days=MOVER_DAYS))
    lapsed = expire_quitclaims(deps) + expire_asks(deps)
    asked = plan_hand_overs(deps)
    tidy_pages(deps)
    write_portion(deps)
    retired = sum(apply_retention(deps, TIMER).counts.values())
    return Turned(
        woken=woken,
        ended=len(over),
        erased=erased,
        purged=purged,
        retired=retired,
        lapsed=lapsed,
        asked=asked,
    )


def _over(consent: RecognitionConsent, deps: Deps) -> bool:
    return consent.state in LIVE and consent.ends is not None and consent.ends < deps.clock.today()
