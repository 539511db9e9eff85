"""Time the withdrawal of somebody who is on many photos of a folder host, until all are read back.

    python -m benchmarks.withdrawal [--photos 1000] [--where DIR]

Makes small photos, says who is on them, clears them all, withdraws, and works as `likeness serve`
does. Prints one JSON object: seconds from the withdrawal to the first and to the last photo that
was written and read back, as the product itself counts them, and how many sidecars say so.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from connector.values import HostName
from consent.ids import Actor, PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, Signer
from consent.signing import Means
from consent.states import ConsentState
from likeness.bootstrap.app import open_app
from likeness.bootstrap.places import find_places
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.save_quitclaim import save_quitclaim
from scheduler.jobs.withdraw import withdraw_all
from scheduler.worker import Worker

if TYPE_CHECKING:
    from likeness.bootstrap.app import App

HOST = HostName("photos")
ME = Actor("cli:benchmark")
FOLDER = 250


def main() -> None:
    """Print the result as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photos", type=int, default=1_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--where", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="likeness-withdrawal-", dir=options.where) as folder:
        root = Path(folder)
        make_photos(root / "photos", options.photos)
        with open_app(find_places(prepare(root), {})) as app:
            print(json.dumps(measure(app, options.threads)))


def make_photos(root: Path, count: int) -> None:
    """Fill a tree with small JPEGs, all different."""
    dice = np.random.default_rng(1)
    for number in range(count):
        folder = root / f"{number // FOLDER:03}"
        folder.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        Image.fromarray(dice.integers(0, 255, (32, 32, 3), dtype=np.uint8)).save(buffer, "JPEG")
        (folder / f"{number:06}.jpg").write_bytes(buffer.getvalue())


def prepare(root: Path) -> Path:
    """Make an installation with the folder as its host; gives its data folder."""
    data = root / "data"
    command = [str(Path(sys.executable).with_name("likeness")), "--data", str(data)]
    first = ["init", "--yes", "--controller", "Benchmark", "--timezone", "UTC"]
    environ = {**os.environ, "LIKENESS_DATA": str(data)}
    for words in (first, ["mode", "all", "off"]):
        subprocess.run([*command, *words], env=environ, capture_output=True, check=False)  # noqa: S603
        with (data / "likeness.toml").open("a") as settings:
            if words is first:
                settings.write(f'\n[hosts.{HOST}]\nkind = "folder"\nroot = "{root / "photos"}"\n')
    return data


def measure(app: "App", threads: int) -> dict[str, object]:
    """Withdraw and work until every photo followed."""
    person = somebody(app)
    poll_host(app.deps, HOST)
    with app.store.read() as tx:
        assets = [asset.id for asset in tx.assets.of_host(HOST)]
    for asset in assets:
        attest_photo(app.deps, asset, [person], ME, only=True)
    work(app, threads)
    cleared = said(app, "cleared")
    start = time.perf_counter()
    number = withdraw_all(app.deps, person, How(by=ME, means=Means.COMMAND))
    click_s = time.perf_counter() - start
    work(app, threads)
    with app.store.read() as tx:
        proof = tx.withdrawals.get(number)
    first_s = (proof.first_done_at - proof.at).total_seconds() if proof.first_done_at else None
    return {
        "photos": proof.photos,
        "read_back": proof.done,
        "cleared_before": cleared,
        "blocked_after": said(app, "blocked"),
        "click_s": round(click_s, 3),
        "first_s": first_s,
        "last_s": proof.seconds,
        "threads": threads,
    }


def somebody(app: "App") -> PersonId:
    """Add a person who agreed to everything."""
    person = PersonId(app.deps.new_id())
    with app.store.begin() as tx:
        tx.people.add(Person(id=person, profile=Profile(name="Somebody", email="s@example.org")))
    yes = Quitclaim(
        id=QuitclaimId(app.deps.new_id()),
        person=person,
        state=ConsentState.GIVEN,
        channels=frozenset(app.deps.rules.decide.channels),
        at=app.deps.clock.now(),
        signer=Signer(id=SignerId(person)),
    )
    save_quitclaim(app.deps, yes, ME)
    return person


def work(app: "App", threads: int) -> None:
    """Process everything that is due, as the service does."""
    worker = Worker(app.deps)
    workers = [
        threading.Thread(target=worker.drain, args=(threading.Event(),)) for _ in range(threads)
    ]
    for one in workers:
        one.start()
    for one in workers:
        one.join()


def said(app: "App", status: str) -> int:
    """Count the photos whose host says this, read anew."""
    host = app.deps.hosts[HOST]
    with app.store.read() as tx:
        refs = [asset.ref for asset in tx.assets.of_host(HOST)]
    marks = (host.marks.read(ref) for ref in refs)
    return sum(1 for one in marks if one is not None and one.status == status)


if __name__ == "__main__":
    main()
