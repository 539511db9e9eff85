"""People: list, add, read, withdraw, erase."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from consent.ids import Channel, PersonId, QuitclaimId
from consent.lifecycle import How
from consent.newest import current
from consent.quitclaims import Quitclaim
from consent.signing import Means
from consent.standing import Standing
from likeness.web.access import Key, Scope
from likeness.web.api.desk import MOST, ApiDesk, actor_of, own_id
from likeness.web.office_pages.people import known
from scheduler.errors import LikelyHere, NoSuchRow
from scheduler.jobs.add_person import Adding, add_person
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.withdraw import withdraw_all, withdraw_recognition, withdraw_uses
from scheduler.particulars import Typed


class PersonLine(BaseModel):
    """One person in a list."""

    person: str
    name: str
    label: str
    """The name with groups and birth year: no two are alike."""
    standing: Standing
    recognition: str


class PersonPage(BaseModel):
    """Part of a list; `next` is what to send as `after` for more."""

    items: list[PersonLine]
    next: str | None


class NewPerson(BaseModel):
    """Somebody to add."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=200)
    email: str = Field(default="", max_length=200)
    birth_date: date | None = None
    minor_until: date | None = None
    language: str = Field(default="", max_length=10)
    new: bool = False
    """It is nobody who is here."""
    same_as: str | None = Field(default=None, max_length=64)
    """It is this person: what is missing there is filled in."""


class Likely(BaseModel):
    """Who somebody may be. Nobody was added."""

    title: str
    candidates: list[str]


class Consent(BaseModel):
    """One permission or refusal."""

    quitclaim: str
    state: str
    uses: list[str]
    begins: date | None
    ends: date | None
    at: datetime
    guardian: bool
    ground: str
    replaced: bool
    """Newer answers of the same signer count instead."""


class PersonRead(BaseModel):
    """Everything about a person but the proof."""

    person: str
    name: str
    email: str
    birth_date: date | None
    minor_until: date | None
    language: str
    recognition: str
    consents: list[Consent]


class Withdraw(BaseModel):
    """What is taken back: some uses, face recognition only, or (with neither) everything."""

    model_config = ConfigDict(extra="forbid")

    uses: list[str] = Field(default_factory=list)
    recognition_only: bool = False


class Made(BaseModel):
    """The id of what was made."""

    id: str


class WithdrawalRead(BaseModel):
    """How far the photos have followed."""

    id: str
    what: str
    at: datetime
    photos: int
    done: int
    not_reached: int
    """Out of our sight, with a yes on them."""
    seconds: float | None


def add_people_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _reading(desk)
    _adding(desk)
    _ending(desk)


def _reading(desk: ApiDesk) -> None:
    pages, read = desk.pages, Depends(desk.needs(Scope.PEOPLE_READ))

    @desk.router.get("/people", summary="List people by name")
    def people(
        key: Annotated[Key, read],
        q: str = "",
        standing: Standing | None = None,
        after: str = "",
        limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    ) -> PersonPage:
        names = pages.store.names()
        with pages.store.read() as tx:
            facts = known(pages, tx)
        found = [
            one for one in names.ordered(q) if standing is None or facts.standing(one) is standing
        ]
        begin = found.index(PersonId(after)) + 1 if after in found else 0
        part = found[begin : begin + limit]
        desk.saw(key, "people-listed", part)
        items = [
            PersonLine(
                person=one,
                name=names.name(one),
                label=names.label(one),
                standing=facts.standing(one),
                recognition=facts.recognition[one].value if one in facts.recognition else "never",
            )
            for one in part
        ]
        more = begin + limit < len(found)
        return PersonPage(items=items, next=part[-1] if more and part else None)

    @desk.router.get("/people/{person}", summary="Read one person")
    def person(key: Annotated[Key, read], person: str) -> PersonRead:
        who = PersonId(person)
        with pages.store.read() as tx:
            profile = tx.people.profile(who)
            (subject,) = tx.people.subjects((who,))
            recognition = tx.people.recognition_consents().get(who)
        desk.saw(key, "person-opened", (who,))
        left = {one.id for one in current(subject, pages.deps.clock.today())}
        return PersonRead(
            person=person,
            name=profile.name,
            email=profile.email,
            birth_date=profile.birth_date,
            minor_until=profile.minor_until,
            language=profile.language,
            recognition=recognition.state.value if recognition else "never",
            consents=[_consent(one, left) for one in subject.quitclaims],
        )


def _adding(desk: ApiDesk) -> None:
    pages, write = desk.pages, Depends(desk.needs(Scope.PEOPLE_WRITE))

    @desk.router.post(
        "/people", status_code=201, summary="Add a person", responses={409: {"model": Likely}}
    )
    def add(
        key: Annotated[Key, write],
        body: NewPerson,
        idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Made:
        """With the header Idempotency-Key, sending the same again makes nobody twice.

        Where it may be somebody who is here: 409 with whom it may be. Send it again with `new`, or
        with `same_as`, which fills in what is missing there.
        """
        adding = Adding(
            typed=Typed(
                name=body.name,
                email=body.email,
                born=body.birth_date,
                minor_until=body.minor_until,
                language=body.language,
            ),
            person=PersonId(own_id(key, idempotency_key, pages.deps.new_id())),
            new=body.new,
            same_as=PersonId(body.same_as) if body.same_as else None,
        )
        added = add_person(pages.deps, adding, actor_of(key))
        if added.person is None:
            raise LikelyHere(tuple(one.person for one in added.candidates))
        return Made(id=added.person)


def _ending(desk: ApiDesk) -> None:
    pages, deps = desk.pages, desk.pages.deps
    write, erasing = (
        Depends(desk.needs(Scope.PEOPLE_WRITE)),
        Depends(desk.needs(Scope.PEOPLE_ERASE)),
    )

    @desk.router.post("/people/{person}/withdraw", status_code=202, summary="Take back")
    def withdraw(key: Annotated[Key, write], person: str, body: Withdraw) -> Made:
        """Take permission back for a person who asked for it. Photos follow at once."""
        who, how = PersonId(person), How(by=actor_of(key), means=Means.COMMAND)
        if not set(body.uses) <= set(pages.channels) or (body.uses and body.recognition_only):
            raise HTTPException(422, "Name configured uses, or recognition_only, or neither.")
        if body.recognition_only:
            return Made(id=withdraw_recognition(deps, who, how))
        if body.uses:
            return Made(id=withdraw_uses(deps, who, map(Channel, body.uses), how))
        return Made(id=withdraw_all(deps, who, how))

    @desk.router.get("/people/{person}/withdrawals", summary="Proof of what was taken back")
    def withdrawals(
        key: Annotated[Key, Depends(desk.needs(Scope.PEOPLE_READ))], person: str
    ) -> list[WithdrawalRead]:
        desk.saw(key, "withdrawals-listed", (person,))
        with pages.store.read() as tx:
            found = tx.withdrawals.of_person(PersonId(person))
        return [
            WithdrawalRead(
                id=one.id,
                what=one.what.value,
                at=one.at,
                photos=one.photos,
                done=one.done,
                not_reached=one.unreached,
                seconds=one.seconds,
            )
            for one in found
        ]

    @desk.router.delete("/people/{person}", status_code=204, summary="Erase a person for good")
    def erase(key: Annotated[Key, erasing], person: str) -> Response:
        """Gives 202 while a reader of the database keeps old pages alive: it ends by itself."""
        with pages.store.read() as tx:
            if not _is_here(tx.people.ids(), PersonId(person)):
                raise NoSuchRow("There is no person with this id.")
        gone = erase_person(deps, PersonId(person), actor_of(key))
        return Response(status_code=204 if gone else 202)


def _is_here(everybody: tuple[PersonId, ...], person: PersonId) -> bool:
    return person in everybody


def _consent(one: Quitclaim, left: set[QuitclaimId]) -> Consent:
    return Consent(
        quitclaim=one.id,
        state=one.state.value,
        uses=sorted(one.channels),
        begins=one.begins,
        ends=one.ends,
        at=one.at,
        guardian=one.signer.guardian,
        ground=one.ground.value,
        replaced=one.id not in left,
    )
