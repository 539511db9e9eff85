"""`likeness review`: faces that wait for a human."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consent.decisions import Place
from consent.findings import Finding
from consent.ids import AssetId
from consent.places import places_of
from consent.states import AnswerKind
from likeness.cli.applying import apply_now, photos_of_face
from likeness.cli.find import the_answered, the_face, the_person
from likeness.cli.frame import Cell, Frame, frame_of
from likeness.cli.opened import actor, opened

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.values import Asset

group = typer.Typer(help="Faces that wait for a human.", no_args_is_help=True)

FaceArg = Annotated[
    str, typer.Argument(help="Id of the face, or PHOTO#N: the Nth from the left.", metavar="FACE")
]
COLUMNS = ("face", "photo", "place", "kind", "looks_like", "similarity", "asked", "file")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="review")


@group.command("list", short_help="List the faces that wait for a human.")
def list_faces(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="Photos at most.")] = 50,
    crops: Annotated[
        Path | None,
        typer.Option(
            help="Write each face as a JPEG into this folder, and beside it the picture that the "
            "suggested person keeps here."
        ),
    ] = None,
) -> None:
    """List faces nobody is surely linked to, first what makes a photo usable soonest."""
    frame = frame_of(context)
    with opened(frame) as app:
        photos = _waiting(app, limit)
        if crops is not None:
            from likeness.cli.cutting import write_crops, write_references

            write_crops(app, photos, crops)
            faces = [face for photo in photos for face in photo.waiting]
            write_references(app.store, faces, crops, actor(), app.deps.clock.now())
    rows = [row for photo in photos for row in _rows(photo)]
    frame.table(rows, COLUMNS, "No face waits for a human.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One photo with the faces of it that wait, and all of them to count by."""

    asset: "Asset"
    waiting: tuple[Finding, ...]
    every: tuple[Finding, ...]


def _waiting(app: "App", limit: int) -> tuple[Waiting, ...]:
    from likeness.faces_queue import waiting_faces

    with app.store.read() as tx:
        faces: dict[AssetId, list[Finding]] = {}
        for one in waiting_faces(tx, tx.overview.answers()):
            faces.setdefault(one.asset, []).append(one.finding)
        return tuple(
            Waiting(
                asset=tx.assets.get(asset),
                waiting=tuple(faces[asset]),
                every=tx.findings.of(asset),
            )
            for asset in tuple(faces)[:limit]
        )


def _rows(photo: Waiting) -> list[dict[str, Cell]]:
    places = places_of(photo.every)
    return [
        {
            "face": finding.id,
            "photo": photo.asset.id,
            "place": _place(places.get(finding.id)),
            "kind": finding.kind.value,
            "looks_like": finding.person,
            "similarity": finding.score.best if finding.score else None,
            "asked": finding.score.threshold if finding.score else None,
            "file": photo.asset.place,
        }
        for finding in photo.waiting
    ]


def _place(place: Place | None) -> str:
    return f"{place.ordinal} of {place.of}" if place else "-"


@group.command()
def accept(context: typer.Context, face: FaceArg) -> None:
    """Say that a suggestion is right."""
    _answer(frame_of(context), face, AnswerKind.ACCEPTED)


@group.command()
def reject(
    context: typer.Context,
    face: FaceArg,
    person: Annotated[str | None, typer.Option(help="Whom it is not; else the suggested.")] = None,
) -> None:
    """Say that a face is not this person. That sticks, also when the photo is looked at again."""
    _answer(frame_of(context), face, AnswerKind.NOT_PERSON, person=person)


@group.command()
def bystander(context: typer.Context, face: FaceArg) -> None:
    """Say that a face is a stranger's. Nobody asked them: it stays open."""
    _answer(frame_of(context), face, AnswerKind.BYSTANDER)


@group.command("not-a-face")
def not_a_face(context: typer.Context, face: FaceArg) -> None:
    """Say that it is not a face."""
    _answer(frame_of(context), face, AnswerKind.NOT_A_FACE)


@group.command("nobody-to-ask", short_help="Say that nobody needs to be asked, and why.")
def nobody_to_ask(
    context: typer.Context,
    face: FaceArg,
    reason: Annotated[str, typer.Option(help="Why nobody needs to be asked; without names.")],
) -> None:
    """Say that nobody is recognisable, or that no permission is needed. Counts as cleared."""
    if not reason.strip():
        raise typer.BadParameter("Give a reason: it is kept, and shown with the photo.")
    _answer(frame_of(context), face, AnswerKind.NOBODY_TO_ASK, reason=reason)


@group.command(short_help="Take back the latest answer.")
def undo(context: typer.Context, face: FaceArg) -> None:
    """Take back the latest answer about a face, or (given a photo) about any face of it."""
    from scheduler.jobs.answer_face import undo_answer

    frame = frame_of(context)
    with opened(frame) as app:
        after = undo_answer(app.deps, the_answered(app, face), actor())
        told = apply_now(frame, app, photos_of_face(app, after.id))
    _told(frame, after, told)


def _answer(
    frame: Frame, face: str, kind: AnswerKind, *, person: str | None = None, reason: str = ""
) -> None:
    from scheduler.jobs.answer_face import Said, answer_face

    with opened(frame) as app:
        who = the_person(app, person) if person else None
        said = Said(kind=kind, person=who, reason=reason)
        after = answer_face(app.deps, the_face(app, face).id, said, actor())
        told = apply_now(frame, app, photos_of_face(app, after.id))
    _told(frame, after, told)


def _told(frame: Frame, after: Finding, told: str) -> None:
    frame.give(
        {"face": after.id, "kind": after.kind.value, "person": after.person},
        f"Kept: {after.kind}. {told}",
    )
