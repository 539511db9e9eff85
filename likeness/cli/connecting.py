"""`likeness connect`: a host in minutes. It begins by being observed: nothing is written there."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli import connecting_nextcloud
from likeness.cli.asking import has_secret, secret
from likeness.cli.connected import lines, next_steps, plain, stop_where
from likeness.cli.frame import frame_of
from likeness.cli.opened import actor

if TYPE_CHECKING:
    from likeness.bootstrap.connecting_resourcespace import Fields

_NO_PHOTO = "  By day: it shows no photo yet. Run this again when there is one."

group = typer.Typer(help="Connect a host.", no_args_is_help=True)

NameOption = Annotated[
    str, typer.Option(help="What to call it; never changed later. Letters, digits and hyphens.")
]


def register(app: typer.Typer) -> None:
    """Add the group."""
    connecting_nextcloud.register(group)
    app.add_typer(group, name="connect")


@group.callback()
def connect() -> None:
    """Connect a host. It is observed first: nothing is written into it."""


@group.command()
def folder(
    context: typer.Context,
    root: Annotated[Path, typer.Argument(help="The folder of photos.")],
    name: NameOption = "photos",
    live: Annotated[
        bool, typer.Option("--live", help="Write answers at once, without observing first.")
    ] = False,
) -> None:
    """Connect a folder of photos on this machine."""
    from likeness.bootstrap.connecting import Asked, connect_host

    frame = frame_of(context)
    values: dict[str, object] = {"kind": "folder", "root": str(root.expanduser().absolute())}
    asked = Asked(name=name, values=values if live else values | {"observe": True})
    made = connect_host(frame.places, asked, actor())
    frame.give(plain(name, made), "\n".join([*lines(name, made), *next_steps(name, made)]))
    stop_where(made)


@group.command()
def resourcespace(
    context: typer.Context,
    url: Annotated[str, typer.Option(help="Its address, as people call it.")],
    user: Annotated[str, typer.Option(help="The user Likeness works as.")],
    name: NameOption = "dam",
    key_file: Annotated[
        Path | None, typer.Option(help="File with the private API key of that user.")
    ] = None,
    create_fields: Annotated[
        str, typer.Option(metavar="ADMIN", help="Make the fields as this super administrator.")
    ] = "",
    admin_key_file: Annotated[
        Path | None,
        typer.Option(help="File with the key of that administrator. It is used now and not kept."),
    ] = None,
) -> None:
    """Connect a ResourceSpace. Run it again when fields were made by hand: it finds them."""
    from likeness.bootstrap.connecting_resourcespace import Site, connect_resourcespace

    frame = frame_of(context)
    question = f"Private API key of {user}"
    key = secret(key_file, question, "--key-file", needed=not has_secret(frame, name))
    question = f"Private API key of {create_fields}"
    admin_key = secret(admin_key_file, question, "--admin-key-file") if create_fields else ""
    site = Site(
        name=name,
        url=url,
        user=user,
        key=key,
        admin=create_fields,
        admin_key=admin_key,
    )
    made, fields = connect_resourcespace(frame.places, site, actor())
    told = [*lines(name, made), *_of_fields(fields), *next_steps(name, made)]
    frame.give(plain(name, made) | _plain_fields(fields), "\n".join(told))
    stop_where(made, by_hand=bool(fields.by_hand))


def _plain_fields(fields: "Fields") -> dict[str, object]:
    return {
        "fields": dict(fields.refs),
        "by_hand": list(fields.by_hand),
        "advice": list(fields.advice),
        "searches": [
            {"finds": one.finds, "search": one.search, "link": one.link} for one in fields.searches
        ],
    }


def _of_fields(fields: "Fields") -> list[str]:
    """Say what is left to do in the host."""
    if fields.by_hand:
        return [
            "",
            "These fields are missing. Make them, then run this command again; or let",
            "--create-fields ADMIN make them:",
            *(f"  {line}" for line in fields.by_hand),
        ]
    mapped = ", ".join(f"{part} {ref}" for part, ref in fields.refs.items())
    return [
        "",
        f"Fields: {mapped}",
        "Set this in ResourceSpace before the first write:",
        *(f"  {line}" for line in fields.advice),
        "Searches worth saving:",
        *(f"  {one.finds}: {one.link}" for one in fields.searches),
        *([_NO_PHOTO] if fields.empty else []),
    ]
