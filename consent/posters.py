"""What a poster says about recognition: the most that may happen to a picture of the session. Pure.

Who takes part in an event must not be told less than what may be done.
"""

from collections.abc import Iterable

from consent.ids import SessionId
from consent.modes import ModeSetting, ScopeKind
from consent.states import Mode

_ORDER = tuple(Mode)


def announced(settings: Iterable[ModeSetting], session: SessionId, default: Mode) -> Mode:
    """Give the mode of the session's own; where it has none, the widest set anywhere else."""
    every = tuple(settings)
    own = [
        one.mode
        for one in every
        if one.scope.kind is ScopeKind.SESSION and one.scope.value == session
    ]
    other = [one.mode for one in every if one.scope.kind is not ScopeKind.SESSION]
    return max(own or [default, *other], key=_ORDER.index)
