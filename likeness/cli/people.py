"""Persons and their will: `likeness person`, `recognition-consent`, `enrol`, `erase`, `object`."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from consent.states import ConsentState
from likeness.cli.applying import apply_now
from likeness.cli.exits import Exit
from likeness.cli.find import a_day, the_person, the_photo
from likeness.cli.frame import Cell, frame_of, stop
from likeness.cli.opened import actor, opened

persons = typer.Typer(help="Persons: add and list.", no_args_is_help=True)
consents = typer.Typer(help="The separate consent to be recognised by face.", no_args_is_help=True)

PersonArg = Annotated[str, typer.Argument(help="Id, e-mail address or name.", metavar="PERSON")]
PhotoArg = Annotated[str, typer.Argument(help="Path, id or beginning of the id.", metavar="PHOTO")]
DayOption = Annotated[date | None, typer.Option(parser=a_day, metavar="DAY")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask again.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(persons, name="person")
    app.add_typer(consents, name="recognition-consent")
    app.command("enrol", short_help="Make a person known to recognition.")(enrol)
    app.command("object", short_help="Take a person off one photo for good.")(object_to)
    app.command("erase", short_help="Erase everything of a person.")(erase)


@consents.command()
def give(
    context: typer.Context, person: PersonArg, begins: DayOption = None, ends: DayOption = None
) -> None:
    """Record that a person agrees to be recognised by face. Both days are included."""
    from consent.quitclaims import RecognitionConsent
    from scheduler.jobs.end_recognition import give_recognition

    frame = frame_of(context)
    with opened(frame) as app:
        if ends is not None and ends < max(begins or ends, app.deps.clock.today()):
            raise typer.BadParameter("--ends is over already, or before --begins.")
        consent = RecognitionConsent(
            person=the_person(app, person),
            state=ConsentState.GIVEN,
            at=app.deps.clock.now(),
            begins=begins,
            ends=ends,
        )
        give_recognition(app.deps, consent, actor())
    frame.give({"person": consent.person, "state": "given"}, "Recorded. Next: likeness enrol")


@consents.command(short_help="Withdraw it; the templates go at once.")
def withdraw(context: typer.Context, person: PersonArg) -> None:
    """Withdraw it: the templates go at once, and links made by machine with them."""
    from scheduler.jobs.end_recognition import end_recognition

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        photos = end_recognition(app.deps, found, ConsentState.WITHDRAWN, actor())
        told = apply_now(frame, app, photos)
    frame.give({"person": found, "photos": photos}, f"Withdrawn; the templates are gone. {told}")


def enrol(
    context: typer.Context,
    person: PersonArg,
    photos: Annotated[list[Path], typer.Argument(help="Picture files of the person.")],
    face: Annotated[int | None, typer.Option(min=1, help="Which face, from the left.")] = None,
    distinct: Annotated[
        bool, typer.Option("--distinct", help="It is not the person it looks like.")
    ] = False,
) -> None:
    """Keep a template per good picture; needs the person's recognition consent."""
    from likeness.cli.enrolling import offer_of, text_of
    from scheduler.jobs.enrol_person import Offered, enrol_person

    frame = frame_of(context)
    offers = [offer_of(photo, face) for photo in photos]
    with opened(frame) as app:
        found = the_person(app, person)
        results = enrol_person(app.deps, found, offers, actor(), distinct=distinct)
    rows: list[dict[str, Cell]] = [
        {"picture": number, "outcome": result.outcome.value, "advice": text_of(result)}
        for number, result in enumerate(results, start=1)
    ]
    frame.table(rows, ("picture", "outcome", "advice"), "Nothing was offered.")
    if any(result.outcome is not Offered.ENROLLED for result in results):
        raise stop(Exit.ATTENTION)


def object_to(context: typer.Context, person: PersonArg, photo: PhotoArg) -> None:
    """Take a person off one photo for good, on every copy of it, and block it."""
    from scheduler.jobs.object_to_photo import object_to_photo

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        assets = object_to_photo(app.deps, found, the_photo(app, photo).id, actor())
        told = apply_now(frame, app, len(assets))
    frame.give({"person": found, "photos": list(assets)}, f"Blocked. {told}")


def erase(context: typer.Context, person: PersonArg, yes: Yes = False) -> None:
    """Erase everything of a person: name, consents, templates, and the key they are under."""
    from scheduler.jobs.erase_person import erase_person

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        if not yes:
            if not sys.stdin.isatty():
                raise typer.BadParameter("Nobody can be asked here. Add --yes to erase.")
            typer.confirm(f"Erase {found}? Nothing brings it back.", abort=True, err=True)
        with app.store.read() as tx:
            photos = len(tx.assets.with_person(found))
        done = erase_person(app.deps, found, actor())
        with app.store.read() as tx:
            held = max((hold.until for hold in tx.holds.of_person(found)), default=None)
        told = apply_now(frame, app, photos)
    text = PENDING if not done else HELD.format(held) if held else GONE
    value = {"person": found, "done": done, "photos": photos, "held_until": held}
    frame.give(value, f"{text} {told}")
    if not done:
        raise stop(Exit.BUSY)


GONE = "Erased: nothing of this person is left on disk."
HELD = "Erased, but for what was signed: a legal hold keeps that until {}."
PENDING = "Pending: something still reads the database. It is finished by itself, or run it again."
