"""Set how far recognition may go for a scope, and record what that needs."""

from collections.abc import Sequence

from connector.values import HostName
from consent.ids import Actor
from consent.modes import LegalBasis, Missing, ModeScope, ModeSetting, missing_for
from consent.states import Mode
from scheduler.deps import Deps
from scheduler.errors import ModeRefused
from scheduler.values import Act, Priority


def set_mode(deps: Deps, scope: ModeScope, mode: Mode, actor: Actor) -> int:
    """Set a mode; gives how many photos are looked at or decided again.

    Lowering a mode ends the machine links made under it as soon as each photo is processed;
    raising it has each photo looked at again.
    Raises `ModeRefused` naming what must be recorded first.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        missing = missing_for(mode, scope, tx.sessions.bases(), tx.sessions.all())
        if missing:
            raise ModeRefused(_refusal(mode, missing))
        tx.sessions.set_mode(ModeSetting(scope=scope, mode=mode, by=actor, at=now))
        detail = {"scope": scope.kind.value, "mode": mode.value}
        tx.records.act(Act(actor=actor, act="mode-set", detail=detail), now)
        host = HostName(scope.host) if scope.host else None
        return tx.queue.wake_host(host, Priority.WITHDRAWAL, now, look=False)


def _refusal(mode: Mode, missing: Sequence[Missing]) -> str:
    lacks = {
        Missing.LEGAL_BASIS: "a legal basis (likeness basis record SCOPE --basis ... --dpia ...)",
        Missing.DPIA: "a DPIA reference (likeness basis record SCOPE --basis ... --dpia ...)",
        Missing.ALL_ASKED: "the word that everybody present was asked (likeness session all-asked)",
        Missing.SESSION: "a session with this id (likeness session add)",
    }
    return f"Mode {mode} is refused until these are recorded: " + "; ".join(
        lacks[item] for item in missing
    )


def record_basis(deps: Deps, basis: LegalBasis) -> None:
    """Record a legal basis and DPIA reference for a scope."""
    with deps.store.begin() as tx:
        tx.sessions.record_basis(basis)
        detail = {"scope": basis.scope.kind.value}
        tx.records.act(Act(actor=basis.by, act="basis-recorded", detail=detail), deps.clock.now())
