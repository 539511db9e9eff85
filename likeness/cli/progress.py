"""A bar for long work: on a terminal only, and on stderr, so that output stays clean."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TextIO

Step = Callable[[int, int | None], None]
"""Takes how many are done, and how many there are (None: not known yet)."""


@contextlib.contextmanager
def progress(title: str, to: TextIO | None = None) -> Iterator[Step]:
    """Show a bar while this lasts; silent where nobody watches."""
    stream = sys.stderr if to is None else to
    if not stream.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(file=stream)) as bar:
        task = bar.add_task(title, total=None)

        def step(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def _silent(_done: int, _total: int | None) -> None:
    """Show nothing."""
