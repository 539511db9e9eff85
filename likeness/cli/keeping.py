"""`likeness backup`, `restore` and `doctor`: keeping an installation well."""

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.exits import Exit
from likeness.cli.frame import Cell, Frame, frame_of, stop


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("backup", short_help="Copy database, keys and ledger consistently.")(backup)
    app.command("restore", short_help="Bring a backup's erasure ledger up to date.")(restore)
    app.command("doctor", short_help="Check the installation; changes nothing.")(doctor)


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A new folder, elsewhere.", metavar="DIR")],
) -> None:
    """Copy database, keys, evidence and ledger as they are now. Never the key file."""
    from likeness.bootstrap.keeping import make_backup

    frame = frame_of(context)
    made = make_backup(frame.places, folder.expanduser().absolute())
    frame.give(
        {"folder": str(made.folder), "erasures": made.erasures, "evidence": made.evidence},
        f"Backup: {made.folder}. The key file is not in it: keep a copy of that apart.",
    )


def restore(
    context: typer.Context,
    ledger: Annotated[
        list[Path] | None,
        typer.Option(help="The erasure ledger of a backup, in its folder; and newer ones."),
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept-older-ledger", help="All newer ledgers are lost: go on without."),
    ] = False,
    reviewed: Annotated[
        bool,
        typer.Option("--reviewed", help="Whoever was back is erased again: work goes on."),
    ] = False,
) -> None:
    """Bring a backup's erasure ledger together with the one in use; nothing is replaced.

    Refused where no ledger is as new as the backup: whoever was erased later would be back.
    """
    from likeness.bootstrap.keeping import merge_ledgers

    frame = frame_of(context)
    if reviewed:
        _end_review(frame)
        return
    if not ledger:
        raise typer.BadParameter("Name the ledger of the backup: --ledger DIR/erasures.ledger")
    made = merge_ledgers(frame.places, ledger, accept=accept)
    told = f"{made.new} erasures were new; they are replayed at the next start."
    value = {"new": made.new, "older": made.older, "since": made.since}
    if made.older:
        since = f"after {made.since}" if made.since else "after this ledger was copied"
        told += (
            f"\nEverybody who was erased {since} may be back. Until you end it,"
            " nobody is recognised, nothing is written into hosts and no letter is sent. Erase them"
            " again (likeness erase), then run: likeness restore --reviewed"
        )
    frame.give(value, told)
    if made.older:
        raise stop(Exit.ATTENTION)


def _end_review(frame: Frame) -> None:
    from likeness.cli.opened import actor, opened
    from scheduler.restored import end_review

    with opened(frame) as app:
        ended = end_review(app.deps, actor())
    text = (
        "Ended: every photo is looked at again. Start the service again."
        if ended
        else "Nothing waits."
    )
    frame.give({"ended": ended}, text)


def doctor(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Argument(help="Only this host, more closely.", metavar="HOST")
    ] = None,
    try_writing: Annotated[
        bool,
        typer.Option("--try-writing", help="Write one value into the host and take it back."),
    ] = False,
    mail_to: Annotated[
        str | None, typer.Option(help="Also send a test letter to this address.")
    ] = None,
) -> None:
    """Check the installation; changes nothing by itself."""
    from likeness.bootstrap.configuration import read_settings
    from likeness.bootstrap.health import examine

    frame = frame_of(context)
    if host is not None and host not in (known := read_settings(frame.places).settings.hosts):
        raise typer.BadParameter(f"No such host. Configured: {', '.join(known) or 'none'}.")
    if try_writing and host is None:
        raise typer.BadParameter("Name the host to write into.")
    found = examine(frame.places, host or "", writing=try_writing, mail_to=mail_to or "")
    rows: list[dict[str, Cell]] = [
        {"check": health.name, "ok": health.ok, "advice": health.advice} for health in found
    ]
    if not frame.as_json:
        rows = [line for row in rows for line in _lines_of(row)]
    frame.table(rows, ("check", "ok", "advice"), "Nothing to check.")
    if not all(one.ok for one in found):
        raise stop(Exit.ATTENTION)


def _lines_of(row: dict[str, Cell]) -> list[dict[str, Cell]]:
    """Give an advice of several lines a row for each line."""
    first, *rest = str(row["advice"]).split("\n")
    lines: list[dict[str, Cell]] = [{"check": "", "ok": "", "advice": line} for line in rest]
    return [{**row, "advice": first}, *lines]
