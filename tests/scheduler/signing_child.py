"""Run as a process of its own: hands in one answer and dies at the given step."""

import sys
from pathlib import Path

from consent.asks import AskState
from tests.fakes.children import Tell
from tests.likeness.storage.erasing_child import Killer
from tests.scheduler.asking import Form
from tests.scheduler.crash_worker import folder_world
from tests.scheduler.world import WEB


def main(tell: Tell, folder: Path, nonce: str, at: int) -> None:
    """Answer the one ask that is open; die at the step `at`, 0 = never. Says how many there are."""
    world = folder_world(folder)
    with world.store.read() as tx:
        ask = tx.asks.all(AskState.OPEN)[0]
    form = Form(world, ask=ask, nonce=nonce).say(ask.persons[0], WEB, recognition=True)
    killer = Killer(at)
    sys.setprofile(killer)
    form.hand_in()
    sys.setprofile(None)
    tell(str(killer.steps))
