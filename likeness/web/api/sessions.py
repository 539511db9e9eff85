"""Sessions, asking, and the link signers come in by."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Header, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from consent.ids import NoticeId, PersonId, SessionId
from consent.sessions import Session
from consent.signing import Means
from likeness.web.access import Key, Scope
from likeness.web.api.desk import ApiDesk, actor_of, own_id
from likeness.web.api.people import Made
from likeness.web.office_pages.people import known
from likeness.web.office_pages.sessions import the_session
from scheduler.asking import Wish
from scheduler.jobs.ask_person import ask, preview_asks
from scheduler.jobs.ask_session import open_session_link
from scheduler.jobs.save_session import save_session


class SessionRead(BaseModel):
    """One session."""

    session: str
    name: str
    roster: list[str]
    photos: int
    all_asked: bool


class NewSession(BaseModel):
    """A session to make."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=200)


class Roster(BaseModel):
    """Who takes part; replaces the list."""

    model_config = ConfigDict(extra="forbid")

    persons: list[str] = Field(max_length=20_000)


class NewAsk(BaseModel):
    """Whom to ask, and how."""

    model_config = ConfigDict(extra="forbid")

    persons: list[str] = Field(min_length=1, max_length=2_000)
    notice: str
    way: Means = Means.MAIL
    session: str | None = None
    dry_run: bool = True
    """Say what would happen, and change nothing."""


class Asked(BaseModel):
    """Who is asked, and what stands in the way of others."""

    asks: list[str]
    """Empty where it was a dry run."""
    persons: list[str]
    problems: dict[str, str]


class SessionLinkRead(BaseModel):
    """Where signers come in."""

    url: str


def add_sessions_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _reading(desk)
    _writing(desk)
    _asking(desk)


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
    def no_photo(key: Annotated[Key, read], session: str) -> list[str]:
        """Silent counts as no."""
        with pages.store.read() as tx:
            one, facts = the_session(tx, session), known(pages, tx)
        found = sorted(person for person in one.roster if not facts.line(person, "").holds)
        desk.saw(key, "no-photo-list", (session, *found))
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

    @desk.router.post("/sessions/{session}/link", summary="Make or give the link for signers")
    def link(key: Annotated[Key, write], session: str, notice: str) -> SessionLinkRead:
        if not pages.public_url:
            raise HTTPException(409, "Set public.public_url first.")
        actor = actor_of(key)
        secret = open_session_link(pages.deps, SessionId(session), NoticeId(notice), actor)
        return SessionLinkRead(url=f"{pages.public_url}/s/{secret}")


def _asking(desk: ApiDesk) -> None:
    pages, write = desk.pages, Depends(desk.needs(Scope.PEOPLE_WRITE))

    @desk.router.post("/asks", summary="Ask people for permission")
    def asks(key: Annotated[Key, write], body: NewAsk) -> Asked:
        """Safe to send twice: whoever was asked exactly this already is not asked again."""
        wish = Wish(
            persons=tuple(PersonId(one) for one in body.persons),
            notice=NoticeId(body.notice),
            way=body.way,
            session=SessionId(body.session) if body.session else None,
        )
        plan = preview_asks(pages.deps, wish)
        made = () if body.dry_run else plan.requests
        return Asked(
            asks=[ask(pages.deps, request, actor_of(key)).id for request in made],
            persons=sorted({one for request in plan.requests for one in request.persons}),
            problems={person: problem.value for person, problem in plan.problems.items()},
        )


def _read(session: Session, photos: int) -> SessionRead:
    return SessionRead(
        session=session.id,
        name=session.name,
        roster=sorted(session.roster),
        photos=photos,
        all_asked=session.all_asked is not None,
    )
