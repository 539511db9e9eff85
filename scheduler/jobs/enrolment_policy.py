"""Logged permissions about shots from the page: attended signing, and recognition of minors."""

from datetime import date

from consent.errors import NotAllowed
from consent.ids import Actor, SessionId
from scheduler.deps import Deps
from scheduler.ports.pages import EnrolmentPolicy, PolicyKind
from scheduler.values import Act


def allow_attended(deps: Deps, session: SessionId, until: date, actor: Actor) -> None:
    """Confirm good shots at once at a session where an operator is present, until a day.

    A face that looks like somebody enrolled always waits for a human.
    """
    _set(
        deps,
        EnrolmentPolicy(
            kind=PolicyKind.ATTENDED,
            session=session,
            dpia="",
            until=until,
            by=actor,
            at=deps.clock.now(),
        ),
    )


def allow_minors(deps: Deps, session: SessionId | None, dpia: str, actor: Actor) -> None:
    """Let minors be asked about recognition, at one session or (None) everywhere.

    Raises `NotAllowed` without the reference of an impact assessment of its own.
    """
    if not dpia.strip():
        raise NotAllowed("Recognition of minors needs the reference of its own DPIA.")
    _set(
        deps,
        EnrolmentPolicy(
            kind=PolicyKind.MINORS,
            session=session or "",
            dpia=dpia.strip(),
            until=None,
            by=actor,
            at=deps.clock.now(),
        ),
    )


def end_policy(deps: Deps, kind: PolicyKind, session: SessionId | None, actor: Actor) -> bool:
    """End one; False where there was none. What was confirmed under it stays."""
    with deps.store.begin() as tx:
        ended = tx.pending_enrolments.end_policy(kind, session or "")
        if ended:
            subjects = (session,) if session else ()
            act = Act(actor=actor, act=f"{kind}-policy-ended", subjects=subjects)
            tx.records.act(act, deps.clock.now())
    return ended


def _set(deps: Deps, policy: EnrolmentPolicy) -> None:
    with deps.store.begin() as tx:
        tx.pending_enrolments.set_policy(policy)
        until = policy.until.isoformat() if policy.until else None
        act = Act(
            actor=policy.by,
            act=f"{policy.kind}-policy-set",
            subjects=(policy.session,) if policy.session else (),
            detail={"until": until},
        )
        tx.records.act(act, policy.at)
