"""Ages and guardians: what was declared, never what was guessed."""

from datetime import date
from typing import Annotated

from fastapi import Depends, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field

from consent.families import Guardian, conflict
from consent.ids import PersonId, SignerId
from likeness.web.access import Key, Scope
from likeness.web.api.desk import ApiDesk, actor_of
from likeness.web.api.people import Made
from scheduler.errors import NoSuchRow
from scheduler.jobs.save_guardian import add_guardian, declare_age, remove_guardian


class Age(BaseModel):
    """A declared birth date, or that somebody is under age without one; neither: of age."""

    model_config = ConfigDict(extra="forbid")

    born: date | None = None
    under_age: bool = False


class AgeRead(BaseModel):
    """From which day only the person's own answer counts; none: now."""

    minor_until: date | None


class NewGuardian(BaseModel):
    """Somebody who answers for one or more children."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    children: list[str] = Field(min_length=1, max_length=50)
    name: str = Field(min_length=1, max_length=200)
    email: str = Field(default="", max_length=200)
    language: str = Field(default="", max_length=10)


class GuardianRead(BaseModel):
    """Who answers for a child."""

    guardian: str
    name: str
    email: str
    language: str
    refuses: list[str]
    """Uses this guardian refuses and another one allows. The no counts."""


def add_families_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _age(desk)
    _guardians(desk)


def _age(desk: ApiDesk) -> None:
    write = Depends(desk.needs(Scope.PEOPLE_WRITE))

    @desk.router.put("/people/{person}/age", summary="Note a birth date, or that it is a child")
    def age(key: Annotated[Key, write], person: str, body: Age) -> AgeRead:
        until = declare_age(
            desk.pages.deps,
            PersonId(person),
            body.born,
            actor_of(key),
            under_age=body.under_age,
        )
        return AgeRead(minor_until=until)


def _guardians(desk: ApiDesk) -> None:
    pages, deps = desk.pages, desk.pages.deps
    read = Depends(desk.needs(Scope.PEOPLE_READ))
    write = Depends(desk.needs(Scope.PEOPLE_WRITE))

    @desk.router.get("/people/{person}/guardians", summary="Who answers for a child")
    def guardians(key: Annotated[Key, read], person: str) -> list[GuardianRead]:
        who = PersonId(person)
        desk.saw(key, "person-opened", (who,))
        with pages.store.read() as tx:
            found = tx.guardians.of(who)
            (subject,) = tx.people.subjects((who,)) or (None,)
        if subject is None:
            raise NoSuchRow("There is no person with this id.")
        split = conflict(who, subject.quitclaims)
        return [
            GuardianRead(
                guardian=one.signer,
                name=one.name,
                email=one.email,
                language=one.language,
                refuses=sorted(split.channels) if split and one.signer in split.refused_by else [],
            )
            for one in found
        ]

    @desk.router.post("/guardians", status_code=201, summary="Note who answers for children")
    def add(key: Annotated[Key, write], body: NewGuardian) -> Made:
        """Safe to send twice: under the same name and address it is the same guardian."""
        told = Guardian(
            signer=SignerId(deps.new_id()),
            name=body.name,
            email=body.email,
            language=body.language,
        )
        children = [PersonId(one) for one in body.children]
        return Made(id=add_guardian(deps, children, told, actor_of(key)))

    @desk.router.delete(
        "/people/{person}/guardians/{guardian}", status_code=204, summary="Take a guardian away"
    )
    def remove(key: Annotated[Key, write], person: str, guardian: str) -> Response:
        """What they answered stays."""
        if not remove_guardian(deps, PersonId(person), SignerId(guardian), actor_of(key)):
            raise HTTPException(404)
        return Response(status_code=204)
