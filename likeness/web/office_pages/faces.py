"""Faces to decide: one at a time, with keys, undo, and the next ones fetched ahead."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from consent.answers import GIVEN
from consent.ids import AssetId, FindingId, PersonId
from consent.states import AnswerKind
from likeness.faces_queue import waiting_faces
from likeness.storage.store import SqlTx
from likeness.vault.names import NameIndex
from likeness.web.office_pages.faces_view import Around, FaceCard, card_of
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.people import lines_of
from likeness.web.office_pages.people_view import PersonLine
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.jobs.answer_face import Said, answer_face, undo_answer
from scheduler.review_order import WaitingFace, following

AHEAD = 6
_MOST_SEEN = 120
UNDO = "X-Likeness-Undo"
"""Gives a script the token of the form that takes its answer back."""

_Text = Annotated[str, Form(max_length=1000)]


def add_faces(desk: Desk) -> None:
    """Add the pages."""
    _looking(desk)
    _answering(desk)
    _pictures(desk)


def _looking(desk: Desk) -> None:
    see = desk.door.see

    @desk.router.get("/faces")
    def faces(
        visitor: Annotated[Visitor, Depends(see)],
        done: str = "",
        skip: str = "",
        said: str = "",
        first: str = "",
    ) -> HTMLResponse:
        """Show the first face that waits; `skip`: those put off, `first`: this one again."""
        found = _cards(desk, visitor, Wanted(seen=_ids(skip), first=first, most=1))
        values = {
            "cards": found.cards,
            "left": found.left,
            "done": done,
            "skip": skip,
            "said": "faces_undone" if said == "undone" else "",
        }
        return desk.shell.page(visitor, "faces.html.j2", values)

    @desk.router.get("/faces/next")
    def ahead(
        visitor: Annotated[Visitor, Depends(see)], seen: str = "", first: str = ""
    ) -> HTMLResponse:
        """Give the next cards as a piece of a page."""
        most = 1 if first else AHEAD
        found = _cards(desk, visitor, Wanted(seen=_ids(seen), first=first, most=most))
        values = {"cards": found.cards, "left": found.left, "skip": ""}
        return desk.shell.part(visitor, "face_cards.html.j2", values)


def _answering(desk: Desk) -> None:
    act, deps = desk.door.act, desk.pages.deps

    @desk.router.post("/faces/{face}/answer")
    def answer(  # noqa: PLR0913, PLR0917 - one for each field of the form
        request: Request,
        visitor: Annotated[Visitor, Depends(act)],
        face: str,
        kind: _Text,
        person: _Text = "",
        reason: _Text = "",
        skip: _Text = "",
    ) -> Response:
        """Keep an answer; a script gets nothing back, a form is sent on to the next face."""
        if kind == "later":
            return seen_other(f"/faces?skip={_joined(skip, face)}")
        if kind not in GIVEN:
            raise HTTPException(422)
        said = _said(AnswerKind(kind), person, reason)
        answer_face(deps, FindingId(face), said, visitor.account.actor)
        answer = _after(request, f"/faces?done={face}&skip={skip}")
        undo = desk.pages.tokens.make(visitor.reader, [f"/faces/{face}/undo"])
        answer.headers[UNDO] = undo
        return answer

    @desk.router.post("/faces/{face}/undo")
    def undo(
        request: Request,
        visitor: Annotated[Visitor, Depends(act)],
        face: str,
    ) -> Response:
        """Take the latest answer about a face back."""
        undo_answer(deps, FindingId(face), visitor.account.actor)
        return _after(request, f"/faces?said=undone&first={face}")


def _pictures(desk: Desk) -> None:
    pages, see = desk.pages, desk.door.see

    @desk.router.get("/faces/{face}/picture")
    def picture(visitor: Annotated[Visitor, Depends(see)], face: str) -> Response:
        """Give the crop of one face."""
        with pages.store.read() as tx:
            asset = tx.assets.get(tx.findings.locate(FindingId(face)))
            finding = next(one for one in tx.findings.of(asset.id) if one.id == face)
        if finding.area is None:
            raise HTTPException(404)
        pages.saw(visitor.account, "face-seen", (face, asset.id))
        data = pages.pictures.face(asset.ref, asset.version, finding.area)
        return jpeg(data)

    @desk.router.get("/people/{person}/reference")
    def reference(visitor: Annotated[Visitor, Depends(see)], person: str) -> Response:
        """Give the picture a person let us keep to compare with."""
        pages.saw(visitor.account, "reference-seen", (person,))
        with pages.store.read() as tx:
            return jpeg(tx.pending_enrolments.reference(PersonId(person)))


def jpeg(data: bytes | None) -> Response:
    """Give a picture that nobody keeps. Raises the 404 of a page where there is none."""
    if data is None:
        raise HTTPException(404)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The next cards, and how many faces wait in all."""

    cards: tuple[FaceCard, ...]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cards are asked for."""

    seen: frozenset[FindingId]
    first: str
    most: int


def _cards(desk: Desk, visitor: Visitor, wanted: Wanted) -> _Found:
    """Give the next cards; whose names and faces are on them is noted."""
    names = desk.pages.store.names()
    with desk.pages.store.read() as tx:
        queue = queue_of(desk.pages, tx)
        again = tuple(face for face in queue if face.finding.id == wanted.first)
        chosen = (*again, *following(queue, wanted.seen, wanted.most))[: wanted.most]
        waiting = Counter(face.asset for face in queue)
        references = frozenset(tx.pending_enrolments.references())
        cards = tuple(
            card_of(
                face,
                Around(
                    asset=tx.assets.get(face.asset),
                    findings=tx.findings.of(face.asset),
                    names=_named(names, face.finding.person),
                    references=references,
                    waiting=waiting[face.asset],
                    roster=roster_of(desk.pages, tx, face.asset),
                ),
                visitor.language,
            )
            for face in chosen
        )
    _note(desk, visitor, cards)
    return _Found(cards=cards, left=len(queue))


def _named(names: NameIndex, person: PersonId | None) -> dict[PersonId, str]:
    return {person: names.label(person)} if person else {}


def roster_of(pages: OfficePages, tx: SqlTx, asset_id: AssetId) -> tuple[PersonLine, ...]:
    """Give who takes part in the sessions of a photo, by name."""
    sessions = tx.assets.get(asset_id).sessions
    roster = {
        person
        for session in tx.sessions.all()
        if session.id in sessions
        for person in session.roster
    }
    lines = lines_of(pages, tx, roster)
    return tuple(sorted(lines, key=lambda line: (line.name.casefold(), line.person)))


def queue_of(pages: OfficePages, tx: SqlTx) -> tuple[WaitingFace, ...]:
    """Give every face that waits, in the order they are asked about."""
    return waiting_faces(tx, pages.memory.of(tx))


def _note(desk: Desk, visitor: Visitor, cards: Sequence[FaceCard]) -> None:
    shown: set[str] = {card.face for card in cards} | {card.asset for card in cards}
    shown |= {card.person for card in cards if card.person}
    shown |= {choice.person for card in cards for choice in card.roster}
    if shown:
        desk.pages.saw(visitor.account, "faces-listed", shown)


def _said(kind: AnswerKind, person: str, reason: str) -> Said:
    if kind is AnswerKind.NOBODY_TO_ASK and not reason.strip():
        raise HTTPException(422)
    return Said(kind=kind, person=PersonId(person) if person else None, reason=reason.strip())


def _after(request: Request, path: str) -> Response:
    """Give a script nothing, and send a form on."""
    if request.headers.get("x-likeness") == "keys":
        return Response(status_code=204)
    return seen_other(path)


def _ids(text: str) -> frozenset[FindingId]:
    return frozenset(FindingId(one) for one in text.split(",")[-_MOST_SEEN:] if one)


def _joined(skip: str, face: str) -> str:
    kept = [one for one in skip.split(",") if one][-_MOST_SEEN:]
    return ",".join((*kept, face))
