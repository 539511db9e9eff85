"""`likeness account` and `likeness access-log`: who may log in, and who looked at whom."""

from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.frame import Cell, Frame, frame_of
from likeness.cli.opened import actor, opened

if TYPE_CHECKING:
    from likeness.accounts.values import Account
    from likeness.bootstrap.app import App

group = typer.Typer(help="Logins of the office pages.", no_args_is_help=True)

AccountArg = Annotated[str, typer.Argument(help="Its name or id.", metavar="ACCOUNT")]
FIRST = "first"


def register(app: typer.Typer) -> None:
    """Add the group and the command."""
    app.add_typer(group, name="account")
    app.command("access-log")(access_log)


@group.command(short_help="Make a login for one person.")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the one person it is for.")],
    email: Annotated[str, typer.Option(help="Where letters about the work go.")] = "",
    language: Annotated[str, typer.Option(help="en or nl; else as the browser asks.")] = "",
) -> None:
    """Make a login for one person, and print the link to log in with for the first time."""
    from consent.particulars import a_name
    from likeness.accounts.values import Account, AccountId
    from likeness.bootstrap.logging_in import logins_of
    from likeness.i18n.catalogs import LANGUAGES
    from scheduler.particulars import to_address

    if language not in {"", *LANGUAGES}:
        raise typer.BadParameter(f"No such language. Choose: {', '.join(LANGUAGES)}.")
    frame = frame_of(context)
    with opened(frame) as app:
        with app.store.read() as tx:
            address = to_address(tx, email)
        made = Account(
            id=AccountId(app.deps.new_id()),
            name=a_name(name),
            email=address,
            language=language,
            made_at=app.deps.clock.now(),
        )
        secret = logins_of(app).add(made, actor())
        _link(frame, app, made, secret)


@group.command("list")
def list_accounts(context: typer.Context) -> None:
    """List logins."""
    frame = frame_of(context)
    with opened(frame) as app, app.store.read() as tx:
        rows: list[dict[str, Cell]] = [
            {
                "account": account.id,
                "name": account.name,
                "email": account.email or None,
                "state": _state(account),
                "last_login": account.seen_at.isoformat(timespec="minutes")
                if account.seen_at
                else None,
            }
            for account in tx.accounts.all()
        ]
    columns = ("account", "name", "email", "state", "last_login")
    frame.table(rows, columns, "There are no logins. Make one: likeness account add")


@group.command()
def disable(context: typer.Context, account: AccountArg) -> None:
    """Shut a login and end its sessions at once."""
    from likeness.bootstrap.logging_in import logins_of

    frame = frame_of(context)
    with opened(frame) as app:
        logins = logins_of(app)
        found = logins.named(account).id
        logins.disable(found, actor())
    frame.give({"account": found, "disabled": True}, "Shut; its sessions have ended.")


@group.command(short_help="Take the password away and print a fresh link.")
def reset(context: typer.Context, account: AccountArg) -> None:
    """Take the password away, end all sessions, print a fresh link; opens a shut login again."""
    from likeness.bootstrap.logging_in import logins_of

    frame = frame_of(context)
    with opened(frame) as app:
        logins = logins_of(app)
        found = logins.named(account)
        _link(frame, app, found, logins.reset(found.id, actor()))


@group.command()
def sessions(context: typer.Context, account: AccountArg) -> None:
    """List the sessions of a login that nobody ended."""
    from likeness.bootstrap.logging_in import logins_of

    frame = frame_of(context)
    with opened(frame) as app:
        logins = logins_of(app)
        found, now = logins.named(account).id, app.deps.clock.now()
        with app.store.read() as tx:
            rows: list[dict[str, Cell]] = [
                {
                    "session": one.id,
                    "begun": one.made_at.isoformat(timespec="minutes"),
                    "used": one.seen_at.isoformat(timespec="minutes"),
                    "valid": one.holds(now, logins.limits.idle),
                }
                for one in tx.web_sessions.of(found)
            ]
    frame.table(rows, ("session", "begun", "used", "valid"), "Nobody is logged in with it.")


@group.command()
def revoke(
    context: typer.Context,
    account: AccountArg,
    session: Annotated[
        str | None, typer.Option(help="Only this session; else all of them.")
    ] = None,
) -> None:
    """End sessions of a login at once."""
    from likeness.bootstrap.logging_in import logins_of

    frame = frame_of(context)
    with opened(frame) as app:
        logins = logins_of(app)
        ended = logins.end_sessions(logins.named(account).id, session or "", actor())
    frame.give({"ended": ended}, f"Sessions ended: {ended}.")


def access_log(
    context: typer.Context,
    about: Annotated[str, typer.Option(help="Id of a person, photo or face.")] = "",
    who: Annotated[str, typer.Option(help="Name or id of a login.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Lines at most.")] = 100,
) -> None:
    """Show who looked at personal data, newest first. Ids only."""
    from likeness.bootstrap.logging_in import logins_of

    frame = frame_of(context)
    with opened(frame) as app:
        actor_id = logins_of(app).named(who).actor if who else ""
        with app.store.read() as tx:
            rows: list[dict[str, Cell]] = [
                {
                    "at": line.at.isoformat(timespec="seconds"),
                    "who": line.who,
                    "what": line.what,
                    "about": " ".join(line.subjects),
                    "reason": line.reason or None,
                }
                for line in tx.access.latest(limit, about=about, who=actor_id)
            ]
    frame.table(rows, ("at", "who", "what", "about", "reason"), "Nobody looked yet.")


def _link(frame: Frame, app: "App", account: "Account", secret: str) -> None:
    link = f"{app.settings.office.begins_with}/{FIRST}/{secret}"
    frame.give(
        {"account": account.id, "link": link},
        f"Login {account.id}. Give this link to that person alone; it works once, for 7 days:\n"
        f"{link}",
    )


def _state(account: "Account") -> str:
    if account.disabled_at is not None:
        return "shut"
    return "in use" if account.password_hash else "waits for the first login"
