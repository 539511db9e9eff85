"""Setting `confirm`: when an `accept` of the machine must wait for a human."""

from consent.errors import NotAllowed
from consent.states import Confirm

ENOUGH_TEMPLATES = 3
"""Fewer templates of a person are too weak to go by alone: docs/architecture.md, `confirm`."""


def awaits(
    policy: Confirm,
    *,
    templates: int,
    gallery_persons: int,
    auto_limit: int,
    first_in_session: bool,
) -> bool:
    """Tell whether an accepted finding is a gap until a human confirms it.

    `templates`: of this person; `gallery_persons`: persons the face was compared with;
    `auto_limit`: the largest gallery for which the pack may accept alone; `first_in_session`: this
    is the first accepted finding of this person in a session of the photo. `never` waits all the
    same while the gallery is over the limit.
    """
    over_limit = gallery_persons > auto_limit
    weak = over_limit or templates < ENOUGH_TEMPLATES
    waits = {
        Confirm.ALWAYS: True,
        Confirm.WEAK: weak,
        Confirm.FIRST_IN_SESSION: weak or first_in_session,
        Confirm.NEVER: over_limit,
    }
    return waits[policy]


def check_policy(policy: Confirm, *, gallery_persons: int, auto_limit: int) -> None:
    """Refuse the policy `never` while the gallery is over the limit. Raises `NotAllowed`."""
    if policy is Confirm.NEVER and gallery_persons > auto_limit:
        raise NotAllowed(
            f"confirm = never is refused: {gallery_persons} persons are in the gallery and this"
            f" model pack may accept alone among {auto_limit} at most. Set confirm to weak."
        )
