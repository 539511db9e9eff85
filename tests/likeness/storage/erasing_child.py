"""Run as a process of its own: erases persons one after the other and dies at the given step.

A step is one call of a function of the product. Says each person before and after, and at last the
number of steps.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from consent.ids import PersonId
from tests.fakes.children import Tell
from tests.fakes.store import make_store
from tests.likeness.storage.samples import NOW

OURS = ("likeness/storage", "likeness/vault")


class Killer:
    """Counts calls of our functions, and kills the process at the wanted one."""

    def __init__(self, at: int) -> None:
        self.at, self.steps = at, 0

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Count one profiling event."""
        if event in {"call", "c_call"} and any(part in frame.f_code.co_filename for part in OURS):
            self.steps += 1
            if self.steps == self.at:
                os.kill(os.getpid(), signal.SIGKILL)


def main(tell: Tell, folder: Path, at: int) -> None:
    """Erase everybody whose id begins with `gone`; die at the step `at`, 0 = never."""
    store = make_store(folder)
    with store.read() as tx:
        persons = [person for person in tx.people.ids() if person.startswith("gone")]
    killer = Killer(at)
    sys.setprofile(killer)
    for person in persons:
        tell(f"begun {person}")
        store.erase(PersonId(person), NOW)
        tell(f"done {person}")
    sys.setprofile(None)
    tell(f"steps {killer.steps}")
