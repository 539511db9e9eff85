"""`likeness pilot`, `go-live` and `disconnect`: how far a host is with us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.applying import apply_now
from likeness.cli.connecting_nextcloud import AdminFile, AdminOption, administrator
from likeness.cli.exits import Exit
from likeness.cli.find import the_host
from likeness.cli.frame import Frame, frame_of, shown, stop
from likeness.cli.leaving import WebhooksTaken, webhooks_taken
from likeness.cli.opened import actor, opened
from likeness.cli.progress import progress

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from scheduler.jobs.leave_host import Cleaned
    from scheduler.stages import Stage

HostArg = Annotated[str, typer.Argument(help="Name of the host.", metavar="HOST")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("pilot")(pilot)
    app.command("go-live")(go_live)
    app.command("disconnect")(disconnect)


def pilot(
    context: typer.Context,
    host: HostArg,
    only: Annotated[
        str,
        typer.Option(
            metavar="SCOPE",
            help="A folder below the root; in ResourceSpace a search, such as !collection12.",
        ),
    ],
) -> None:
    """Write answers for some photos only. What was written for others is taken back."""
    from scheduler.stages import Stage

    frame = frame_of(context)
    with opened(frame) as app:
        _go(frame, app, host, Stage.PILOT, only)


def go_live(context: typer.Context, host: HostArg) -> None:
    """Write the answer for every photo of a host."""
    from scheduler.stages import Stage

    frame = frame_of(context)
    with opened(frame) as app:
        _go(frame, app, host, Stage.LIVE, "")


def _go(frame: Frame, app: "App", host: str, to: "Stage", scope: str) -> None:
    from scheduler.jobs.change_stage import change_stage

    name = the_host(app, host)
    photos = change_stage(app.deps, name, to, actor(), scope=scope)
    said = apply_now(frame, app, photos)
    frame.give({"host": name, "stage": to.value, "photos": photos}, f"{name}: {to}. {said}")


def disconnect(
    context: typer.Context,
    host: HostArg,
    clean: Annotated[
        bool,
        typer.Option(
            "--clean/--leave",
            help="Take back everything of ours, or leave it as it is: nobody corrects it then.",
        ),
    ],
    admin: AdminOption = "",
    admin_password_file: AdminFile = None,
) -> None:
    """End the work on a host. Run it again if it was stopped: it goes on where it was."""
    from likeness.bootstrap.leaving import left_behind
    from scheduler.jobs.change_stage import change_stage
    from scheduler.jobs.leave_host import clean_host
    from scheduler.stages import Stage

    frame, who = frame_of(context), administrator(admin, admin_password_file)
    with opened(frame) as app:
        name = the_host(app, host)
        if not clean:
            change_stage(app.deps, name, Stage.DISCONNECTED, actor())
            _told_left(frame, name)
            return
        with progress("Photos") as step:
            done = clean_host(app.deps, name, actor(), step)
        by_hand, unreached = left_behind(app, name), _unreached(app, done)
    hooks = webhooks_taken(frame, name, who)
    _told(frame, name, done, Rest(by_hand=by_hand, hooks=hooks, unreached=unreached))


def _told_left(frame: Frame, host: str) -> None:
    text = "What was written stays, and is not corrected any more. To take it back: --clean."
    frame.give({"host": host, "stage": "disconnected"}, f"Disconnected: {host}. {text}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What a host keeps of ours besides marks."""

    by_hand: list[str]
    """What is left for hands to take away."""
    hooks: WebhooksTaken
    unreached: list[dict[str, object]]
    """Photo by photo: what may still show something, and why."""


def _unreached(app: "App", done: "Cleaned") -> list[dict[str, object]]:
    """Name each photo that may still show something of ours, for the admin at the terminal."""
    with app.store.read() as tx:
        return [
            {
                "photo": tx.assets.get(one.asset).ref.id,
                "file": tx.assets.get(one.asset).place,
                "left": one.left,
                "why": list(one.why),
            }
            for one in done.unreached
        ]


def _one_by_one(unreached: "Sequence[Mapping[str, object]]", *, left: bool) -> list[str]:
    """Write a line for each."""
    return [
        f"  {shown(str(one['file']))}: {'; '.join(map(str, _list(one['why']))) or 'not tried yet'}"
        for one in unreached
        if one["left"] is left
    ]


def _list(value: object) -> "list[object]":
    return list(value) if isinstance(value, list) else []


def _told(frame: Frame, host: str, done: "Cleaned", rest: Rest) -> None:
    value = {
        "host": host,
        "photos": done.total,
        "clean": done.done,
        "left": done.left,
        "gone": done.gone,
        "failure": done.failure.value if done.failure else None,
        "by_hand": rest.by_hand,
        "webhooks": rest.hooks.taken,
        "webhooks_left": rest.hooks.left,
        "unreached": rest.unreached,
    }
    said = f"{done.done} of {done.total} photos show nothing of ours any more, read back."
    if done.gone:
        said += (
            f" {done.gone} are not there for us: deleted, or hidden from our account. What they "
            "show could not be read; in a bin it stays."
        )
    if done.left:
        why = f" It stopped: {done.failure}." if done.failure else ""
        end = f"{said}{rest.hooks.said}{why} Run the command again to go on. Left:"
        frame.give(value, "\n".join([end, *_one_by_one(rest.unreached, left=True)]))
    else:
        text = f"Disconnected: {host}. {said} What is known stays; take its section out of the "
        end = f"{text}settings when you no longer want it."
        lines = _one_by_one(rest.unreached, left=False)
        if lines:
            lines = ["Told to be empty, and not read back, because we cannot see it:", *lines]
        frame.give(value, "\n".join([end + rest.hooks.said, *lines, *_rest(rest.by_hand)]))
    if done.left or rest.hooks.left:
        raise stop(Exit.ATTENTION)


def _rest(by_hand: list[str]) -> list[str]:
    """Say what is left for hands to take away."""
    if not by_hand:
        return []
    first = "No program can take this away from outside. If it was made for Likeness:"
    return [first, *(f"  {line}" for line in by_hand)]
