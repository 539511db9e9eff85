"""Taking over lists (CSV): what they would do first, then all of it or what is right of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from likeness.i18n.troubles import TROUBLES
from likeness.web.access import Key, Scope
from likeness.web.api.desk import ApiDesk, actor_of
from scheduler.errors import TableRefused
from scheduler.jobs.import_answers import import_answers, preview_answers
from scheduler.jobs.import_people import import_people, preview_people
from scheduler.lists.answers import FORM as ANSWER_FORM
from scheduler.lists.answers import AnswersPlan
from scheduler.lists.cells import unread
from scheduler.lists.days import Order
from scheduler.lists.people import FORM as PERSON_FORM
from scheduler.lists.people import Change, PeoplePlan
from scheduler.lists.reading import Table, read_table

MOST_CHARACTERS = 700_000


class CsvList(BaseModel):
    """A list as a spreadsheet saves it; its first line names the columns."""

    model_config = ConfigDict(extra="forbid")

    csv: str = Field(max_length=MOST_CHARACTERS)
    columns: dict[str, str] = Field(default_factory=dict)
    """Field -> column, where a column has another name; `A+B` joins two."""
    dates: Order | None = None
    """What days begin with, where the column itself does not tell."""
    dry_run: bool = True
    """Say what it would do, and change nothing."""
    skip_bad: bool = False
    """Take over the right lines and leave out the wrong ones; else all or nothing."""


class LineProblem(BaseModel):
    """What is wrong with one line. Nothing of the line itself is repeated."""

    line: int
    column: str
    trouble: str
    advice: str


class Listed(BaseModel):
    """What a list did, or would do."""

    applied: bool
    added: int
    changed: int
    same: int
    held: int = 0
    """Somebody new who may be somebody here: see /held."""
    problems: list[LineProblem]
    columns_not_read: list[int]
    """Numbers of the columns that are no field, from 1: name them in `columns`."""


def add_lists_api(desk: ApiDesk) -> None:
    """Add the routes."""
    deps, write = desk.pages.deps, Depends(desk.needs(Scope.PEOPLE_WRITE))

    @desk.router.post("/people/import", summary="Take over a list of people (CSV)")
    def people(key: Annotated[Key, write], body: CsvList) -> Listed:
        """Fields as in `likeness import persons --help`. Safe to send twice."""
        table = _table(body)
        try:
            left_out = unread(table, PERSON_FORM, body.columns)
            if body.dry_run:
                done = preview_people(deps, table, body.columns)
            else:
                actor, bad = actor_of(key), body.skip_bad
                done = import_people(deps, table, body.columns, actor, skip_bad=bad)
        except TableRefused as error:
            raise HTTPException(422, str(error)) from error
        return _listed(done.plan, left_out, applied=done.applied)

    @desk.router.post("/consents/import", summary="Take over consents given elsewhere (CSV)")
    def consents(key: Annotated[Key, write], body: CsvList) -> Listed:
        """Fields as in `likeness import consents --help`. Safe to send twice."""
        table, labels = _table(body), _labels(desk)
        try:
            left_out = unread(table, ANSWER_FORM, body.columns)
            if body.dry_run:
                done = preview_answers(deps, table, body.columns, labels)
            else:
                said, actor = (body.columns, labels), actor_of(key)
                done = import_answers(deps, table, said, actor, skip_bad=body.skip_bad)
        except TableRefused as error:
            raise HTTPException(422, str(error)) from error
        return _listed(done.plan, left_out, applied=done.applied)


def _table(body: CsvList) -> Table:
    try:
        return read_table(body.csv.encode(errors="replace"), encoding="utf-8", dates=body.dates)
    except TableRefused as error:
        raise HTTPException(422, str(error)) from error


def _labels(desk: ApiDesk) -> Mapping[str, str]:
    labels = desk.pages.wording.labels
    return {word: name for name, words in labels.items() for word in words.values()}


def _listed(plan: PeoplePlan | AnswersPlan, left_out: Sequence[int], *, applied: bool) -> Listed:
    return Listed(
        applied=applied,
        added=plan.count(Change.ADD),
        changed=plan.count(Change.UPDATE),
        same=plan.count(Change.SAME),
        held=plan.count(Change.HELD),
        problems=[
            LineProblem(
                line=one.line,
                column=one.column,
                trouble=one.trouble.value,
                advice=TROUBLES[one.trouble],
            )
            for one in plan.problems
        ],
        columns_not_read=list(left_out),
    )
