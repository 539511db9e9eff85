"""kill -9 in the middle of erasures: what was begun is finished at the next opening, nobody else is touched."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from consent.ids import PersonId
from likeness.vault.ledger import Ledger
from scheduler.values import NewTemplate
from tests.fakes.children import child
from tests.fakes.store import make_store, store_files
from tests.likeness.storage import erasing_child
from tests.likeness.storage.samples import NOW, face, note, person

GONE = [PersonId(f"gone-{number}") for number in range(4)]
KEPT = PersonId("kept")
KILLS = 10


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder with a store to be copied: four persons to erase, one to keep."""
    folder = tmp_path_factory.mktemp("killed") / "template"
    store = make_store(folder)
    assets = note(store, [f"p{number}" for number in range(len(GONE))])
    with store.begin() as tx:
        for each in (*GONE, KEPT):
            tx.people.add(person(each, f"Name of {each}"))
            tx.people.add_template(NewTemplate(person=each, pack="open/1", vector=bytes(512)))
        for number, (asset, who) in enumerate(zip(assets, GONE, strict=True)):
            tx.findings.replace(asset, [face(f"f{number}", person_id=who)])
    store.close()
    yield folder
    shutil.rmtree(folder)


def _run(folder: Path, kill_at: int) -> list[str]:
    with child(erasing_child.main, folder, kill_at) as erasing:
        code, said = erasing.ended()
    assert code == (-9 if kill_at else 0)
    return said


def test_a_killed_erasure_is_finished_at_the_next_opening(template: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(template, whole)
    steps = int(_run(whole, 0)[-1].split()[1])
    dice = random.Random(20260302)  # noqa: S311
    moments = [
        dice.randrange(step * steps // KILLS, (step + 1) * steps // KILLS) + 1
        for step in range(KILLS)
    ]
    cut_short = 0

    for moment in moments:
        folder = tmp_path / f"killed-at-{moment}"
        shutil.copytree(template, folder)
        said = _run(folder, moment)
        done = {line.split()[1] for line in said if line.startswith("done")}
        promised = set(Ledger(store_files(folder).ledger).entries())
        cut_short += promised != done

        store = make_store(folder)

        with store.read() as tx:
            left = set(tx.people.ids())
            linked = {who for who in GONE if tx.findings.of_person(who)}
            assert tx.people.profile(KEPT).name == "Name of kept"
        assert done <= promised
        assert left == {KEPT, *GONE} - promised
        assert linked == set(GONE) - promised
        assert all(store.erase(who, NOW) for who in GONE)
        store.close()

    assert cut_short > 0, "positive control: some kills came in the middle of an erasure"
