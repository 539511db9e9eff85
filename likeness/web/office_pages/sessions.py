"""Sessions: the list, and one with its people, photos, mode and no-photo list."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from consent.ids import GroupId, PersonId, SessionId
from consent.modes import ModeScope, ScopeKind
from consent.particulars import a_name
from consent.sessions import AllAsked, Session, SessionRule
from consent.states import Mode
from likeness.storage.store import SqlTx
from likeness.web.office_pages.people import searched
from likeness.web.office_pages.rosters import listed, no_photo, no_photo_values
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.session_links import link_of
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.errors import ModeRefused, NoSuchRow
from scheduler.jobs.save_session import save_session
from scheduler.jobs.set_mode import set_mode

SAID = frozenset(
    {"session_saved", "session_mode_refused", "session_text_stands", "session_text_choose"}
)
WRONG = SAID - {"session_saved"}
_Text = Annotated[str, Form(max_length=300)]


def add_sessions(desk: Desk) -> None:
    """Add the pages."""
    _list(desk)
    _page(desk)
    _no_photo(desk)
    _roster(desk)
    _settings(desk)


def the_session(tx: SqlTx, session: str) -> Session:
    """Give a session. Raises `NoSuchRow`."""
    for one in tx.sessions.all():
        if one.id == session:
            return one
    raise NoSuchRow("There is no such session.")


def _list(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/sessions")
    def sessions(visitor: Annotated[Visitor, Depends(desk.door.see)]) -> HTMLResponse:
        with pages.store.read() as tx:
            found = sorted(tx.sessions.all(), key=lambda one: one.name.casefold())
            photos = {one.id: len(tx.sessions.assets(one.id)) for one in found}
        values = {"sessions": found, "photos": photos}
        return desk.shell.page(visitor, "sessions.html.j2", values)

    @desk.router.post("/sessions")
    def add(visitor: Annotated[Visitor, Depends(desk.door.act)], name: _Text = "") -> Response:
        made = Session(id=SessionId(pages.deps.new_id()), name=a_name(name))
        save_session(pages.deps, made, visitor.account.actor, "session-added")
        return seen_other(f"/sessions/{made.id}")


def _page(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/sessions/{session}")
    def session(
        visitor: Annotated[Visitor, Depends(desk.door.see)],
        session: str,
        q: str = "",
        said: str = "",
    ) -> HTMLResponse:
        with pages.store.read() as tx:
            one = the_session(tx, session)
            people = listed(pages, tx, one.roster, one.id)
            mode = next((it for it in tx.sessions.modes() if it.scope == _scope(session)), None)
            photos = len(tx.sessions.assets(one.id))
            groups = tx.groups.all()
            found = searched(pages, tx, q)
        roster = [line.person for line in people.lines]
        pages.saw(
            visitor.account, "session-opened", (one.id, *roster, *(it.person for it in found))
        )
        values = {
            "session": one,
            "lines": people.lines,
            "missing": people.silent,
            "found": found,
            "q": q,
            "photos": photos,
            "mode": mode.mode.value if mode else "",
            "modes": tuple(Mode),
            "hosts": tuple(pages.hosts),
            "link": link_of(desk, one),
            "groups": groups,
            "said": said if said in SAID else "",
            "wrong": said in WRONG,
        }
        return desk.shell.page(visitor, "session.html.j2", values)


def _no_photo(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/sessions/{session}/no-photo")
    def whom_not(visitor: Annotated[Visitor, Depends(desk.door.see)], session: str) -> HTMLResponse:
        """List whom not to publish: silent counts as no."""
        with pages.store.read() as tx:
            one = the_session(tx, session)
            lines = no_photo(pages, tx, one.roster, one.id)
        pages.saw(visitor.account, "no-photo-list", (one.id, *(line.person for line in lines)))
        values = no_photo_values(desk, visitor, one.name, lines)
        return desk.shell.page(visitor, "no_photo.html.j2", values)


def _roster(desk: Desk) -> None:
    act, pages = desk.door.act, desk.pages

    @desk.router.post("/sessions/{session}/roster")
    def roster(
        visitor: Annotated[Visitor, Depends(act)],
        session: str,
        add: Annotated[list[str] | None, Form()] = None,
        remove: Annotated[list[str] | None, Form()] = None,
        group: _Text = "",
    ) -> Response:
        """Put people, or a whole group, on the list, or take them off."""
        with pages.store.read() as tx:
            one = the_session(tx, session)
            here = set(tx.people.ids())
            inside = tx.groups.get(GroupId(group)).members if group else frozenset[PersonId]()
        more = {*map(PersonId, add or ()), *inside}
        if not more <= here:
            raise HTTPException(404)
        less = {PersonId(person) for person in remove or ()}
        changed = replace(one, roster=frozenset((one.roster | more) - less))
        save_session(pages.deps, changed, visitor.account.actor, "session-roster-set")
        return seen_other(f"/sessions/{session}?said=session_saved")

    @desk.router.post("/sessions/{session}/all-asked")
    def all_asked(visitor: Annotated[Visitor, Depends(act)], session: str) -> Response:
        with pages.store.read() as tx:
            one = the_session(tx, session)
        word = AllAsked(by=visitor.account.actor, at=pages.deps.clock.now())
        changed = replace(one, all_asked=word)
        save_session(pages.deps, changed, visitor.account.actor, "session-all-asked")
        return seen_other(f"/sessions/{session}?said=session_saved")


def _settings(desk: Desk) -> None:
    act, pages = desk.door.act, desk.pages

    @desk.router.post("/sessions/{session}/rules")
    def rules(  # noqa: PLR0913, PLR0917 - one for each field of the form
        visitor: Annotated[Visitor, Depends(act)],
        session: str,
        host: _Text = "",
        folder: _Text = "",
        begins: _Text = "",
        ends: _Text = "",
    ) -> Response:
        """Say which photos belong to a session."""
        first, last = _instant(pages.timezone, begins), _instant(pages.timezone, ends)
        if host not in pages.hosts or (first and last and last < first):
            raise HTTPException(422)
        with pages.store.read() as tx:
            one = the_session(tx, session)
        rule = SessionRule(host=host, folder=folder.strip("/ "), begins=first, ends=last)
        changed = replace(one, rules=(*one.rules, rule))
        save_session(pages.deps, changed, visitor.account.actor, "session-rule-added")
        return seen_other(f"/sessions/{session}?said=session_saved")

    @desk.router.post("/sessions/{session}/mode")
    def mode(visitor: Annotated[Visitor, Depends(act)], session: str, mode: _Text) -> Response:
        """Set how far recognition may go."""
        if mode not in set(Mode):
            raise HTTPException(422)
        with pages.store.read() as tx:
            the_session(tx, session)
        try:
            set_mode(pages.deps, _scope(session), Mode(mode), visitor.account.actor)
        except ModeRefused:
            return seen_other(f"/sessions/{session}?said=session_mode_refused")
        return seen_other(f"/sessions/{session}?said=session_saved")


def _scope(session: str) -> ModeScope:
    return ModeScope(kind=ScopeKind.SESSION, value=session)


def _instant(timezone: str, text: str) -> datetime | None:
    """Read a local time from a form. Raises the 422 of a page."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=ZoneInfo(timezone))
    except ValueError as error:
        raise HTTPException(422) from error
