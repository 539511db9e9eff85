"""`likeness connect nextcloud`: a login that a human agrees to, and then it begins."""

import os
import sys
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.asking import has_secret, secret
from likeness.cli.connected import lines, next_steps, plain, stop_where
from likeness.cli.frame import Frame, frame_of
from likeness.cli.opened import actor

if TYPE_CHECKING:
    from connector.nextcloud.api import Account
    from connector.nextcloud.hooks import Registered
    from likeness.bootstrap.connecting_nextcloud import Cloud, CloudConnected, Tags

AdminOption = Annotated[
    str, typer.Option(metavar="ADMIN", help="An administrator, for what only they may do.")
]
AdminFile = Annotated[
    Path | None,
    typer.Option(help="File with the login password of that administrator: used now, not kept."),
]
WebhookUrl = Annotated[
    str,
    typer.Option(help="Where Nextcloud reaches our public listener; else public_url."),
]


UrlOption = Annotated[str, typer.Option(help="Its address; known where it is connected.")]
UserOption = Annotated[
    str, typer.Option(help="The account Likeness works as; else a login in the browser.")
]
PasswordFile = Annotated[
    Path | None, typer.Option(help="File with an app password of it; else it is piped in.")
]
NameOption = Annotated[str, typer.Option(help="What to call it; never changed later.")]
FolderOption = Annotated[
    list[str] | None,
    typer.Option(help="Take in only this folder (again for more); else all that were shared."),
]
GroupOption = Annotated[
    str, typer.Option(help="The group that may put our tags on files: of the account alone.")
]
ChannelTags = Annotated[
    bool, typer.Option("--channel-tags", help="A tag for each use that is cleared, too.")
]
Webhooks = Annotated[
    bool, typer.Option("--webhooks", help="Let Nextcloud send us messages: see the manual.")
]
CaFile = Annotated[Path | None, typer.Option(help="File with the certificates to trust.")]
NewLogin = Annotated[
    bool, typer.Option("--new-login", help="Log in again, though there is an app password.")
]
Browser = Annotated[bool, typer.Option(help="Open the login in a browser where there is one.")]


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("nextcloud")(nextcloud)


def nextcloud(
    context: typer.Context,
    url: UrlOption = "",
    user: UserOption = "",
    password_file: PasswordFile = None,
    name: NameOption = "cloud",
    folder: FolderOption = None,
    admin: AdminOption = "",
    admin_password_file: AdminFile = None,
    group: GroupOption = "consent-bots",
    channel_tags: ChannelTags = False,
    webhooks: Webhooks = False,
    webhook_url: WebhookUrl = "",
    ca_file: CaFile = None,
    new_login: NewLogin = False,
    browser: Browser = True,
) -> None:
    """Connect a Nextcloud. Run it again when tags were made by hand: it finds them."""
    from likeness.bootstrap.connecting_nextcloud import Cloud

    frame = frame_of(context)
    if password_file and not user:
        raise typer.BadParameter("Say whose app password it is: --user")
    asked = Cloud(
        name=name,
        url=_address(frame, name, url),
        user=user,
        folders=tuple(folder or ()),
        group=group,
        channels=channel_tags,
        ca_file=ca_file,
    )
    begins = bool(new_login or user or not has_secret(frame, name))
    cloud = _with_password(asked, password_file, browser=browser) if begins else asked
    cloud = replace(cloud, admin=administrator(admin, admin_password_file))
    made = _connect(frame, cloud, by_browser=begins and not user)
    _finish(frame, cloud, made, wanted=webhooks, base=webhook_url)


def _with_password(cloud: "Cloud", file: Path | None, *, browser: bool) -> "Cloud":
    """Read the app password that was named, or let a human agree to one."""
    if cloud.user:
        password = secret(file, f"App password of {cloud.user}", "--password-file")
        return replace(cloud, password=password)
    user, password = _log_in(cloud.url, cloud.ca_file, browser=browser)
    return replace(cloud, user=user, password=password)


def _connect(frame: Frame, cloud: "Cloud", *, by_browser: bool) -> "CloudConnected":
    """Connect; a password that was made for this and came to nothing is void again."""
    from likeness.bootstrap.cloud_login import give_up
    from likeness.bootstrap.connecting_nextcloud import connect_nextcloud

    try:
        return connect_nextcloud(frame.places, cloud, actor())
    except BaseException:
        if by_browser and not has_secret(frame, cloud.name):
            give_up(cloud.url, cloud.password, cloud.ca_file)
        raise


def administrator(name: str, file: Path | None) -> "Account | None":
    """Read who helps, and their password; None where nobody was named."""
    from connector.nextcloud.api import Account

    if not name:
        return None
    password = secret(file, f"Login password of {name}", "--admin-password-file")
    return Account(user=name, password=password)


def _address(frame: Frame, name: str, url: str) -> str:
    """Give the address: as it is said, else as the settings know it."""
    from likeness.bootstrap.configuration import read_settings

    known = read_settings(frame.places).settings.hosts.get(name)
    found = url or str(getattr(known, "url", ""))
    if not found:
        raise typer.BadParameter("Say its address: --url https://cloud.example.org")
    return found


def _log_in(url: str, ca_file: Path | None, *, browser: bool) -> tuple[str, str]:
    """Let a human agree, and wait for it. The link goes to stderr: it is no answer."""
    from likeness.bootstrap.cloud_login import begin_login, wait_for_login

    begun, agreed = begin_login(url, ca_file)
    _say("Open this link in a private window, log in as the account Likeness is to work as")
    _say("(not as yourself), and grant access:")
    _say(f"\n  {begun.link}\n")
    if browser and sys.stdin.isatty() and _has_screen():
        webbrowser.open(begun.link)
    granted = wait_for_login(agreed, _tell, threading.Event().wait)
    _say("\nAccess granted." if sys.stderr.isatty() else "Access granted.")
    return granted.user, granted.password


def _has_screen() -> bool:
    """Tell whether a browser has a window to open: one in the terminal would cover the link."""
    return sys.platform in {"darwin", "win32"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _tell(left: int) -> None:
    """Count down: in place on a terminal, else once a minute."""
    clock = f"Waiting for that: {left // 60}:{left % 60:02} left"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{clock} ")
        sys.stderr.flush()
    elif left % 60 == 0:
        _say(clock)


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _finish(
    frame: Frame, cloud: "Cloud", made: "CloudConnected", *, wanted: bool, base: str
) -> None:
    """See to the webhooks, and tell how it went."""
    from connector.errors import HostError
    from likeness.bootstrap.errors import ConnectRefused

    value = plain(cloud.name, made.made) | _plain(made)
    told = [*lines(cloud.name, made.made), *_of_folders(made), *_of_tags(made.tags)]
    failed = False
    if wanted:
        from likeness.bootstrap.cloud_webhooks import register_webhooks

        try:
            uri, done = register_webhooks(frame.places, cloud.name, cloud.admin, base)
            value["webhooks"] = list(done.events)
            told += of_webhooks(uri, done)
        except (HostError, ConnectRefused) as error:
            failed = True
            value["webhooks_refused"] = str(error)
            told += ["", f"No webhooks were registered. {error}"]
    frame.give(value, "\n".join([*told, *next_steps(cloud.name, made.made)]))
    stop_where(made.made, by_hand=bool(made.tags.by_hand) or failed)


def _plain(made: "CloudConnected") -> dict[str, object]:
    return {
        "folders": list(made.folders),
        "tags": dict(made.tags.status),
        "channel_tags": dict(made.tags.channels),
        "by_hand": list(made.tags.by_hand),
        "administrator_refused": made.tags.refused or None,
        "administrator": made.administrator,
    }


def _of_folders(made: "CloudConnected") -> list[str]:
    named = ", ".join(made.folders) or "everything the account sees"
    told = ["", f"Folders: {named}"]
    if made.administrator:
        told.append("This account is an administrator: give Likeness an account with less rights.")
    return told


def _of_tags(tags: "Tags") -> list[str]:
    if tags.by_hand:
        return [
            "",
            *([tags.refused] if tags.refused else []),
            "Tags are missing. Let an administrator make them: run this again with --admin ADMIN.",
            "Or make them on the server (occ as the user of the web server), then run this again:",
            *(f"  {line}" for line in tags.by_hand),
        ]
    found = {**tags.status, **tags.channels}
    return ["", "Tags: " + ", ".join(f"{key} {number}" for key, number in found.items())]


def of_webhooks(uri: str, done: "Registered") -> list[str]:
    """Say what was registered, and what makes messages quick."""
    return [
        "",
        f"Webhooks: {len(done.events)} events are sent to {uri}",
        "  Restart likeness serve, so that it knows the secret of its messages.",
        "  Messages leave with Nextcloud's background jobs, every five minutes. For seconds, run:",
        '  occ background-job:worker "OCA\\WebhookListeners\\BackgroundJobs\\WebhookCall"',
        "  Where Likeness has an address of your own network, Nextcloud sends there only after:",
        "  occ config:system:set allow_local_remote_servers --value=true --type=boolean",
    ]
