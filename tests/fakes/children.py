"""Processes for tests to kill: each is a copy of one that has loaded everything already.

A fresh interpreter computes for a second to load the product, and these tests start forty. The
product itself never forks; a process here holds no store, no thread and no model when it does.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

DEADLINE_S = 120.0
LOADED = [
    "tests.likeness.storage.erasing_child",
    "tests.scheduler.crash_worker",
    "tests.scheduler.signing_child",
]

Tell = Callable[[str], None]
"""What a child says a line with. Nothing said is lost, however it dies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One process at work."""

    process: ForkServerProcess
    lines: Connection

    def hear(self) -> str:
        """Wait for the next line; raises `EOFError` where it died first."""
        assert self.lines.poll(DEADLINE_S), "the child says nothing"
        return str(self.lines.recv())

    def kill_after(self, seconds: float) -> None:
        """Let it work for a moment, then kill it as hard as possible."""
        self.process.join(seconds)
        self.process.kill()

    def ended(self) -> tuple[int | None, list[str]]:
        """Wait for its end; give its exit code and what it said."""
        self.process.join(DEADLINE_S)
        said = []
        while True:
            try:
                said.append(str(self.lines.recv()))
            except EOFError:
                return self.process.exitcode, said


@contextmanager
def child(work: Callable[..., None], *arguments: object) -> Iterator[Child]:
    """Start `work(tell, *arguments)`; it is gone at the end of the block."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    try:
        yield Child(process=process, lines=ours)
    finally:
        process.kill()
        process.join(DEADLINE_S)
        ours.close()


def _work(lines: Connection, work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    work(lines.send, *arguments)
