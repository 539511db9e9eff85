"""The link of a session, at which many sign: made, given again, ended."""

from datetime import datetime

from consent.asks import Link, LinkKind
from consent.ids import Actor, NoticeId, SessionId
from consent.notices import Audience
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow, NoticeMissing
from scheduler.ports import Tx
from scheduler.values import Act

_SERIAL = "session-link:"
"""Facts with this prefix count the links of a session."""


def open_session_link(
    deps: Deps,
    session: SessionId,
    notice: NoticeId,
    actor: Actor,
    ends_at: datetime | None = None,
) -> str:
    """Make the link of a session, or give the one there is for this text; gives its secret.

    Raises `NoSuchRow`, and `NoticeMissing` where there is no text to sign.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        _check(tx, session, notice)
        serial = int(tx.facts.get(_SERIAL + session) or "1")
        secret = deps.secrets.make(LinkKind.SESSION, session, serial)
        there = tx.links.find(deps.secrets.hash_of(secret))
        if there is not None and there.opens(now) and there.notice == notice:
            return secret
        if there is not None:
            _close(deps, tx, session)
            serial += 1
            secret = deps.secrets.make(LinkKind.SESSION, session, serial)
        tx.facts.put(_SERIAL + session, str(serial))
        link = Link(
            hash=deps.secrets.hash_of(secret),
            kind=LinkKind.SESSION,
            made_at=now,
            ends_at=ends_at,
            session=session,
            notice=notice,
        )
        tx.links.put(link)
        act = Act(actor=actor, act="session-link-opened", subjects=(session,))
        tx.records.act(act, now)
    return secret


def session_secret(deps: Deps, session: SessionId) -> str | None:
    """Give the secret of the link of a session that opens now; None where none does."""
    with deps.store.read() as tx:
        serial = int(tx.facts.get(_SERIAL + session) or "1")
        secret = deps.secrets.make(LinkKind.SESSION, session, serial)
        there = tx.links.find(deps.secrets.hash_of(secret))
    return secret if there is not None and there.opens(deps.clock.now()) else None


def close_session_link(deps: Deps, session: SessionId, actor: Actor) -> int:
    """End the links of a session; gives how many."""
    with deps.store.begin() as tx:
        ended = _close(deps, tx, session)
        if ended:
            act = Act(actor=actor, act="session-link-closed", subjects=(session,))
            tx.records.act(act, deps.clock.now())
    return ended


def _close(deps: Deps, tx: Tx, session: SessionId) -> int:
    now = deps.clock.now()
    return sum(tx.links.kill(link.hash, now) for link in tx.links.of_session(session))


def _check(tx: Tx, session: SessionId, notice: NoticeId) -> None:
    if not any(one.id == session for one in tx.sessions.all()):
        raise NoSuchRow("There is no such session: likeness session list")
    if not tx.notices.languages(notice, Audience.ADULT):
        raise NoticeMissing(
            f"There is no text to sign at a session: likeness notice publish {notice}"
        )
