"""One photo: why, who, and what a person may say about it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from consent.answers import GIVEN
from consent.ids import AssetId, FindingId, PersonId
from consent.states import AnswerKind
from likeness.web.office_pages.faces import roster_of
from likeness.web.office_pages.people import searched
from likeness.web.office_pages.people_view import PersonLine
from likeness.web.office_pages.photo_view import lines_of
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from likeness.web.photo_view import view_of
from scheduler.jobs.answer_face import Said, answer_face, undo_answer
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.explain_photo import Explained, explain_photo, names_for
from scheduler.values import Priority

_Text = Annotated[str, Form(max_length=1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the page is looked at."""

    face: str = ""
    """The face that is being named."""
    q: str = ""
    """What was searched for."""
    names: bool = False
    why: str = ""
    said: str = ""


def add_photo(desk: Desk) -> None:
    """Add the page and its acts."""
    _page(desk)
    _faces(desk)
    _whole(desk)


def _page(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/photos/{photo}")
    def photo(
        visitor: Annotated[Visitor, Depends(desk.door.see)],
        photo: str,
        look: Annotated[Look, Depends()],
    ) -> HTMLResponse:
        explained = explain_photo(pages.deps, AssetId(photo), None)
        scan = explained.asset.scan
        size = (scan.width, scan.height) if scan else (1000, 1000)
        names = _names(desk, visitor, explained, look)
        choices, found = _choices(desk, explained, look)
        shown = {one.person for one in (*choices, *found)}
        pages.saw(visitor.account, "photo-opened", (explained.asset.id, *shown), look.why)
        values = {
            "asset": explained.asset,
            "view": view_of(explained.decision, pages.wording, visitor.language),
            "faces": lines_of(explained.findings, explained.decision, size, names),
            "size": size,
            "mode": explained.mode.value,
            "look": look,
            "choices": choices,
            "found": found,
            "said": look.said if look.said in {"photo_kept", "photo_checked"} else "",
        }
        return desk.shell.page(visitor, "photo.html.j2", values)


def _faces(desk: Desk) -> None:
    act, deps = desk.door.act, desk.pages.deps

    @desk.router.post("/photos/{photo}/faces/{face}")
    def answer(  # noqa: PLR0913, PLR0917 - one for each field of the form
        visitor: Annotated[Visitor, Depends(act)],
        photo: str,
        face: str,
        kind: _Text,
        person: _Text = "",
        reason: _Text = "",
    ) -> Response:
        """Say who a face is, or what it is."""
        if kind not in GIVEN:
            raise HTTPException(422)
        if kind == AnswerKind.NOBODY_TO_ASK and not reason.strip():
            raise HTTPException(422)
        said = Said(
            kind=AnswerKind(kind),
            person=PersonId(person) if person else None,
            reason=reason.strip(),
        )
        answer_face(deps, FindingId(face), said, visitor.account.actor)
        return seen_other(f"/photos/{photo}?said=photo_kept#face-{face}")

    @desk.router.post("/photos/{photo}/faces/{face}/undo")
    def undo(visitor: Annotated[Visitor, Depends(act)], photo: str, face: str) -> Response:
        undo_answer(deps, FindingId(face), visitor.account.actor)
        return seen_other(f"/photos/{photo}?said=photo_kept#face-{face}")


def _whole(desk: Desk) -> None:
    act, deps = desk.door.act, desk.pages.deps

    @desk.router.post("/photos/{photo}/attest")
    def attest(
        visitor: Annotated[Visitor, Depends(act)],
        photo: str,
        how: _Text,
        person: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        """Say who is on a photo; `how`: only, with or nobody."""
        persons = [PersonId(one) for one in person or ()]
        if how not in {"only", "with", "nobody"} or bool(persons) is (how == "nobody"):
            raise HTTPException(422)
        actor = visitor.account.actor
        attest_photo(deps, AssetId(photo), persons, actor, only=how != "with")
        return seen_other(f"/photos/{photo}?said=photo_kept#whole")

    @desk.router.post("/photos/{photo}/check")
    def check(visitor: Annotated[Visitor, Depends(act)], photo: str) -> Response:
        del visitor
        with desk.pages.store.begin() as tx:
            asset = tx.assets.get(AssetId(photo))
            tx.queue.wake((asset.id,), Priority.FRESH, deps.clock.now(), look=True)
        return seen_other(f"/photos/{photo}?said=photo_checked")


def _names(desk: Desk, visitor: Visitor, explained: Explained, look: Look) -> dict[PersonId, str]:
    """Open the names on a photo where somebody asked for them and said why; that is logged."""
    if not look.names or not look.why.strip():
        return {}
    with desk.pages.store.read() as tx:
        known = frozenset(tx.people.ids())
    persons = known & {finding.person for finding in explained.findings if finding.person}
    profiles = names_for(
        desk.pages.deps, persons, look.why.strip(), visitor.account.actor, explained.asset.id
    )
    desk.pages.saw(visitor.account, "names-seen", (explained.asset.id, *persons), look.why)
    labels = desk.pages.store.names()
    return {person: labels.label(person) for person in profiles}


def _choices(
    desk: Desk, explained: Explained, look: Look
) -> tuple[tuple[PersonLine, ...], tuple[PersonLine, ...]]:
    """Give whom a face may be named as: the people of the sessions, and those searched for."""
    with desk.pages.store.read() as tx:
        roster = roster_of(desk.pages, tx, explained.asset.id)
        return roster, searched(desk.pages, tx, look.q)
