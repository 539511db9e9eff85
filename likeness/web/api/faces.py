"""Faces to decide: the queue, answers, undo, crops."""

from typing import Annotated

from fastapi import Depends, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from consent.answers import GIVEN
from consent.findings import Finding
from consent.ids import FindingId, PersonId
from consent.states import AnswerKind, FindingKind
from likeness.web.access import Key, Scope
from likeness.web.api.desk import MOST, ApiDesk, actor_of
from likeness.web.office_pages.faces import jpeg, queue_of
from scheduler.jobs.answer_face import Said, answer_face, undo_answer


class FaceRead(BaseModel):
    """One face. `person` is whom it is, or looks like."""

    face: str
    photo: str
    kind: FindingKind
    person: str | None
    similarity: float | None
    asked: float | None


class Answer(BaseModel):
    """What somebody says about a face."""

    model_config = ConfigDict(extra="forbid")

    kind: AnswerKind
    person: str | None = None
    """For `named`; for `not-person` and `accepted` the one suggested where left out."""
    reason: str = Field(default="", max_length=200)
    """Needed for `nobody-to-ask`; without names."""


def add_faces_api(desk: ApiDesk) -> None:
    """Add the routes."""
    _reading(desk)
    _answering(desk)


def _reading(desk: ApiDesk) -> None:
    pages, review = desk.pages, Depends(desk.needs(Scope.REVIEW))

    @desk.router.get("/faces", summary="Faces that wait, the most useful first")
    def faces(
        key: Annotated[Key, review], limit: Annotated[int, Query(ge=1, le=MOST)] = 100
    ) -> list[FaceRead]:
        with pages.store.read() as tx:
            queue = queue_of(pages, tx)[:limit]
        found = [_read(face.finding, face.asset) for face in queue]
        desk.saw(key, "faces-listed", (one.face for one in found))
        return found

    @desk.router.get("/faces/{face}/picture", summary="The crop of a face, JPEG")
    def picture(key: Annotated[Key, review], face: str) -> Response:
        with pages.store.read() as tx:
            asset = tx.assets.get(tx.findings.locate(FindingId(face)))
            finding = next(one for one in tx.findings.of(asset.id) if one.id == face)
        if finding.area is None:
            raise HTTPException(404)
        desk.saw(key, "face-seen", (face, asset.id))
        return jpeg(pages.pictures.face(asset.ref, asset.version, finding.area))

    @desk.router.get("/people/{person}/reference", summary="The picture kept to compare with, JPEG")
    def reference(key: Annotated[Key, review], person: str) -> Response:
        """Gives 404 where the person let us keep none."""
        desk.saw(key, "reference-seen", (person,))
        with pages.store.read() as tx:
            return jpeg(tx.pending_enrolments.reference(PersonId(person)))


def _answering(desk: ApiDesk) -> None:
    deps, review = desk.pages.deps, Depends(desk.needs(Scope.REVIEW))

    @desk.router.post("/faces/{face}/answer", summary="Answer about a face")
    def answer(key: Annotated[Key, review], face: str, body: Answer) -> FaceRead:
        """Safe to send twice: the later answer counts, and it is the same."""
        if body.kind not in GIVEN:
            raise HTTPException(422, "Object to the photo instead.")
        if body.kind is AnswerKind.NOBODY_TO_ASK and not body.reason.strip():
            raise HTTPException(422, "Give a reason.")
        person = PersonId(body.person) if body.person else None
        said = Said(kind=body.kind, person=person, reason=body.reason.strip())
        after = answer_face(deps, FindingId(face), said, actor_of(key))
        return _read(after, _photo(desk, face))

    @desk.router.post("/faces/{face}/undo", summary="Take the latest answer back")
    def undo(key: Annotated[Key, review], face: str) -> FaceRead:
        after = undo_answer(deps, FindingId(face), actor_of(key))
        return _read(after, _photo(desk, face))


def _photo(desk: ApiDesk, face: str) -> str:
    with desk.pages.store.read() as tx:
        return tx.findings.locate(FindingId(face))


def _read(finding: Finding, photo: str) -> FaceRead:
    return FaceRead(
        face=finding.id,
        photo=photo,
        kind=finding.kind,
        person=finding.person,
        similarity=finding.score.best if finding.score else None,
        asked=finding.score.threshold if finding.score else None,
    )
