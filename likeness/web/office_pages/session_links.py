"""The link and the QR code that signers of a session come in by."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Form, Response
from markupsafe import Markup

from consent.ids import NoticeId, SessionId
from consent.sessions import Session
from likeness.qr import svg
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.errors import NoticeMissing, TextNeeded, TextStands
from scheduler.jobs.ask_session import (
    close_session_link,
    open_session_link,
    replace_session_link,
    session_secret,
)

_Text = Annotated[str, Form(max_length=300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLink:
    """What a session has for signers."""

    address: str
    """What links begin with; empty = there is no public address."""
    url: str = field(repr=False)
    """Empty = no link opens now."""
    notices: tuple[NoticeId, ...]
    """Texts that may be signed."""
    notice: NoticeId | None = None
    """The text of the session; None = nobody chose it yet."""

    @property
    def code(self) -> Markup:
        """Give the QR code as SVG."""
        return Markup(svg(self.url))  # noqa: S704 - made by us, of an address of ours


def link_of(desk: Desk, session: Session) -> SessionLink:
    """Give the link of a session that opens now. Changes nothing."""
    pages = desk.pages
    secret = session_secret(pages.deps, session.id) if pages.public_url else None
    with pages.store.read() as tx:
        notices = tx.notices.ids()
    url = f"{pages.public_url}/s/{secret}" if secret else ""
    return SessionLink(address=pages.public_url, url=url, notices=notices, notice=session.notice)


def add_session_links(desk: Desk) -> None:
    """Let people make and end links."""
    act, deps = desk.door.act, desk.pages.deps

    @desk.router.post("/sessions/{session}/link")
    def make(
        visitor: Annotated[Visitor, Depends(act)],
        session: str,
        notice: _Text = "",
        replace: _Text = "",
    ) -> Response:
        """Make a link; another text than the session's only where somebody ticked what it ends."""
        wanted, by = NoticeId(notice) if notice else None, visitor.account.actor
        try:
            if replace and wanted:
                replace_session_link(deps, SessionId(session), wanted, by)
            else:
                open_session_link(deps, SessionId(session), wanted, by)
        except TextStands:
            return seen_other(f"/sessions/{session}?said=session_text_stands")
        except (TextNeeded, NoticeMissing):
            return seen_other(f"/sessions/{session}?said=session_text_choose")
        return seen_other(f"/sessions/{session}?said=session_saved")

    @desk.router.post("/sessions/{session}/link/end")
    def end(visitor: Annotated[Visitor, Depends(act)], session: str) -> Response:
        close_session_link(deps, SessionId(session), visitor.account.actor)
        return seen_other(f"/sessions/{session}?said=session_saved")
