"""`likeness name` and `likeness attest`: a human says who is on a photo."""

from typing import Annotated

import typer

from consent.states import AnswerKind
from likeness.cli.applying import apply_now, photos_of_face, with_copies
from likeness.cli.find import listed, the_face, the_person, the_photo
from likeness.cli.frame import frame_of
from likeness.cli.opened import actor, opened
from likeness.cli.people import PersonArg, PhotoArg


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("name")(name)
    app.command("attest")(attest)


def name(
    context: typer.Context,
    photo: PhotoArg,
    face: Annotated[str, typer.Argument(help="Number from the left, or id.", metavar="FACE")],
    person: PersonArg,
) -> None:
    """Say who a face is. Works in every mode; the word of a human stays."""
    from scheduler.jobs.answer_face import Said, answer_face

    frame = frame_of(context)
    with opened(frame) as app:
        finding = the_face(app, f"{photo}#{face}" if face.isdecimal() else face)
        said = Said(kind=AnswerKind.NAMED, person=the_person(app, person))
        after = answer_face(app.deps, finding.id, said, actor())
        told = apply_now(frame, app, photos_of_face(app, after.id))
    frame.give(
        {"face": after.id, "kind": after.kind.value, "person": after.person}, f"Named. {told}"
    )


def attest(
    context: typer.Context,
    photos: Annotated[list[str], typer.Argument(help="Path, id or beginning of the id.")],
    only: Annotated[
        str | None, typer.Option(help="These persons and nobody else, with commas.")
    ] = None,
    also: Annotated[
        str | None, typer.Option("--with", help="These persons, and perhaps others.")
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody is on it.")] = False,
) -> None:
    """Say who is on photos. Needs no face, no template and no recognition."""
    from scheduler.jobs.attest_photo import attest_photo

    if [only is not None, also is not None, nobody].count(True) != 1:
        raise typer.BadParameter("Give one of --only, --with and --nobody.")
    frame = frame_of(context)
    with opened(frame) as app:
        persons = [the_person(app, text) for text in listed(only or also or "")]
        if not persons and not nobody:
            raise typer.BadParameter("Name at least one person, or say --nobody.")
        assets = [the_photo(app, photo).id for photo in photos]
        for asset in assets:
            attest_photo(app.deps, asset, persons, actor(), only=also is None)
        told = apply_now(frame, app, with_copies(app, assets))
    frame.give({"photos": assets}, f"Kept. {told}")
