"""Notice that the rules in force are not those of the last run, and decide everything again."""

import hashlib
import json

from consent.confirmation import check_policy
from consent.ids import Actor
from scheduler.deps import Deps
from scheduler.values import Act, Priority

DECIDING, LOOKING = "rules-for-deciding", "rules-for-looking"
SAYING = "rules-for-saying"
LOOKS = 2
"""Raised where a look refuses or finds what earlier ones did not: then all photos are looked at.

2: other files of a photo, and files of several pictures behind a preview.
"""


def notice_rules(deps: Deps) -> int:
    """Wake every photo whose answer the changed rules may touch; gives how many.

    Safe to run twice.
    """
    _check_policy(deps)
    now = deps.clock.now()
    present = {DECIDING: _deciding(deps), LOOKING: _looking(deps), SAYING: _saying(deps)}
    with deps.store.begin() as tx:
        before = {key: tx.facts.get(key) for key in present}
        changed = [key for key, value in present.items() if before[key] != value]
        for key in changed:
            tx.facts.put(key, present[key])
        if not any(before[key] for key in changed):
            return 0
        tx.records.act(Act(actor=Actor("timer"), act="rules-changed"), now)
        return tx.queue.wake_host(None, Priority.CONSENT, now, look=LOOKING in changed)


def _check_policy(deps: Deps) -> None:
    with deps.store.read() as tx:
        persons = len(tx.people.template_counts(deps.rules.pack))
    policy, limit = deps.rules.confirm, deps.rules.auto_limit
    check_policy(policy, gallery_persons=persons, auto_limit=limit)


def _deciding(deps: Deps) -> str:
    rules = deps.rules.decide
    return _digest([sorted(rules.channels), rules.ignore_below, rules.demo])


def _looking(deps: Deps) -> str:
    rules = deps.rules
    return _digest([rules.pack, rules.confirm, rules.auto_limit, rules.default_mode, LOOKS])


def _saying(deps: Deps) -> str:
    return _digest([deps.rules.saying, deps.links.place])


def _digest(facts: list[object]) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
