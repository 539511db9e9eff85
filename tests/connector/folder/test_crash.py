"""A writer killed at any moment: its sidecar is the old one or the new one, never something else."""

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from connector.values import MarkSet
from tests.connector.folder.answers import NEW, OLD
from tests.connector.folder.packets import LIGHTROOM, meaning
from tests.contracts.stages import JPEG, FolderStage

ROUNDS = 20
WRITER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from connector.folder.marks import FolderMarks
from connector.folder.tree import Tree
from connector.values import HostId, HostName, PhotoRef
from tests.connector.folder.answers import NEW, OLD

def tell(): print(".", flush=True)
def now(): tell(); return datetime(2026, 6, 30, tzinfo=UTC)
marks = FolderMarks(tree=Tree(Path(sys.argv[1])), locate=lambda _: "a.jpg", now=now)
while True:
    for one in (NEW, OLD):
        marks.write(PhotoRef(host=HostName("photos"), id=HostId("a")), one)
        tell()
"""


def kill_a_writer(root: Path, after: int) -> None:
    """Let another process write until it has told so many steps, and kill it in the next one."""
    command = [sys.executable, "-c", WRITER, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as writer:
        assert writer.stdout
        for _ in range(after):
            assert writer.stdout.readline()
        writer.kill()


def test_a_killed_writer_leaves_the_old_sidecar_or_the_new_one(stage: FolderStage) -> None:
    stage.put("a.jpg", JPEG)
    stage.put("a.jpg.xmp", LIGHTROOM)
    (change,) = stage.poll()
    stage.marks.write(change.ref, OLD)
    dice = random.Random(7)  # noqa: S311 - the same moments every time, as far as there are any

    for _ in range(ROUNDS):
        kill_a_writer(stage.root, dice.randint(1, 30))

        assert stage.marks.read(change.ref) in (OLD, NEW)

    left = [path for path in stage.root.iterdir() if path.name not in {"a.jpg", "a.jpg.xmp"}]
    assert all(path.name.startswith(".likeness-") for path in left)
    stage.marks.write(change.ref, replace(OLD, note="after the crash"))
    stage.marks.write(change.ref, MarkSet(status="not-assessed"))
    assert meaning((stage.root / "a.jpg.xmp").read_bytes()) == meaning(LIGHTROOM)
    assert len(list(stage.root.iterdir())) == 2
