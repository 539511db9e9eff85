"""kill -9 in the middle of handing in: all of an answer is kept or nothing, and it can be handed in again."""

import random
import shutil
from pathlib import Path

from consent.ids import PersonId
from tests.fakes.children import child
from tests.scheduler import signing_child
from tests.scheduler.asking import Form, asked, letters, publish, quitclaims
from tests.scheduler.crash_worker import folder_world
from tests.scheduler.world import WEB

KILLS = 8
NONCE = "the-same-form"


def _hand_in(folder: Path, kill_at: int) -> list[str]:
    with child(signing_child.main, folder, NONCE, kill_at) as signing:
        code, said = signing.ended()
    assert code == (-9 if kill_at else 0)
    return said


def _template(folder: Path) -> PersonId:
    (folder / "photos").mkdir(parents=True)
    world = folder_world(folder)
    publish(world)
    anna = world.person("Anna")
    asked(world, anna)
    world.store.close()
    return anna


def test_a_killed_signing_is_whole_or_not_there_and_can_be_handed_in_again(tmp_path: Path) -> None:
    anna = _template(tmp_path / "template")
    shutil.copytree(tmp_path / "template", tmp_path / "whole")
    steps = int(_hand_in(tmp_path / "whole", 0)[0])
    dice = random.Random(20260302)  # noqa: S311 - picks moments, not secrets
    kept = []

    for number in range(KILLS):
        moment = dice.randrange(number * steps // KILLS, (number + 1) * steps // KILLS) + 1
        folder = tmp_path / f"killed-at-{moment}"
        shutil.copytree(tmp_path / "template", folder)
        _hand_in(folder, moment)
        world = folder_world(folder)
        with world.store.read() as tx:
            ask = tx.asks.all()[0]
            signed = len(tx.signatures.of_person(anna))
            evidence = len(tx.evidence.of_person(anna))
            consents = len(tx.people.recognition_consents())
        whole = (signed, evidence, consents, letters(world).count("receipt"))
        kept.append(signed)
        assert whole in {(0, 0, 0, 0), (1, 1, 1, 1)}

        again = Form(world, ask=ask, nonce=NONCE).say(anna, WEB, recognition=True).hand_in()

        assert again.already is bool(signed)
        assert quitclaims(world, anna)["given"].channels == {WEB}
        assert letters(world).count("receipt") == 1
        world.store.close()

    assert 0 in kept, "positive control: some kills came before the answer was kept"
