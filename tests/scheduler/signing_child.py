"""Run as a process of its own: hands in one answer and dies at the given step.

Arguments: folder of the world, nonce of the form, number of the step at which to kill itself (0 = never).
"""

import os
import sys
from pathlib import Path

from consent.asks import AskState
from tests.likeness.storage.erasing_child import Killer
from tests.scheduler.asking import Form
from tests.scheduler.crash_worker import folder_world
from tests.scheduler.world import WEB


def main(folder: Path, nonce: str, at: int) -> None:
    """Answer the one ask that is open, with a form made once."""
    world = folder_world(folder)
    with world.store.read() as tx:
        ask = tx.asks.all(AskState.OPEN)[0]
    form = Form(world, ask=ask, nonce=nonce).say(ask.persons[0], WEB, recognition=True)
    killer = Killer(at)
    sys.setprofile(killer)
    done = form.hand_in()
    sys.setprofile(None)
    os.write(1, f"{killer.steps} {done.signature}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
