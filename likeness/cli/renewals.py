"""`likeness ask renew`: asking many people to renew what they signed last."""

from typing import TYPE_CHECKING, Annotated

import typer

from consent.asks import Ask
from consent.ids import PersonId
from consent.signing import Means
from consent.standing import Standing
from likeness.cli.asks import DryRun, Way, WayOption, group, tell
from likeness.cli.find import the_person
from likeness.cli.frame import frame_of
from likeness.cli.groups import the_group
from likeness.cli.opened import actor, opened

if TYPE_CHECKING:
    from likeness.bootstrap.app import App


def register(app: typer.Typer) -> None:
    """Add nothing more: the command stands with the other ways of asking."""
    del app


@group.command("renew", short_help="Ask people to renew what they signed last.")
def renew(
    context: typer.Context,
    persons: Annotated[list[str] | None, typer.Argument(help="Id, e-mail address or name.")] = None,
    in_group: Annotated[str | None, typer.Option("--group", help="Everybody in it.")] = None,
    ending: Annotated[
        bool, typer.Option("--ending", help="Everybody whose permission ends within 90 days.")
    ] = False,
    by: WayOption = Way.MAIL,
    dry_run: DryRun = False,
) -> None:
    """Ask people to renew, each with the text they signed last, as it reads now.

    One letter per household. Whoever said no since then is left alone.
    """
    from scheduler.jobs.renew import preview_renewals, renew_many

    if not (persons or in_group or ending):
        raise typer.BadParameter("Name somebody, or give --group or --ending.")
    frame = frame_of(context)
    with opened(frame) as app:
        found = _whom(app, persons or [], in_group, ending=ending)
        way, made = Means(by.value), tuple[Ask, ...]()
        if dry_run:
            plan = preview_renewals(app.deps, found, way)
        else:
            plan, made = renew_many(app.deps, found, way, actor())
        tell(frame, app, plan, made, {person: str(person) for person in found}, dry_run=dry_run)


def _whom(
    app: "App", persons: list[str], in_group: str | None, *, ending: bool
) -> tuple[PersonId, ...]:
    from likeness.standings import standings_of

    found = {the_person(app, text) for text in persons}
    if in_group:
        found |= the_group(app, in_group).members
    if ending:
        with app.store.read() as tx:
            facts = standings_of(tx, len(app.deps.rules.decide.channels), app.deps.clock.today())
            soon = {one for one in tx.people.ids() if facts.standing(one) is Standing.EXPIRING}
        found = found & soon if persons or in_group else soon
    return tuple(sorted(found))
