"""Make or change a group: a class, a team."""

from consent.groups import Group
from consent.ids import Actor
from scheduler.deps import Deps
from scheduler.values import Act


def save_group(deps: Deps, group: Group, actor: Actor) -> None:
    """Keep a group with exactly these members."""
    with deps.store.begin() as tx:
        tx.groups.save(group)
        detail = {"count": len(group.members)}
        act = Act(actor=actor, act="group-saved", subjects=(group.id,), detail=detail)
        tx.records.act(act, deps.clock.now())
