"""`likeness nextcloud`: its webhooks, the protection of blocked photos, and their public links."""

from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.connecting_nextcloud import (
    AdminFile,
    AdminOption,
    WebhookUrl,
    administrator,
    of_webhooks,
)
from likeness.cli.exits import Exit
from likeness.cli.frame import Cell, Frame, frame_of, stop
from likeness.cli.opened import actor, opened
from likeness.cli.progress import progress

if TYPE_CHECKING:
    from connector.values import HostName
    from likeness.bootstrap.app import App
    from likeness.bootstrap.cloud_links import ShownLink
    from likeness.bootstrap.cloud_protection import Protection

group = typer.Typer(help="What only a Nextcloud has.", no_args_is_help=True)
links = typer.Typer(help="Public links that lead to blocked photos.", invoke_without_command=True)
COLUMNS = ("link", "photo", "what", "made_by", "ends", "password", "file", "address")
HostOption = Annotated[
    str, typer.Option("--host", metavar="HOST", help="Name of the host, where there are several.")
]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group.add_typer(links, name="links")
    app.add_typer(group, name="nextcloud")


def _host(frame: Frame, name: str) -> str:
    """Give the name of the Nextcloud that is meant: the only one where none is named."""
    from config.nextcloud import NextcloudHost
    from likeness.bootstrap.configuration import read_settings

    hosts = read_settings(frame.places).settings.hosts
    found = [one for one, host in hosts.items() if isinstance(host, NextcloudHost)]
    if name in found or (not name and len(found) == 1):
        return name or found[0]
    if not found:
        raise typer.BadParameter("There is no Nextcloud yet: likeness connect nextcloud --help")
    raise typer.BadParameter(f"Say which one: --host {' or '.join(found)}")


@group.command(short_help="List, renew or remove our webhooks.")
def webhooks(
    context: typer.Context,
    host: HostOption = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take ours away.")] = False,
    renew: Annotated[
        bool, typer.Option("--renew", help="Register them again, with the first secret there is.")
    ] = False,
    admin: AdminOption = "",
    admin_password_file: AdminFile = None,
    webhook_url: WebhookUrl = "",
) -> None:
    """List our webhooks, register them again, or take them away. Those of others stay."""
    from likeness.bootstrap import cloud_webhooks

    if remove and renew:
        raise typer.BadParameter("Say --remove or --renew, not both.")
    frame = frame_of(context)
    name, who = _host(frame, host), administrator(admin, admin_password_file)
    if remove:
        gone = cloud_webhooks.remove_webhooks(frame.places, name, who)
        frame.give({"host": name, "removed": gone}, f"{gone} webhooks of ours were taken away.")
    elif renew:
        uri, done = cloud_webhooks.register_webhooks(frame.places, name, who, webhook_url)
        value = {"host": name, "address": uri, "events": list(done.events)}
        frame.give(value, "\n".join(of_webhooks(uri, done)).strip())
    else:
        rows: list[dict[str, Cell]] = [
            {"webhook": one.id, "event": one.event, "address": one.uri}
            for one in cloud_webhooks.list_webhooks(frame.places, name, who)
        ]
        frame.table(rows, ("webhook", "event", "address"), "There is none of ours.")


@group.command(short_help="Close blocked photos to editors.")
def protect(
    context: typer.Context,
    host: HostOption = "",
    exempt: Annotated[
        str, typer.Option("--group", help="The group of our account; else it is found out.")
    ] = "",
    admin: AdminOption = "",
    admin_password_file: AdminFile = None,
) -> None:
    """Say how to close blocked photos to editors, and try whether they are closed."""
    from likeness.bootstrap.cloud_protection import check_protection

    frame = frame_of(context)
    name, who = _host(frame, host), administrator(admin, admin_password_file)
    found = check_protection(frame.places, name, who, exempt)
    value = {
        "host": name,
        "click_path": list(found.click_path),
        "tried": found.tried.trial.value,
        "why": found.tried.why,
        "rule": found.wrong,
        "in_group": found.member,
        "holds": found.holds,
    }
    frame.give(value, "\n".join(_of_protection(found)))
    if not found.holds:
        raise stop(Exit.ATTENTION)


def _of_protection(found: "Protection") -> list[str]:
    from connector.nextcloud.protecting import Trial

    steps = [f"  {number}. {step}" for number, step in enumerate(found.click_path, start=1)]
    tried = {
        Trial.WORKS: "Tried: a file with this tag opens for us, and for nobody by a public link.",
        Trial.OPEN: "Tried: a file with this tag opens for everybody. Make the rule as above.",
        Trial.LOCKED_OUT: "Tried: a file with this tag does not open for us either. Add the group "
        "to the rule, or Likeness cannot look at these photos any more.",
        Trial.NOT_TRIED: "It could not be tried, so nothing is known.",
    }[found.tried.trial]
    told = ["To close blocked photos to editors, an administrator makes one rule:", *steps, ""]
    told.append(tried + (f" ({found.tried.why})" if found.tried.why else ""))
    if found.wrong is None:
        told.append("Not read: the rule itself. Name an administrator (--admin) to have it read.")
    else:
        told.append(f"Read: {found.wrong}" if found.wrong else "Read: the rule is right.")
    if not found.member:
        told.append("Our account is not in that group: put it in, or name another with --group.")
    return [
        *told,
        "Not tried: whether a logged-in editor is refused. Ask one to open a blocked photo.",
        "",
        "Tell your editors: a folder that is downloaded as a ZIP with one blocked photo in it",
        "arrives damaged, with all its files. They download the others by themselves.",
    ]


@links.callback()
def list_links(
    context: typer.Context,
    host: HostOption = "",
    known: Annotated[
        bool, typer.Option("--known", help="What was found last, without asking Nextcloud.")
    ] = False,
) -> None:
    """List public links that lead to blocked photos: their own, and those of their folders."""
    from likeness.bootstrap.cloud_links import shown_links
    from scheduler.jobs.check_links import check_all_links

    if context.invoked_subcommand is not None:
        return
    frame = frame_of(context)
    with opened(frame) as app:
        name = _name(frame, host)
        if not known:
            with progress("Photos") as step:
                check_all_links(app.deps, name, step)
        found = shown_links(app, name, ask=not known)
    frame.table([_row(one) for one in found], COLUMNS, "No public link leads to a blocked photo.")
    if found:
        raise stop(Exit.ATTENTION)


def _row(link: "ShownLink") -> dict[str, Cell]:
    return {
        "link": link.id,
        "photo": link.asset[:12],
        "what": "folder" if link.inherited else "photo",
        "made_by": link.owner or None,
        "ends": link.ends.isoformat() if link.ends else None,
        "password": link.guarded,
        "file": link.place,
        "address": link.url or None,
    }


@links.command("remove")
def remove_link(
    context: typer.Context,
    link: Annotated[str, typer.Argument(help="Number of the link, as listed.", metavar="LINK")],
    host: HostOption = "",
    yes: Annotated[bool, typer.Option("--yes", help="I know that it is gone for all.")] = False,
) -> None:
    """Delete one public link. It may be a colleague's: whoever has it cannot open it any more."""
    from scheduler.jobs import check_links

    frame = frame_of(context)
    with opened(frame) as app:
        name = _name(frame, host)
        if not yes:
            raise typer.BadParameter(_warning(app, name, link))
        photos = check_links.remove_link(app.deps, name, link, actor())
    text = f"Link {link} is deleted. It led to {_blocked(len(photos))}."
    frame.give({"host": name, "link": link, "photos": list(photos)}, text)


def _name(frame: Frame, host: str) -> "HostName":
    from connector.values import HostName

    return HostName(_host(frame, host))


def _warning(app: "App", host: "HostName", link: str) -> str:
    """Say what a link is before it goes. Raises `NoSuchRow`."""
    from scheduler.errors import NoSuchRow
    from scheduler.jobs.check_links import NO_LINK

    with app.store.read() as tx:
        known = [one for one in tx.found_links.open(host, app.deps.clock.today()) if one.id == link]
    if not known:
        raise NoSuchRow(NO_LINK)
    what = "a whole folder" if any(one.inherited for one in known) else "one photo"
    return (
        f"Link {link} is to {what}, and leads to {_blocked(len(known))}. Deleting it cannot be "
        "undone. Say --yes to do it."
    )


def _blocked(number: int) -> str:
    return "1 blocked photo" if number == 1 else f"{number} blocked photos"
