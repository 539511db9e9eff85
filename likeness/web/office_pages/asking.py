"""Asking for permission: one person or many, with a look at what stands in the way first."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from consent.asks import Ask
from consent.ids import AskId, GroupId, NoticeId, PersonId, SessionId
from consent.signing import Means
from likeness.web.office_pages.people import Chosen, chosen, lines_of
from likeness.web.office_pages.people_view import PersonLine
from likeness.web.office_pages.rosters import missing as silent_of
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.sessions import the_session
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.asking import AskPlan, Problem, Wish
from scheduler.errors import NoSuchRow
from scheduler.jobs.ask_person import (
    ask,
    end_ask,
    preview_asks,
    remind,
    resend,
)
from scheduler.jobs.ask_session import keep_session_text
from scheduler.jobs.remind_asked import preview_reminders, remind_many

WAYS = (Means.MAIL, Means.LINK)
MOST = 2_000
_Text = Annotated[str, Form(max_length=300)]


def add_asking(desk: Desk) -> None:
    """Add the pages."""
    _preview(desk)
    _send(desk)
    _again(desk)


def _preview(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.post("/ask/preview")
    def some(
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        which: Annotated[Chosen, Depends()],
        person: Annotated[list[str] | None, Form()] = None,
        notice: _Text = "",
        session: _Text = "",
    ) -> HTMLResponse:
        """Take many people at once; nothing is changed by it."""
        persons = chosen(pages, person or (), which)[:MOST]
        return _page(desk, visitor, _wish(desk, persons, notice, "", session))

    @desk.router.get("/ask")
    def preview(  # noqa: PLR0913, PLR0917 - one for each part of the address
        visitor: Annotated[Visitor, Depends(desk.door.see)],
        person: str = "",
        session: str = "",
        missing: str = "",
        group: str = "",
        notice: str = "",
        way: str = "",
    ) -> HTMLResponse:
        """Show who would be asked, and what stands in the way."""
        if missing:
            with pages.store.read() as tx:
                one = the_session(tx, missing)
                persons = silent_of(pages, tx, one.roster, one.id)
            return _page(desk, visitor, _wish(desk, persons, notice, way, missing))
        if group:
            with pages.store.read() as tx:
                persons = silent_of(pages, tx, tx.groups.get(GroupId(group)).members)
            return _page(desk, visitor, _wish(desk, persons, notice, way, ""))
        persons = (PersonId(person),) if person else ()
        return _page(desk, visitor, _wish(desk, persons, notice, way, session))


def _send(desk: Desk) -> None:
    deps = desk.pages.deps

    @desk.router.post("/ask")
    def send(
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        notice: _Text,
        way: _Text,
        session: _Text = "",
        person: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        """Ask; whoever was asked exactly this already gets a reminder, at most once a day."""
        persons = tuple(PersonId(one) for one in person or ())
        if not persons or len(persons) > MOST or way not in set(WAYS):
            raise HTTPException(422)
        wish = _wish(desk, persons, notice, way, session)
        if not wish.notice:
            raise HTTPException(422)
        if wish.session:
            with desk.pages.store.begin() as tx:
                keep_session_text(tx, wish.session, wish.notice)
        reminders = remind_many(deps, wish, visitor.account.actor)
        plan = preview_asks(deps, wish)
        for request in plan.requests:
            ask(deps, request, visitor.account.actor)
        said = "ask_done" if plan.requests or reminders.due else "ask_not"
        single = f"/people/{persons[0]}" if len(persons) == 1 else "/people"
        return seen_other(f"{single}?said={said}")


def _again(desk: Desk) -> None:
    act, deps = desk.door.act, desk.pages.deps

    @desk.router.post("/people/{person}/asks/{ask_id}/{what}")
    def again(
        visitor: Annotated[Visitor, Depends(act)], person: str, ask_id: str, what: str
    ) -> Response:
        """Remind, send a fresh link, or end an invitation."""
        with desk.pages.store.read() as tx:
            if person not in tx.asks.get(AskId(ask_id)).persons:
                raise NoSuchRow("There is no such invitation.")
        actor = visitor.account.actor
        match what:
            case "remind":
                remind(deps, AskId(ask_id), actor)
            case "resend":
                resend(deps, AskId(ask_id), actor)
            case "end":
                end_ask(deps, AskId(ask_id), actor)
            case _:
                raise HTTPException(404)
        return seen_other(f"/people/{person}?said=done#asks")


def _wish(desk: Desk, persons: tuple[PersonId, ...], notice: str, way: str, session: str) -> Wish:
    with desk.pages.store.read() as tx:
        published = tx.notices.ids()
        own = the_session(tx, session).notice if session else None
    only = published[0] if len(published) == 1 else NoticeId("")
    chosen = own or (NoticeId(notice) if notice in published else only)
    return Wish(
        persons=persons,
        notice=chosen,
        way=Means(way) if way in set(WAYS) else Means.MAIL,
        session=SessionId(session) if session else None,
    )


def _page(desk: Desk, visitor: Visitor, wish: Wish) -> HTMLResponse:
    pages = desk.pages
    with pages.store.read() as tx:
        published = tx.notices.ids()
    plan = preview_asks(pages.deps, wish) if wish.notice else AskPlan(requests=(), problems={})
    reminders = preview_reminders(pages.deps, wish)
    waiting = {person for one in reminders.all for person in one.persons}
    pages.saw(visitor.account, "people-listed", wish.persons)
    good = sorted({person for request in plan.requests for person in request.persons})
    with pages.store.read() as tx:
        lines = {one.person: one for one in lines_of(pages, tx, (*good, *plan.problems, *waiting))}
    values = {
        "wish": wish,
        "notices": published,
        "ways": WAYS,
        "good": [lines[one] for one in good],
        "due": _about(lines, reminders.due),
        "recent": _about(lines, reminders.recent),
        "last": reminders.last_sent_at,
        "problems": [
            (lines[one], problem)
            for one, problem in plan.problems.items()
            if problem is not Problem.ASKED or one not in waiting
        ],
    }
    return desk.shell.page(visitor, "ask.html.j2", values)


def _about(lines: Mapping[PersonId, PersonLine], asks: Sequence[Ask]) -> list[PersonLine]:
    return [lines[one] for one in sorted({person for ask in asks for person in ask.persons})]
