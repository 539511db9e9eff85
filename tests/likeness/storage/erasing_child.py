"""Run as a process of its own: erases persons one after the other and dies at the given step.

Arguments: folder of the store, number of the step at which to kill itself (0 = never). A step is one
call of a function of the product. Prints each person before and after, and at last the number of steps.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from consent.ids import PersonId
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


def main(folder: Path, at: int) -> None:
    """Erase everybody whose id begins with `gone`."""
    store = make_store(folder)
    with store.read() as tx:
        persons = [person for person in tx.people.ids() if person.startswith("gone")]
    killer = Killer(at)
    sys.setprofile(killer)
    for person in persons:
        _say(f"begun {person}")
        store.erase(PersonId(person), NOW)
        _say(f"done {person}")
    sys.setprofile(None)
    _say(f"steps {killer.steps}")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
