"""The text and the link of a session, at which many sign: chosen, shown, replaced, ended.

A session has one text. Showing its link changes nothing; another text must be asked for, because
the link that was printed stops working.
"""

from dataclasses import replace
from datetime import datetime

from consent.asks import Link, LinkKind
from consent.ids import Actor, NoticeId, SessionId
from consent.notices import Audience
from consent.sessions import Session
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow, NoticeMissing, TextNeeded, TextStands
from scheduler.ports import Tx
from scheduler.values import Act

_SERIAL = "session-link:"
"""Facts with this prefix count the links of a session."""


def open_session_link(
    deps: Deps,
    session: SessionId,
    notice: NoticeId | None,
    actor: Actor,
    ends_at: datetime | None = None,
) -> str:
    """Make the link of a session, or give the one that opens now; gives its secret.

    `notice`: None = the session's own text. Raises `NoSuchRow`, `NoticeMissing`, `TextNeeded`
    where nobody chose a text yet, and `TextStands` where the session has another text.
    """
    with deps.store.begin() as tx:
        wanted = session_text(tx, session, notice)
        there = _open_link(deps, tx, session)
        if there is not None and there.notice != wanted:
            raise TextStands(_STANDS)  # a link of before this version
        if there is not None and ends_at not in {None, there.ends_at}:
            raise TextStands("The link there is has another last day. Replacing makes a new link.")
        if there is not None:
            return _secret(deps, tx, session)
        return _make(deps, tx, session, wanted, (actor, ends_at))


def replace_session_link(
    deps: Deps, session: SessionId, notice: NoticeId, actor: Actor, ends_at: datetime | None = None
) -> str:
    """Give a session another text and a new link.

    The earlier link, also where it hangs printed, opens nothing any more; what was signed stays.
    Raises `NoSuchRow` and `NoticeMissing`.
    """
    with deps.store.begin() as tx:
        _check(tx, session, notice)
        _close(deps, tx, session)
        return _make(deps, tx, session, notice, (actor, ends_at))


def session_secret(deps: Deps, session: SessionId) -> str | None:
    """Give the secret of the link of a session that opens now; None where none does."""
    with deps.store.read() as tx:
        opens = _open_link(deps, tx, session) is not None
        return _secret(deps, tx, session) if opens else None


def shown_secret(deps: Deps, session: SessionId, notice: NoticeId | None = None) -> str:
    """Give the secret of the link that opens now, to be shown or printed. Changes nothing.

    Raises `TextNeeded` where no link opens, and `TextStands` where it is of another text than
    `notice`.
    """
    with deps.store.read() as tx:
        there = _open_link(deps, tx, session)
        if there is None:
            raise TextNeeded(
                "No link of this session opens now. Make one:"
                " likeness session link SESSION --notice TEXT"
            )
        if notice is not None and there.notice != notice:
            raise TextStands(_STANDS)
        return _secret(deps, tx, session)


def session_text(tx: Tx, session: SessionId, wanted: NoticeId | None) -> NoticeId:
    """Give the text of a session: its own, or the wanted one where it has none.

    Raises `NoSuchRow`, `NoticeMissing`, `TextNeeded` and `TextStands`.
    """
    own = _the_session(tx, session).notice
    if own is None and wanted is None:
        raise TextNeeded(
            "Nobody chose the text of this session yet."
            " Name it: --notice TEXT (likeness notice list)"
        )
    if own is not None and wanted not in {None, own}:
        raise TextStands(_STANDS)
    text = own or wanted or NoticeId("")
    _check(tx, session, text)
    return text


def keep_session_text(tx: Tx, session: SessionId, notice: NoticeId) -> None:
    """Note the text of a session that had none."""
    before = _the_session(tx, session)
    if before.notice is None:
        tx.sessions.save(replace(before, notice=notice))


def close_session_link(deps: Deps, session: SessionId, actor: Actor) -> int:
    """End the links of a session; gives how many. Its text stays."""
    with deps.store.begin() as tx:
        ended = _close(deps, tx, session)
        if ended:
            act = Act(actor=actor, act="session-link-closed", subjects=(session,))
            tx.records.act(act, deps.clock.now())
    return ended


_STANDS = (
    "This session has another text. Replacing it makes a new link: the printed poster, the QR code"
    " and every link that was handed out stop working, and people sign the new text from then on."
    " If that is meant: likeness session link SESSION --notice TEXT --replace"
)


def _make(
    deps: Deps,
    tx: Tx,
    session: SessionId,
    notice: NoticeId,
    by: tuple[Actor, datetime | None],
) -> str:
    """Make a link under the next number that no link had."""
    actor, ends_at = by
    now = deps.clock.now()
    secret = _secret(deps, tx, session)
    if tx.links.find(deps.secrets.hash_of(secret)) is not None:
        _close(deps, tx, session)
        tx.facts.put(_SERIAL + session, str(_serial(tx, session) + 1))
        secret = _secret(deps, tx, session)
    link = Link(
        hash=deps.secrets.hash_of(secret),
        kind=LinkKind.SESSION,
        made_at=now,
        ends_at=ends_at,
        session=session,
        notice=notice,
    )
    tx.links.put(link)
    tx.sessions.save(replace(_the_session(tx, session), notice=notice))
    act = Act(actor=actor, act="session-link-opened", subjects=(session,))
    tx.records.act(act, now)
    return secret


def _open_link(deps: Deps, tx: Tx, session: SessionId) -> Link | None:
    found = tx.links.find(deps.secrets.hash_of(_secret(deps, tx, session)))
    return found if found is not None and found.opens(deps.clock.now()) else None


def _secret(deps: Deps, tx: Tx, session: SessionId) -> str:
    return deps.secrets.make(LinkKind.SESSION, session, _serial(tx, session))


def _serial(tx: Tx, session: SessionId) -> int:
    return int(tx.facts.get(_SERIAL + session) or "1")


def _close(deps: Deps, tx: Tx, session: SessionId) -> int:
    now = deps.clock.now()
    return sum(tx.links.kill(link.hash, now) for link in tx.links.of_session(session))


def _the_session(tx: Tx, session: SessionId) -> Session:
    found = next((one for one in tx.sessions.all() if one.id == session), None)
    if found is None:
        raise NoSuchRow("There is no such session: likeness session list")
    return found


def _check(tx: Tx, session: SessionId, notice: NoticeId) -> None:
    _the_session(tx, session)
    if not tx.notices.languages(notice, Audience.ADULT):
        raise NoticeMissing(
            f"There is no text to sign at a session: likeness notice publish {notice}"
        )
