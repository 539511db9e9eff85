"""Sessions: who takes part, which photos, how far recognition goes, the link signers come in by."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from consent.ids import NoticeId, PersonId, SessionId
from consent.modes import ModeScope, ScopeKind
from consent.sessions import AllAsked, Session, SessionRule
from consent.states import Mode
from likeness.qr import svg
from likeness.web.access import Key, Scope
from likeness.web.api.desk import ApiDesk, actor_of, own_id
from likeness.web.api.people import Made
from likeness.web.api.rosters import NoPhotoRead, Roster, no_photo_read
from likeness.web.office_pages.rosters import missing, no_photo
from likeness.web.office_pages.sessions import the_session
from scheduler.jobs.ask_session import close_session_link, open_session_link, replace_session_link
from scheduler.jobs.save_session import save_session
from scheduler.jobs.set_mode import set_mode


class SessionRead(BaseModel):
    """One session."""

    session: str
    name: str
    roster: list[str]
    photos: int
    """Photos that belong to it; after a change: that are looked at again because of it."""
    all_asked: bool
    notice: str | None = None
    """The text that is signed there; null: nobody chose it yet."""


class NewSession(BaseModel):
    """A session to make."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=200)


class NewRule(BaseModel):
    """Which photos belong to a session; each rule adds photos."""

    model_config = ConfigDict(extra="forbid")

    host: str
    folder: str = Field(default="", max_length=300)
    """Folder or collection; empty: everything."""
    begins: AwareDatetime | None = None
    ends: AwareDatetime | None = None


class NewMode(BaseModel):
    """How far recognition may go."""

    model_config = ConfigDict(extra="forbid")

    mode: Mode


class SessionLinkRead(BaseModel):
    """Where signers come in."""

    url: str


def add_sessions_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _reading(desk)
    _writing(desk)
    _links(desk)
    _settings(desk)


def _reading(desk: ApiDesk) -> None:
    pages, read = desk.pages, Depends(desk.needs(Scope.SESSIONS_READ))

    @desk.router.get("/sessions", summary="List sessions")
    def sessions(key: Annotated[Key, read]) -> list[SessionRead]:
        with pages.store.read() as tx:
            found = tx.sessions.all()
            counts = {one.id: len(tx.sessions.assets(one.id)) for one in found}
        desk.saw(key, "sessions-listed", (one.id for one in found))
        return [_read(one, counts[one.id]) for one in found]

    @desk.router.get("/sessions/{session}/no-photo", summary="Whom not to publish")
    def whom_not(key: Annotated[Key, read], session: str) -> list[NoPhotoRead]:
        """Silent counts as no. Who agreed to some uses only is listed with these."""
        with pages.store.read() as tx:
            one = the_session(tx, session)
            found = no_photo(pages, tx, one.roster, one.id)
        desk.saw(key, "no-photo-list", (session, *(line.person for line in found)))
        return no_photo_read(found)

    @desk.router.get("/sessions/{session}/missing", summary="Whose answer is missing")
    def missing_from(key: Annotated[Key, read], session: str) -> list[str]:
        with pages.store.read() as tx:
            one = the_session(tx, session)
            found = missing(pages, tx, one.roster, one.id)
        desk.saw(key, "session-opened", (session, *found))
        return [str(person) for person in found]


def _writing(desk: ApiDesk) -> None:
    pages, write = desk.pages, Depends(desk.needs(Scope.SESSIONS_WRITE))

    @desk.router.post("/sessions", status_code=201, summary="Make a session")
    def add(
        key: Annotated[Key, write],
        body: NewSession,
        idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Made:
        made = SessionId(own_id(key, idempotency_key, pages.deps.new_id()))
        with pages.store.read() as tx:
            there = any(one.id == made for one in tx.sessions.all())
        if not there:
            session = Session(id=made, name=body.name)
            save_session(pages.deps, session, actor_of(key), "session-added")
        return Made(id=made)

    @desk.router.put("/sessions/{session}/roster", summary="Say who takes part")
    def roster(key: Annotated[Key, write], session: str, body: Roster) -> SessionRead:
        persons = frozenset(PersonId(one) for one in body.persons)
        with pages.store.read() as tx:
            one = the_session(tx, session)
            if not persons <= set(tx.people.ids()):
                raise HTTPException(422, "Somebody on this list is not known.")
            photos = len(tx.sessions.assets(one.id))
        changed = replace(one, roster=persons)
        save_session(pages.deps, changed, actor_of(key), "session-roster-set")
        return _read(changed, photos)


def _links(desk: ApiDesk) -> None:
    pages, write = desk.pages, Depends(desk.needs(Scope.SESSIONS_WRITE))

    def opened(key: Key, session: str, notice: str, *, anew: bool = False) -> str:
        if not pages.public_url:
            raise HTTPException(409, "Set public.public_url first.")
        about, by = (SessionId(session), NoticeId(notice)), actor_of(key)
        do = replace_session_link if anew else open_session_link
        secret = do(pages.deps, *about, by)
        return f"{pages.public_url}/s/{secret}"

    @desk.router.post("/sessions/{session}/link", summary="Make or give the link for signers")
    def link(
        key: Annotated[Key, write], session: str, notice: str, *, replace: bool = False
    ) -> SessionLinkRead:
        """Refused with 409 where the session has another text.

        With `replace` the session gets this text and a new link; the earlier link stops working,
        also where it hangs printed.
        """
        return SessionLinkRead(url=opened(key, session, notice, anew=replace))

    @desk.router.post("/sessions/{session}/qr", summary="That link as a QR code, SVG")
    def code(key: Annotated[Key, write], session: str, notice: str) -> Response:
        return Response(svg(opened(key, session, notice)), media_type="image/svg+xml")

    @desk.router.delete("/sessions/{session}/link", status_code=204, summary="End that link")
    def end(key: Annotated[Key, write], session: str) -> Response:
        close_session_link(pages.deps, SessionId(session), actor_of(key))
        return Response(status_code=204)


def _settings(desk: ApiDesk) -> None:
    pages, write = desk.pages, Depends(desk.needs(Scope.SESSIONS_WRITE))

    def keep(key: Key, changed: Session, act: str) -> SessionRead:
        photos = save_session(pages.deps, changed, actor_of(key), act)
        return _read(changed, photos)

    @desk.router.post("/sessions/{session}/rules", summary="Say which photos belong to a session")
    def rule(key: Annotated[Key, write], session: str, body: NewRule) -> SessionRead:
        if body.host not in pages.hosts or (body.begins and body.ends and body.ends < body.begins):
            raise HTTPException(422, "Name a host that is configured, and an end after the begin.")
        made = SessionRule(
            host=body.host, folder=body.folder.strip("/ "), begins=body.begins, ends=body.ends
        )
        with pages.store.read() as tx:
            one = the_session(tx, session)
        return keep(key, replace(one, rules=(*one.rules, made)), "session-rule-added")

    @desk.router.post("/sessions/{session}/all-asked", summary="State that everybody was asked")
    def all_asked(key: Annotated[Key, write], session: str) -> SessionRead:
        with pages.store.read() as tx:
            one = the_session(tx, session)
        word = AllAsked(by=actor_of(key), at=pages.deps.clock.now())
        return keep(key, replace(one, all_asked=word), "session-all-asked")

    @desk.router.put("/sessions/{session}/mode", summary="Set how far recognition may go")
    def mode(key: Annotated[Key, write], session: str, body: NewMode) -> NewMode:
        """Refused with 409 while a legal basis, an assessment or a word is missing."""
        with pages.store.read() as tx:
            the_session(tx, session)
        scope = ModeScope(kind=ScopeKind.SESSION, value=session)
        set_mode(pages.deps, scope, body.mode, actor_of(key))
        return body


def _read(session: Session, photos: int) -> SessionRead:
    return SessionRead(
        session=session.id,
        name=session.name,
        roster=sorted(session.roster),
        photos=photos,
        all_asked=session.all_asked is not None,
        notice=session.notice,
    )
