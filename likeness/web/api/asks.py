"""Asking people, reminding them, asking them to renew."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from consent.asks import Ask, AskState
from consent.ids import AskId, NoticeId, PersonId, SessionId
from consent.signing import Means
from likeness.web.access import Key, Scope
from likeness.web.api.desk import MOST, ApiDesk, actor_of
from scheduler.asking import AskPlan, Wish
from scheduler.jobs.ask_person import (
    ask,
    end_ask,
    preview_asks,
    remind,
    resend,
    secret_of,
)
from scheduler.jobs.remind_asked import preview_reminders, remind_many
from scheduler.jobs.renew import preview_renewals, renew_many


class NewAsk(BaseModel):
    """Whom to ask, and how."""

    model_config = ConfigDict(extra="forbid")

    persons: list[str] = Field(min_length=1, max_length=2_000)
    notice: str
    way: Means = Means.MAIL
    session: str | None = None
    remind: bool = False
    """Remind who was asked this text already, at most once a day each."""
    dry_run: bool = True
    """Say what would happen, and change nothing."""


class NewRenewals(BaseModel):
    """Whom to ask to renew what they signed last."""

    model_config = ConfigDict(extra="forbid")

    persons: list[str] = Field(min_length=1, max_length=2_000)
    way: Means = Means.MAIL
    dry_run: bool = True
    """Say what would happen, and change nothing."""


class Asked(BaseModel):
    """Who was asked, or would be, and what stands in the way of the others."""

    asks: list[str]
    """Empty where it was a dry run."""
    persons: list[str]
    problems: dict[str, str]
    reminded: list[str] = []
    """Invitations that get a reminder, or would."""
    last_sent_at: datetime | None = None
    """When the last letter went out to those who had one less than a day ago."""


class AskRead(BaseModel):
    """One invitation."""

    ask: str
    persons: list[str]
    guardian: bool
    notice: str
    session: str | None
    way: Means
    state: AskState
    made_at: datetime
    ends_on: date
    reminders: int


class AskLink(BaseModel):
    """Where whoever was asked answers. Whoever has it can."""

    url: str


def add_asks_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _reading(desk)
    _asking(desk)
    _again(desk)


def _reading(desk: ApiDesk) -> None:
    pages, read = desk.pages, Depends(desk.needs(Scope.PEOPLE_READ))

    @desk.router.get("/asks", summary="List invitations, the latest first")
    def asks(
        key: Annotated[Key, read],
        state: AskState | None = None,
        person: str | None = None,
        limit: int = MOST,
    ) -> list[AskRead]:
        with pages.store.read() as tx:
            every = tx.asks.all(state)
        found = [one for one in every if person is None or person in one.persons]
        found = sorted(found, key=lambda one: (one.made_at, one.id), reverse=True)
        part = found[: max(1, min(limit, MOST))]
        desk.saw(key, "people-listed", {who for one in part for who in one.persons})
        return [_read(one) for one in part]

    @desk.router.get("/asks/{ask}/link", summary="The link of an invitation, to be given by hand")
    def link(key: Annotated[Key, Depends(desk.needs(Scope.PEOPLE_WRITE))], ask: str) -> AskLink:
        if not pages.public_url:
            raise HTTPException(409, "Set public.public_url first.")
        with pages.store.read() as tx:
            found = tx.asks.get(AskId(ask))
        desk.saw(key, "people-listed", found.persons)
        return AskLink(url=f"{pages.public_url}/s/{secret_of(pages.deps, found)}")


def _asking(desk: ApiDesk) -> None:
    deps, write = desk.pages.deps, Depends(desk.needs(Scope.PEOPLE_WRITE))

    @desk.router.post("/asks", summary="Ask people for permission")
    def asks(key: Annotated[Key, write], body: NewAsk) -> Asked:
        """Safe to send twice: whoever was asked exactly this already is not asked again."""
        wish = Wish(
            persons=tuple(PersonId(one) for one in body.persons),
            notice=NoticeId(body.notice),
            way=body.way,
            session=SessionId(body.session) if body.session else None,
        )
        plan = preview_asks(deps, wish)
        made = () if body.dry_run else plan.requests
        asked = _asked(plan, [ask(deps, request, actor_of(key)) for request in made])
        if not body.remind:
            return asked
        by = actor_of(key)
        found = preview_reminders(deps, wish) if body.dry_run else remind_many(deps, wish, by)
        changed = {"reminded": [one.id for one in found.due], "last_sent_at": found.last_sent_at}
        return asked.model_copy(update=changed)

    @desk.router.post("/renewals", summary="Ask people to renew what they signed last")
    def renewals(key: Annotated[Key, write], body: NewRenewals) -> Asked:
        """Safe to send twice. Whoever said no since then is left alone."""
        persons = [PersonId(one) for one in body.persons]
        if body.dry_run:
            return _asked(preview_renewals(deps, persons, body.way), [])
        return _asked(*renew_many(deps, persons, body.way, actor_of(key)))


def _again(desk: ApiDesk) -> None:
    deps, write = desk.pages.deps, Depends(desk.needs(Scope.PEOPLE_WRITE))

    @desk.router.post("/asks/{ask}/remind", summary="Send a reminder with the same link")
    def reminder(key: Annotated[Key, write], ask: str) -> AskRead:
        if not remind(deps, AskId(ask), actor_of(key)):
            raise HTTPException(409, "This one does not go by mail: give them the link.")
        return _now(desk, ask)

    @desk.router.post("/asks/{ask}/resend", summary="Ask again; the earlier link opens nothing")
    def again(key: Annotated[Key, write], ask: str) -> AskRead:
        return _read(resend(deps, AskId(ask), actor_of(key)))

    @desk.router.post("/asks/{ask}/end", summary="End an invitation: its link opens nothing")
    def end(key: Annotated[Key, write], ask: str) -> AskRead:
        end_ask(deps, AskId(ask), actor_of(key))
        return _now(desk, ask)


def _now(desk: ApiDesk, ask_id: str) -> AskRead:
    with desk.pages.store.read() as tx:
        return _read(tx.asks.get(AskId(ask_id)))


def _asked(plan: AskPlan, made: "list[Ask] | tuple[Ask, ...]") -> Asked:
    return Asked(
        asks=[one.id for one in made],
        persons=sorted({one for request in plan.requests for one in request.persons}),
        problems={person: problem.value for person, problem in plan.problems.items()},
    )


def _read(one: Ask) -> AskRead:
    return AskRead(
        ask=one.id,
        persons=list(one.persons),
        guardian=one.guardian,
        notice=one.notice,
        session=one.session,
        way=one.way,
        state=one.state,
        made_at=one.made_at,
        ends_on=one.ends_on,
        reminders=one.reminders,
    )
