"""A worker process for the crash tests: real store, real folder host, eyes that read what is painted in the file.

Says `ready` when work begins, and `done` at its end.
"""

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from typing_extensions import override

from connector.folder.connect import connect
from connector.host import Host, Wiring
from connector.values import HostId, HostName
from consent.ids import PersonId
from likeness.storage.store import SqlStore
from recognition.values import MatchRequest, PhotoTrouble, Seen
from scheduler.deps import Deps
from scheduler.jobs.poll_host import poll_host
from scheduler.ports import GalleryView
from scheduler.worker import Worker
from tests.fakes.children import Tell
from tests.fakes.clock import FakeClock
from tests.fakes.eyes import FakeEyes, Painted
from tests.fakes.host import MemoryHost
from tests.fakes.store import make_store
from tests.scheduler.world import World

MAGIC = b"\xff\xd8\xff\xe0"
HOST = HostName("photos")


@dataclass(slots=True)
class ReadingEyes(FakeEyes):
    """Reads the painted faces out of the file itself, so that several processes see the same."""

    @override
    def scan(
        self, data: bytes, request: MatchRequest, gallery: GalleryView | None
    ) -> Seen | PhotoTrouble:
        """See what `painted_bytes` wrote."""
        if data.startswith(MAGIC):
            faces = json.loads(data[len(MAGIC) :].partition(b"\0")[0])
            self.paint(
                data, *(Painted(x=x, who=PersonId(who) if who else None) for x, who in faces)
            )
        return FakeEyes.scan(self, data, request, gallery)


def painted_bytes(faces: list[tuple[float, str]], salt: str) -> bytes:
    """Make a file the eyes above can read; JPEG by its first bytes."""
    return MAGIC + json.dumps(faces).encode() + b"\0" + salt.encode()


def folder_host(root: Path, store: SqlStore, clock: FakeClock) -> Host:
    """Connect a folder."""

    def locate(photo: HostId) -> str | None:
        with store.read() as tx:
            return tx.assets.place_of(HOST, photo)

    return connect(
        Wiring(
            name=HOST,
            where=str(root),
            locate=locate,
            new_id=lambda: HostId(uuid4().hex),
            now=clock.now,
            zone=ZoneInfo("UTC"),
        )
    )


def folder_world(folder: Path) -> World:
    """Make (or open again) a world on a folder of photos."""
    store = make_store(folder)
    world = World(store=store, host=MemoryHost(name=HOST), eyes=ReadingEyes())
    host = folder_host(folder / "photos", store, world.clock)
    world.deps = Deps(
        store=store,
        hosts={HOST: host},
        eyes=world.eyes,
        galleries=world.deps.galleries,
        clock=world.clock,
        words=world.deps.words,
        links=world.deps.links,
        new_id=world.deps.new_id,
        jitter=world.deps.jitter,
        rules=world.deps.rules,
        secrets=world.deps.secrets,
        evidence=world.deps.evidence,
    )
    return world


def main(tell: Tell, folder: Path) -> None:
    """Start as after a crash: clear leases, poll, work until nothing is due."""
    world = folder_world(folder)
    with world.store.begin() as tx:
        tx.queue.release_all()
    tell("ready")
    poll_host(world.deps, HOST)
    Worker(world.deps).drain(threading.Event())
    world.store.close()
    tell("done")
