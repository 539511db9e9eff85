"""Same person? Who came in and may be somebody here waits for a human who says so."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from consent.families import Guardian
from consent.held import HeldAnswer, HeldMatch, Merge
from consent.ids import MergeId, PersonId, SignerId
from consent.persons import Profile
from likeness.storage.store import SqlTx
from likeness.web.office_pages.people import lines_of
from likeness.web.office_pages.people_view import PersonLine
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.jobs.answer_held import Said, answer_clear, answer_held, undo_merge

SAID = frozenset({"done", "held_undone", "held_later"})
_Text = Annotated[str, Form(max_length=300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """Somebody here, beside whoever came in."""

    line: PersonLine
    profile: Profile = field(repr=False)
    why: tuple[str, ...]
    guardians: tuple[Guardian, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """One held match, with what a human compares."""

    match: HeldMatch
    line: PersonLine
    profile: Profile = field(repr=False)
    guardians: tuple[Guardian, ...] = field(repr=False)
    likely: tuple[Likely, ...]


def add_held(desk: Desk) -> None:
    """Add the page and its acts."""
    _looking(desk)
    _answering(desk)


def _looking(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/held")
    def held(visitor: Annotated[Visitor, Depends(desk.door.see)], said: str = "") -> HTMLResponse:
        with pages.store.read() as tx:
            found = [_view(desk, tx, match) for match in tx.held.all()]
        shown = {one.person for view in found for one in (view.line, *_lines(view))}
        pages.saw(visitor.account, "held-listed", shown)
        values = {
            "found": found,
            "clear": sum(view.match.clear is not None for view in found),
            "said": said if said in SAID else "",
        }
        return desk.shell.page(visitor, "held.html.j2", values)


def _answering(desk: Desk) -> None:
    act, deps = desk.door.act, desk.pages.deps

    @desk.router.post("/held/clear")
    def clear(visitor: Annotated[Visitor, Depends(act)]) -> Response:
        """Say of every clear case that it is the same person."""
        answer_clear(deps, visitor.account.actor)
        return seen_other("/held?said=done")

    @desk.router.post("/held/{person}")
    def answer(
        visitor: Annotated[Visitor, Depends(act)],
        person: str,
        answer: _Text,
        who: _Text = "",
        guardian: _Text = "",
    ) -> Response:
        """Say who it is: of the guardian a value here, or `new` for one who is confirmed by it."""
        if answer not in set(HeldAnswer) or (answer != HeldAnswer.OTHER and not who):
            raise HTTPException(422)
        with desk.pages.store.read() as tx:
            signed = bool(tx.guardians.of(PersonId(person)))
        if answer == HeldAnswer.SAME and signed and not guardian:
            raise HTTPException(422)  # nobody gets access to a child's page by a field left out
        said = Said(
            answer=HeldAnswer(answer),
            person=PersonId(who) if who else None,
            guardian=SignerId(guardian) if guardian not in {"", "new"} else None,
        )
        answer_held(deps, PersonId(person), said, visitor.account.actor)
        return seen_other("/held?said=done")

    @desk.router.post("/people/{person}/merges/{merge}/undo")
    def undo(visitor: Annotated[Visitor, Depends(act)], person: str, merge: str) -> Response:
        """Make two persons of one again; what came after it is told."""
        with desk.pages.store.read() as tx:
            if person != tx.merges.get(MergeId(merge)).kept:
                raise HTTPException(404)
        undone = undo_merge(deps, MergeId(merge), visitor.account.actor)
        said = "held_later" if undone.later else "held_undone"
        return seen_other(f"/people/{person}?said={said}")


def merged_into(tx: SqlTx, person: PersonId) -> tuple[Merge, ...]:
    """Give the numbers that were merged into this one."""
    return tuple(merge for merge in tx.merges.of(person) if merge.kept == person)


def _view(desk: Desk, tx: SqlTx, match: HeldMatch) -> HeldView:
    persons = (match.person, *(one.person for one in match.candidates))
    lines = {line.person: line for line in lines_of(desk.pages, tx, persons)}
    return HeldView(
        match=match,
        line=lines[match.person],
        profile=tx.people.profile(match.person),
        guardians=tx.guardians.of(match.person),
        likely=tuple(
            Likely(
                line=lines[one.person],
                profile=tx.people.profile(one.person),
                why=tuple(f"held_why-{why}" for why in sorted(one.why)),
                guardians=tx.guardians.of(one.person),
            )
            for one in match.candidates
        ),
    )


def _lines(view: HeldView) -> tuple[PersonLine, ...]:
    return tuple(likely.line for likely in view.likely)
