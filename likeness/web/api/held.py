"""Who somebody is: held matches and a human's word about them, and what is kept corrected."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from consent.held import HeldAnswer, HeldMatch
from consent.ids import MergeId, PersonId, SignerId
from likeness.web.access import Key, Scope
from likeness.web.api.desk import ApiDesk, actor_of
from scheduler.jobs.answer_held import Said, answer_held, undo_merge
from scheduler.jobs.correct_person import Correction, correct_person


class CandidateRead(BaseModel):
    """Somebody here who it may be."""

    person: str
    why: list[str]


class HeldRead(BaseModel):
    """Somebody who came in and may be somebody here."""

    person: str
    made_at: datetime
    clear: bool
    """Whether it is the same in name, birth date and proved address, and nobody else."""
    candidates: list[CandidateRead]


class HeldSaid(BaseModel):
    """Who it is."""

    model_config = ConfigDict(extra="forbid")

    answer: HeldAnswer
    person: str | None = Field(default=None, max_length=64)
    guardian: str | None = Field(default=None, max_length=64)
    """Of a child and with answer `same`: the guardian here who signed. None: another one, whose
    address this confirms."""


class MergeRead(BaseModel):
    """The merge, where it is the same person: `DELETE /merges/{merge}` undoes it."""

    merge: str | None


class UndoneRead(BaseModel):
    """What was answered since the merge, under the number that was kept."""

    later: list[str]


class Corrected(BaseModel):
    """What is right; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str | None = Field(default=None, min_length=1, max_length=200)
    email: str | None = Field(default=None, max_length=200)
    birth_date: date | None = None
    language: str | None = Field(default=None, max_length=10)


class Changed(BaseModel):
    """The names of what changed."""

    changed: list[str]


def add_held_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _correcting(desk)
    pages = desk.pages
    read, write = (
        Depends(desk.needs(Scope.PEOPLE_READ)),
        Depends(desk.needs(Scope.PEOPLE_WRITE)),
    )

    @desk.router.get("/held", summary="List who may be somebody you have")
    def held(key: Annotated[Key, read]) -> list[HeldRead]:
        with pages.store.read() as tx:
            found = tx.held.all()
        desk.saw(key, "held-listed", {match.person for match in found})
        return [_read(match) for match in found]

    @desk.router.post("/held/{person}", summary="Say who somebody is")
    def answer(key: Annotated[Key, write], person: str, body: HeldSaid) -> MergeRead:
        """Evidence stays under the number it was given for."""
        said = Said(
            answer=body.answer,
            person=PersonId(body.person) if body.person else None,
            guardian=SignerId(body.guardian) if body.guardian else None,
        )
        merge = answer_held(pages.deps, PersonId(person), said, actor_of(key))
        return MergeRead(merge=merge)

    @desk.router.delete("/merges/{merge}", summary="Make two persons of one again")
    def undo(key: Annotated[Key, write], merge: str, response: Response) -> UndoneRead:
        """What came after the merge stays under the number that was kept, and is listed."""
        response.status_code = 200
        undone = undo_merge(pages.deps, MergeId(merge), actor_of(key))
        return UndoneRead(later=list(undone.later))


def _correcting(desk: ApiDesk) -> None:
    pages, write = desk.pages, Depends(desk.needs(Scope.PEOPLE_WRITE))

    @desk.router.patch("/people/{person}", summary="Correct what is kept of a person")
    def correct(key: Annotated[Key, write], person: str, body: Corrected) -> Changed:
        """Only what is sent changes; what was answered stays."""
        right = Correction(
            name=body.name, email=body.email, born=body.birth_date, language=body.language
        )
        changed = correct_person(pages.deps, PersonId(person), right, actor_of(key))
        return Changed(changed=list(changed))


def _read(match: HeldMatch) -> HeldRead:
    return HeldRead(
        person=match.person,
        made_at=match.made_at,
        clear=match.clear is not None,
        candidates=[
            CandidateRead(person=one.person, why=sorted(one.why)) for one in match.candidates
        ],
    )
