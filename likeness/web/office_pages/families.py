"""A child's age and guardians, on the page of a person. What is declared, never what is guessed."""

from typing import Annotated

from fastapi import Depends, Form, Response

from consent.families import Guardian
from consent.ids import PersonId, SignerId
from likeness.web.office_pages.people import a_day
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.jobs.save_guardian import add_guardian, declare_age

_Text = Annotated[str, Form(max_length=300)]


def add_families(desk: Desk) -> None:
    """Add the acts."""
    _age(desk)
    _guardians(desk)


def _age(desk: Desk) -> None:
    deps = desk.pages.deps

    @desk.router.post("/people/{person}/age")
    def age(
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        person: str,
        born: _Text = "",
        under_age: _Text = "",
    ) -> Response:
        """Note a birth date, or that somebody is under age; neither: of age."""
        declare_age(
            deps,
            PersonId(person),
            a_day(born),
            visitor.account.actor,
            under_age=under_age == "yes",
        )
        return seen_other(f"/people/{person}?said=done#family")


def _guardians(desk: Desk) -> None:
    act, deps = desk.door.act, desk.pages.deps

    @desk.router.post("/people/{person}/guardians")
    def add(
        visitor: Annotated[Visitor, Depends(act)],
        person: str,
        name: _Text = "",
        email: _Text = "",
        language: _Text = "",
    ) -> Response:
        """Note who answers for a child; under the same name and address it is the same one."""
        told = Guardian(
            signer=SignerId(deps.new_id()),
            name=name,
            email=email,
            language=language,
        )
        add_guardian(deps, (PersonId(person),), told, visitor.account.actor)
        return seen_other(f"/people/{person}?said=person_saved#family")
