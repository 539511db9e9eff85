"""`likeness quitclaim`: consents to the use of a person's image."""

from typing import TYPE_CHECKING, Annotated

import typer

from consent.ids import QuitclaimId, SignerId
from consent.newest import current
from consent.quitclaims import ForPhotos, ForSession, General, Quitclaim, Scope, Signer
from consent.states import ConsentState, Ground
from consent.terms import last_day
from likeness.cli.applying import apply_now
from likeness.cli.find import channels_of, the_person, the_photo, the_session
from likeness.cli.frame import Cell, frame_of
from likeness.cli.opened import actor, opened
from likeness.cli.out_of_sight import not_reached
from likeness.cli.people import DayOption, PersonArg
from scheduler.errors import NoSuchRow

if TYPE_CHECKING:
    from likeness.bootstrap.app import App

group = typer.Typer(help="Consents to the use of an image.", no_args_is_help=True)

StateOption = Annotated[ConsentState, typer.Option(help="What the person answered.")]
GroundOption = Annotated[Ground, typer.Option(help="Why the image may be used.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="quitclaim")


@group.command(short_help="Record what a person answered.")
def add(
    context: typer.Context,
    person: PersonArg,
    channels: Annotated[
        str | None, typer.Option(help="Channels, with commas; all where left out.")
    ] = None,
    state: StateOption = ConsentState.GIVEN,
    ground: GroundOption = Ground.CONSENT,
    begins: DayOption = None,
    ends: DayOption = None,
    months: Annotated[int | None, typer.Option(min=1, help="Instead of --ends.")] = None,
    session: Annotated[str | None, typer.Option(help="For this session only.")] = None,
    photo: Annotated[list[str] | None, typer.Option(help="For these photos only.")] = None,
    guardian: Annotated[
        int | None, typer.Option(min=1, help="Signed by the first (1), second (2) ... guardian.")
    ] = None,
) -> None:
    """Record what a person answered about the use of their image. Both days are included."""
    from scheduler.jobs.save_quitclaim import save_quitclaim

    if ends is not None and months is not None:
        raise typer.BadParameter("Give --ends or --months, not both.")
    if ends is not None and begins is not None and ends < begins:
        raise typer.BadParameter("--ends lies before --begins.")
    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        first = begins or (app.deps.clock.today() if months else None)
        quitclaim = Quitclaim(
            id=QuitclaimId(app.deps.new_id()),
            person=found,
            state=state,
            channels=channels_of(app, channels),
            at=app.deps.clock.now(),
            signer=_signer(found, guardian),
            scope=_scope(app, session, photo or []),
            begins=begins,
            ends=last_day(first, months) if first and months else ends,
            ground=ground,
        )
        photos = save_quitclaim(app.deps, quitclaim, actor())
        told = apply_now(frame, app, photos)
    frame.give(
        {"quitclaim": quitclaim.id, "photos": photos, "ends": quitclaim.ends},
        f"Recorded: {quitclaim.id}. {told}",
    )


@group.command()
def withdraw(
    context: typer.Context,
    quitclaim: Annotated[str, typer.Argument(help="Its id; `quitclaim list PERSON` shows it.")],
) -> None:
    """Withdraw one consent in all its channels. It holds at once."""
    from scheduler.jobs.save_quitclaim import withdraw_quitclaim

    frame = frame_of(context)
    with opened(frame) as app:
        made = withdraw_quitclaim(app.deps, QuitclaimId(quitclaim), actor())
        told = apply_now(frame, app, made.photos - made.unreached)
        left = not_reached(app, made.id)
    value = {
        "quitclaim": quitclaim,
        "withdrawal": made.id,
        "photos": made.photos,
        "not_reached": made.unreached,
    }
    frame.give(value, f"Withdrawn: {made.id}. {told}{left}")


@group.command("list")
def list_quitclaims(context: typer.Context, person: PersonArg) -> None:
    """List the consents of one person, oldest first."""
    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        with app.store.read() as tx:
            subjects = tx.people.subjects([found])
        today = app.deps.clock.today()
    if not subjects:
        raise NoSuchRow("There is no such person.")
    recorded = [quitclaim for subject in subjects for quitclaim in subject.quitclaims]
    left = {one.id for subject in subjects for one in current(subject, today)}
    rows = [_row(one, left) for one in sorted(recorded, key=lambda one: (one.at, one.id))]
    columns = ("quitclaim", "state", "counts", "channels", "scope", "begins", "ends", "ground")
    frame.table(rows, columns, "Nothing is recorded for this person.")


def _row(quitclaim: Quitclaim, left: set[QuitclaimId]) -> dict[str, Cell]:
    return {
        "quitclaim": quitclaim.id,
        "state": quitclaim.state.value,
        "counts": "yes" if quitclaim.id in left else "replaced",
        "channels": ",".join(sorted(quitclaim.channels)),
        "scope": _scope_text(quitclaim.scope),
        "begins": quitclaim.begins.isoformat() if quitclaim.begins else None,
        "ends": quitclaim.ends.isoformat() if quitclaim.ends else None,
        "ground": quitclaim.ground.value,
    }


def _scope_text(scope: Scope) -> str:
    match scope:
        case General():
            return "every photo"
        case ForSession():
            return f"session {scope.session}"
        case ForPhotos():
            return f"{len(scope.assets)} photos"


def _signer(person: str, guardian: int | None) -> Signer:
    if guardian is None:
        return Signer(id=SignerId(person))
    return Signer(id=SignerId(f"{person}:guardian-{guardian}"), guardian=True)


def _scope(app: "App", session: str | None, photos: list[str]) -> Scope:
    if session and photos:
        raise typer.BadParameter("Give --session or --photo, not both.")
    if session:
        return ForSession(session=the_session(app, session).id)
    if photos:
        return ForPhotos(assets=frozenset(the_photo(app, photo).id for photo in photos))
    return General()
