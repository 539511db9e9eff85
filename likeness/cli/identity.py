"""Who somebody is: `likeness person add`, `correct`, `held`, `merges`. Names are never shown."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from consent.held import HeldAnswer
from consent.ids import MergeId, PersonId, SignerId
from likeness.cli.find import a_day, the_person, told_apart
from likeness.cli.frame import Cell, frame_of
from likeness.cli.opened import actor, opened
from likeness.cli.people import DayOption, PersonArg, persons

if TYPE_CHECKING:
    from collections.abc import Iterable

    from consent.same_person import Candidate
    from likeness.bootstrap.app import App
    from scheduler.jobs.answer_held import Said

COLUMNS = ("held", "may_be", "why", "clear", "since", "facts")
Same = Annotated[str | None, typer.Option("--same-as", help="It is this person.", metavar="PERSON")]


def register(app: typer.Typer) -> None:
    """Add nothing more: these commands stand with persons."""
    del app


@persons.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="The person's name; kept encrypted.")],
    email: Annotated[str, typer.Option(help="E-mail address; kept encrypted.")] = "",
    born: DayOption = None,
    minor_until: DayOption = None,
    language: Annotated[str, typer.Option(help="Of letters and pages, such as nl.")] = "",
    new: Annotated[bool, typer.Option("--new", help="It is nobody who is here.")] = False,
    same_as: Same = None,
) -> None:
    """Add a person. For a minor, --minor-until is the birthday from which they decide alone.

    Where it may be somebody who is here, nobody is added: say --new, or --same-as PERSON, which
    fills in what is missing there.
    """
    from scheduler.errors import ChoiceNeeded
    from scheduler.jobs.add_person import Adding, add_person
    from scheduler.particulars import Typed

    if new and same_as:
        raise typer.BadParameter("Say --new or --same-as, not both.")
    frame = frame_of(context)
    typed = Typed(name=name, email=email, born=born, minor_until=minor_until, language=language)
    with opened(frame) as app:
        adding = Adding(
            typed=typed,
            person=PersonId(app.deps.new_id()),
            new=new,
            same_as=the_person(app, same_as) if same_as else None,
        )
        added = add_person(app.deps, adding, actor())
        if added.person is None:
            raise ChoiceNeeded(
                "This may be somebody who is here. Say --new if it is somebody else, or --same-as"
                f" with one of:\n{_lines(app, added.candidates)}"
            )
    said = "Filled in" if same_as else "Added"
    frame.give({"person": added.person}, f"{said}: {added.person}")


def _lines(app: "App", candidates: "Iterable[Candidate]") -> str:
    facts = told_apart(app, [one.person for one in candidates])
    return "\n".join(f"  {person}  {told}" for person, told in facts.items())


@persons.command(short_help="Correct a name, address, birth date or language.")
def correct(
    context: typer.Context,
    person: PersonArg,
    name: Annotated[str | None, typer.Option(help="The right name.")] = None,
    email: Annotated[str | None, typer.Option(help='The right address; "" takes it away.')] = None,
    born: Annotated[date | None, typer.Option(parser=a_day, metavar="DAY")] = None,
    language: Annotated[str | None, typer.Option(help="Of letters and pages.")] = None,
    guardian: Annotated[
        str | None,
        typer.Option(help="Correct this guardian of the person instead, by id.", metavar="ID"),
    ] = None,
) -> None:
    """Correct what is kept of somebody. What was answered stays; it is kept that you did it."""
    from scheduler.errors import NoSuchRow
    from scheduler.jobs.correct_person import Correction, correct_guardian, correct_person

    frame = frame_of(context)
    right = Correction(name=name, email=email, born=born, language=language)
    with opened(frame) as app:
        found = the_person(app, person)
        if guardian is None:
            changed = correct_person(app.deps, found, right, actor())
            told = f"Corrected: {', '.join(changed)}." if changed else "Nothing was different."
            frame.give({"person": found, "changed": list(changed)}, told)
            return
        with app.store.read() as tx:
            if guardian not in tx.guardians.signers().get(found, ()):
                raise NoSuchRow("Nobody with this id answers for this child.")
        children = correct_guardian(app.deps, SignerId(guardian), right, actor())
    frame.give({"guardian": guardian, "children": list(children)}, "Corrected.")


@persons.command(short_help="List who may be somebody you have, or say who it is.")
def held(
    context: typer.Context,
    person: Annotated[str | None, typer.Argument(help="Id of who is held.")] = None,
    same_as: Same = None,
    guardian: Annotated[
        str | None,
        typer.Option(help="Who signed: a guardian of PERSON, by id, or `new`.", metavar="ID"),
    ] = None,
    other: Annotated[bool, typer.Option("--other", help="It is somebody else.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Answer every clear case: same.")] = False,
) -> None:
    """List who came in and may be somebody you have; or say of one of them who it is.

    With --same-as alone the answer is kept, and whoever signed for a child gets no access. With
    --guardian that guardian signed; `new` confirms the address that was signed with. Clear cases
    have the same name, birth date and proved address, and only one person they can be.
    """
    from scheduler.jobs.answer_held import answer_clear, answer_held

    frame = frame_of(context)
    with opened(frame) as app:
        if clear:
            count = answer_clear(app.deps, actor())
            frame.give({"answered": count}, f"Answered: {count}.")
            return
        if person is None:
            _list(context, app)
            return
        said = _said(app, same_as, guardian, other=other)
        merge = answer_held(app.deps, the_person(app, person), said, actor())
    frame.give({"held": person, "merge": merge}, "Answered.")


def _said(app: "App", same_as: str | None, guardian: str | None, *, other: bool) -> "Said":
    from scheduler.jobs.answer_held import Said

    if other is (same_as is not None):
        raise typer.BadParameter("Say --same-as PERSON, or --other.")
    if same_as is None:
        return Said(answer=HeldAnswer.OTHER)
    found = the_person(app, same_as)
    with app.store.read() as tx:
        minor = bool(tx.people.profile(found).minor_until)
    access = guardian is not None or not minor
    return Said(
        answer=HeldAnswer.SAME if access else HeldAnswer.SAME_NO_ACCESS,
        person=found,
        guardian=SignerId(guardian) if guardian not in {None, "new"} else None,
    )


def _list(context: typer.Context, app: "App") -> None:
    with app.store.read() as tx:
        matches = tx.held.all()
    everybody = [one.person for match in matches for one in match.candidates]
    facts = told_apart(app, everybody)
    rows: list[dict[str, Cell]] = [
        {
            "held": match.person,
            "may_be": one.person,
            "why": ", ".join(sorted(one.why)),
            "clear": match.clear is not None,
            "since": match.made_at.date().isoformat(),
            "facts": facts.get(one.person, ""),
        }
        for match in matches
        for one in match.candidates
    ]
    frame_of(context).table(rows, COLUMNS, "Nobody is held.")


@persons.command(short_help="List numbers that were found to be one person, or undo that.")
def merges(
    context: typer.Context,
    person: PersonArg,
    undo: Annotated[
        str | None, typer.Option(help="Make two persons of it again.", metavar="MERGE")
    ] = None,
) -> None:
    """List the other numbers of a person; or undo one, which lists what was answered since."""
    from scheduler.jobs.answer_held import undo_merge

    frame = frame_of(context)
    with opened(frame) as app:
        found = the_person(app, person)
        with app.store.read() as tx:
            there = tx.merges.of(found)
        if undo is None:
            rows: list[dict[str, Cell]] = [
                {
                    "merge": one.id,
                    "kept": one.kept,
                    "merged": one.merged,
                    "on": one.at.date().isoformat(),
                }
                for one in there
            ]
            frame.table(rows, ("merge", "kept", "merged", "on"), "There is only one number.")
            return
        done = undo_merge(app.deps, MergeId(undo), actor())
    later = ", ".join(done.later)
    told = f" Answered since, look at them: {later}" if later else ""
    frame.give({"merge": undo, "later": list(done.later)}, f"Two persons again.{told}")
