"""Adding somebody, and correcting what is kept of them."""

from typing import Annotated

from fastapi import Depends, Form, Response

from consent.ids import PersonId, SignerId
from likeness.web.office_pages.people import a_day, lines_of
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.jobs.add_person import Added, Adding, add_person
from scheduler.jobs.correct_person import Correction, correct_guardian, correct_person
from scheduler.particulars import Typed

_Text = Annotated[str, Form(max_length=300)]


class TypedForm:
    """What a form says about a person."""

    def __init__(
        self,
        name: _Text = "",
        email: _Text = "",
        born: _Text = "",
        minor_until: _Text = "",
        language: _Text = "",
    ) -> None:
        """Read the form."""
        self.fields = {
            "name": name,
            "email": email,
            "born": born,
            "minor_until": minor_until,
            "language": language,
        }

    def typed(self) -> Typed:
        """Give it as values. Raises the 422 of a page for a day that is none."""
        kept = self.fields
        return Typed(
            name=kept["name"],
            email=kept["email"],
            born=a_day(kept["born"]),
            minor_until=a_day(kept["minor_until"]),
            language=kept["language"],
        )

    def correction(self) -> Correction:
        """Give it as what is right. Raises the 422 of a page for a day that is none."""
        kept = self.fields
        return Correction(
            name=kept["name"],
            email=kept["email"],
            born=a_day(kept["born"]),
            language=kept["language"],
        )


def add_correcting(desk: Desk) -> None:
    """Add the acts."""
    _adding(desk)
    _correcting(desk)


def _adding(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.post("/people")
    def add(
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        form: Annotated[TypedForm, Depends()],
        new: _Text = "",
        same_as: _Text = "",
    ) -> Response:
        """Add somebody; where it may be somebody here, ask which it is."""
        adding = Adding(
            typed=form.typed(),
            person=PersonId(pages.deps.new_id()),
            new=new == "yes",
            same_as=PersonId(same_as) if same_as else None,
        )
        added = add_person(pages.deps, adding, visitor.account.actor)
        if added.person is None:
            return _which(desk, visitor, form, added)
        return seen_other(f"/people/{added.person}?said=people_added")


def _which(desk: Desk, visitor: Visitor, form: TypedForm, added: Added) -> Response:
    persons = [one.person for one in added.candidates]
    desk.pages.saw(visitor.account, "people-listed", persons)
    with desk.pages.store.read() as tx:
        lines = lines_of(desk.pages, tx, persons)
    values = {"fields": form.fields, "lines": lines}
    return desk.shell.page(visitor, "people_like.html.j2", values, 409)


def _correcting(desk: Desk) -> None:
    act, deps = desk.door.act, desk.pages.deps

    @desk.router.post("/people/{person}/correct")
    def correct(
        visitor: Annotated[Visitor, Depends(act)],
        person: str,
        form: Annotated[TypedForm, Depends()],
    ) -> Response:
        """Correct what is kept of somebody."""
        correct_person(deps, PersonId(person), form.correction(), visitor.account.actor)
        return seen_other(f"/people/{person}?said=person_corrected")

    @desk.router.post("/people/{person}/guardians/{guardian}/correct")
    def of_guardian(
        visitor: Annotated[Visitor, Depends(act)],
        person: str,
        guardian: str,
        form: Annotated[TypedForm, Depends()],
    ) -> Response:
        """Correct a guardian, with each of their children."""
        correct_guardian(deps, SignerId(guardian), form.correction(), visitor.account.actor)
        return seen_other(f"/people/{person}?said=person_corrected")
