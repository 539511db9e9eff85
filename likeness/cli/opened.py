"""An opened installation for one command, and who gives it."""

import contextlib
import getpass
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from consent.ids import Actor
from likeness.cli.frame import Frame

if TYPE_CHECKING:
    from likeness.bootstrap.app import App
    from likeness.logs import Level

_ACCOUNT = re.compile(r"[A-Za-z0-9._-]{1,64}")


@contextlib.contextmanager
def opened(frame: Frame, level: "Level | None" = None) -> Iterator["App"]:
    """Open the installation for as long as a command needs it; warnings are logged to stderr."""
    from likeness.bootstrap.app import open_app
    from likeness.logs import Level, configure

    configure(level=level or Level.WARNING)
    with open_app(frame.places) as app:
        yield app


@contextlib.contextmanager
def working(frame: Frame, command: str, level: "Level | None" = None) -> Iterator["App"]:
    """Open the installation as the one process that works on it.

    Raises `AlreadyRunning` and `NotSetUp`.
    """
    from likeness.bootstrap.errors import NotSetUp
    from likeness.lock import hold_lock

    if not frame.places.data.is_dir():
        raise NotSetUp(f"There is no installation in {frame.places.data} yet. Run: likeness init")
    with hold_lock(frame.places.data, command), opened(frame, level) as app:
        yield app


def actor() -> Actor:
    """Name the account of the system that gives the command, for the audit log."""
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = ""
    return Actor(f"cli:{account if _ACCOUNT.fullmatch(account) else 'unknown'}")
