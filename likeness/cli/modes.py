"""`likeness mode` and `likeness basis`: how far recognition may go, and what that rests on."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from connector.values import HostName
from consent.modes import LegalBasis, ModeScope, ScopeKind
from consent.sessions import is_inside
from consent.states import Mode
from likeness.cli.exits import Exit
from likeness.cli.find import the_session
from likeness.cli.frame import Cell, frame_of, stop
from likeness.cli.opened import actor, opened

if TYPE_CHECKING:
    from likeness.bootstrap.app import App

bases = typer.Typer(help="Legal basis and DPIA reference.", no_args_is_help=True)

ScopeArg = Annotated[
    str | None,
    typer.Argument(
        help="all, host:NAME, folder:HOST/PATH, media:picture, media:video or session:ID.",
        metavar="SCOPE",
    ),
]
_EVERYWHERE = "all"
_MEDIA = frozenset({"picture", "video"})


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("mode", short_help="Set how far recognition may go for a scope.")(mode)
    app.add_typer(bases, name="basis")


def mode(
    context: typer.Context,
    scope: ScopeArg = None,
    wanted: Annotated[Mode | None, typer.Argument(metavar="MODE", show_choices=True)] = None,
) -> None:
    """Set how far recognition may go for a scope: off, detect, session or gallery.

    Without arguments: show what is set. Session and gallery need `likeness basis record` first.
    """
    from scheduler.jobs.set_mode import set_mode

    if scope is None or wanted is None:
        if scope is not None:
            raise typer.BadParameter("Say which mode: off, detect, session or gallery.")
        _show(context)
        return
    frame = frame_of(context)
    with opened(frame) as app:
        where = _scope(app, scope)
        photos = set_mode(app.deps, where, wanted, actor())
        inside = _inside(app, where)
    text = f"Mode {wanted} is set for {scope}; {photos} photos are decided again."
    if inside == 0:
        text += " No photo is known in this folder yet: check how it is spelt."
    frame.give({"scope": scope, "mode": wanted.value, "photos": photos, "inside": inside}, text)


def _inside(app: "App", scope: ModeScope) -> int | None:
    """Count the photos in a folder of a folder host; None for any other scope."""
    if scope.kind is not ScopeKind.COLLECTION or scope.host not in app.settings.folders:
        return None
    with app.store.read() as tx:
        places = [asset.place for asset in tx.assets.of_host(HostName(scope.host))]
    return sum(is_inside(place, scope.value) for place in places)


def _show(context: typer.Context) -> None:
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        default: dict[str, Cell] = {"scope": "default", "mode": app.settings.recognition.mode}
        rows: list[dict[str, Cell]] = [
            {"scope": scope_text(one.scope), "mode": one.mode.value, "by": one.by}
            for one in tx.sessions.modes()
        ]
    frame.table([default, *rows], ("scope", "mode", "by"), "Nothing is set.")


@bases.command(short_help="Record legal basis and DPIA reference.")
def record(
    context: typer.Context,
    scope: ScopeArg,
    basis: Annotated[str, typer.Option(help="The legal basis, such as: GDPR Art. 9(2)(a).")],
    dpia: Annotated[str, typer.Option(help="Where the impact assessment is: a reference.")],
) -> None:
    """Record the legal basis and the DPIA reference for a scope and all within it."""
    from scheduler.jobs.set_mode import record_basis

    if not basis.strip() or not dpia.strip():
        raise typer.BadParameter("Neither --basis nor --dpia may be empty.")
    frame = frame_of(context)
    with opened(frame) as app:
        where = _scope(app, scope or _EVERYWHERE)
        record_basis(
            app.deps,
            LegalBasis(scope=where, basis=basis, dpia=dpia, by=actor(), at=app.deps.clock.now()),
        )
    frame.give({"scope": scope, "basis": basis, "dpia": dpia}, f"Recorded for {scope}.")


@bases.command("list")
def list_bases(context: typer.Context) -> None:
    """List what is recorded."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        rows: list[dict[str, Cell]] = [
            {
                "scope": scope_text(one.scope),
                "basis": one.basis,
                "dpia": one.dpia,
                "by": one.by,
                "at": one.at.isoformat(),
            }
            for one in tx.sessions.bases()
        ]
    frame.table(rows, ("scope", "basis", "dpia", "by", "at"), "Nothing is recorded.")
    if not rows:
        raise stop(Exit.NOT_FOUND)


def _scope(app: "App", text: str) -> ModeScope:
    """Read a scope; a session may be named by its name, too. Raises `NoSuchRow`."""
    scope = read_scope(text, tuple(app.settings.hosts))
    if scope.kind is ScopeKind.SESSION:
        return replace(scope, value=the_session(app, scope.value).id)
    return scope


def read_scope(text: str, hosts: tuple[str, ...]) -> ModeScope:
    """Read a scope as it is typed."""
    kind, _, rest = text.partition(":")
    host, _, value = rest.partition("/")
    match kind:
        case "all" if not rest:
            return ModeScope(kind=ScopeKind.INSTALLATION)
        case "host" if not value:
            return ModeScope(kind=ScopeKind.HOST, host=_known(host, hosts))
        case "folder" if value:
            return ModeScope(
                kind=ScopeKind.COLLECTION, host=_known(host, hosts), value=value.strip("/")
            )
        case "media" if (value or rest) in _MEDIA:
            return ModeScope(
                kind=ScopeKind.MEDIA,
                host=_known(host, hosts) if value else "",
                value=value or rest,
            )
        case "session" if rest:
            return ModeScope(kind=ScopeKind.SESSION, value=rest)
    raise typer.BadParameter(
        "A scope is all, host:NAME, folder:HOST/PATH, media:picture, media:video or session:ID."
    )


def _known(host: str, hosts: tuple[str, ...]) -> str:
    if host not in hosts:
        raise typer.BadParameter(f"No such host. Configured: {', '.join(hosts) or 'none'}.")
    return host


def scope_text(scope: ModeScope) -> str:
    """Write a scope as it is typed."""
    match scope.kind:
        case ScopeKind.INSTALLATION:
            return _EVERYWHERE
        case ScopeKind.HOST:
            return f"host:{scope.host}"
        case ScopeKind.MEDIA:
            return f"media:{scope.host}/{scope.value}" if scope.host else f"media:{scope.value}"
        case ScopeKind.COLLECTION:
            return f"folder:{scope.host}/{scope.value}"
        case ScopeKind.SESSION:
            return f"session:{scope.value}"
