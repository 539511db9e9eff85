"""What leaves the pixels as they were throws nothing away that a human said: on real hosts' fakes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha1
from typing import Any, cast

import pytest
from typing_extensions import override

from config.nextcloud import NextcloudTags
from connector.host import Host
from connector.values import HostId
from consent.states import AnswerKind, ConsentState, FindingKind
from likeness.storage.store import SqlStore
from scheduler.jobs.answer_face import Said, answer_face
from scheduler.jobs.poll_host import poll_host
from scheduler.values import Asset, Priority
from tests.connector.nextcloud.conftest import TAGS, jpeg
from tests.contracts import nextcloud, resourcespace
from tests.fakes.eyes import FakeEyes, Painted
from tests.fakes.library import Library
from tests.fakes.nextcloud import server as nextcloud_server
from tests.fakes.nextcloud.rows import Fault
from tests.fakes.nextcloud.site import PASSWORD, USER, Site
from tests.fakes.resourcespace.items import Upload
from tests.fakes.resourcespace.server import FakeHost, serving
from tests.fakes.resourcespace.site import Site as Dam
from tests.scheduler.world import ME, World

PLACE = "Photo Desk/a.jpg"
FIRST, SECOND = jpeg(64, 48), jpeg(80, 60)


class _Anything(dict[bytes, Any]):
    """Pictures that all show the same faces, whatever their bytes are."""

    def __init__(self, *faces: Painted) -> None:
        self.faces = faces

    @override
    def get(self, key: bytes, default: Any = None) -> Any:
        return self.faces


@dataclass(slots=True)
class Stage:
    """A host, and a world around it in which every picture shows one face."""

    world: World
    host: Host

    def connect(self, host: Host) -> None:
        """Put another connection in the place of the first."""
        self.host = host
        self.world.deps = replace(self.world.deps, hosts={host.name: host})

    def run(self) -> None:
        """Poll, and process everything that is due."""
        poll_host(self.world.deps, self.host.name)
        self.world.work()

    def look_again(self) -> None:
        """Have every photo looked at again."""
        with self.world.store.begin() as tx:
            tx.queue.wake([self.asset().id], Priority.CONSENT, self.world.clock.now(), look=True)
        self.run()

    def asset(self) -> Asset:
        with self.world.store.read() as tx:
            (asset,) = tx.assets.of_host(self.host.name)
        return asset

    def named(self) -> None:
        """Name the one face there is as somebody who said no."""
        bram = self.world.person("Bram")
        self.world.grant(bram, state=ConsentState.REFUSED)
        with self.world.store.read() as tx:
            (face,) = tx.findings.of(self.asset().id)
        answer_face(self.world.deps, face.id, Said(kind=AnswerKind.NAMED, person=bram), ME)
        self.run()

    def kinds(self) -> list[FindingKind]:
        with self.world.store.read() as tx:
            return [finding.kind for finding in tx.findings.of(self.asset().id)]


@dataclass(slots=True)
class Cloud(Stage):
    """A Nextcloud."""

    site: Site

    def reconnect(self, **more: object) -> None:
        self.connect(_cloud(self.site, self.world.store, **more))

    def touched(self) -> None:
        """Give the file a new etag, as a lock or another date does; its preview keeps the old."""
        self.site.hold(PLACE)

    def checksum(self) -> None:
        """Let a checksum of the same bytes appear."""
        entry = self.site.entries[PLACE]
        entry.checksum = sha1(entry.data, usedforsecurity=False).hexdigest()
        self.touched()


def _cloud(site: Site, store: SqlStore, **more: object) -> Host:
    settings = nextcloud.settings_of(site.url, USER, tags=NextcloudTags(status=TAGS), **more)

    def locate(photo: HostId) -> str | None:
        with store.read() as tx:
            return tx.assets.place_of(host.name, photo)

    host: Host = nextcloud.connected(settings, PASSWORD, Library(), locate=locate)
    return host


def _world(store: SqlStore) -> World:
    eyes = FakeEyes(photos=cast("dict[bytes, Any]", _Anything(Painted(x=0.2))))
    return World(store=store, eyes=eyes)


@pytest.fixture
def cloud(store: SqlStore) -> Iterator[Cloud]:
    with nextcloud_server.running() as site:
        for status in TAGS:
            site.tag(f"!{status}")
        world, host = _world(store), _cloud(site, store)
        stage = Cloud(world=world, host=host, site=site)
        stage.connect(host)
        yield stage


def locked(cloud: Cloud) -> None:
    cloud.touched()
    cloud.run()


def locked_and_unlocked(cloud: Cloud) -> None:
    locked(cloud)
    cloud.site.hold(PLACE, locked=False)
    cloud.run()


def without_a_preview_once(cloud: Cloud) -> None:
    cloud.site.faults.append(Fault(404, "GET", "preview", times=1))
    cloud.look_again()
    cloud.look_again()


def with_other_previews(cloud: Cloud) -> None:
    cloud.site.quality = 20
    cloud.look_again()
    locked(cloud)


def with_a_checksum(cloud: Cloud) -> None:
    cloud.checksum()
    cloud.run()
    cloud.look_again()


def without_its_checksum(cloud: Cloud) -> None:
    cloud.checksum()
    cloud.run()
    cloud.site.put(PLACE, FIRST, checksum=False)
    cloud.run()


def moved(cloud: Cloud) -> None:
    cloud.site.move(PLACE, "Photo Desk/b.jpg")
    cloud.run()
    cloud.site.move("Photo Desk/b.jpg", PLACE)
    locked(cloud)


def uploaded_again(cloud: Cloud) -> None:
    cloud.site.put(PLACE, FIRST, checksum=False)
    cloud.run()


def without_originals(cloud: Cloud) -> None:
    cloud.reconnect(originals=False)
    cloud.look_again()
    locked(cloud)


def with_originals_again(cloud: Cloud) -> None:
    cloud.reconnect(originals=False)
    locked(cloud)
    cloud.reconnect()
    cloud.look_again()


ACTS = [
    locked,
    locked_and_unlocked,
    without_a_preview_once,
    with_other_previews,
    with_a_checksum,
    without_its_checksum,
    moved,
    uploaded_again,
    without_originals,
    with_originals_again,
]


@pytest.mark.parametrize("first", [True, False], ids=["originals", "previews only at first"])
@pytest.mark.parametrize("act", ACTS)
def test_a_name_survives_what_leaves_the_pixels_as_they_were(
    cloud: Cloud, act: Callable[[Cloud], None], *, first: bool
) -> None:
    cloud.site.put(PLACE, FIRST, checksum=False)
    cloud.reconnect(originals=first)
    cloud.run()
    cloud.named()
    before = cloud.asset().status
    cloud.reconnect()

    act(cloud)

    assert before == "blocked"
    assert cloud.kinds() == [FindingKind.NAMED]
    assert cloud.asset().status == "blocked"


@pytest.mark.parametrize("first", [True, False], ids=["originals", "previews only"])
@pytest.mark.parametrize("checksum", [True, False], ids=["with a checksum", "without"])
def test_a_name_does_not_pass_to_another_picture(
    cloud: Cloud, *, first: bool, checksum: bool
) -> None:
    cloud.site.put(PLACE, FIRST, checksum=False)
    cloud.reconnect(originals=first)
    cloud.run()
    cloud.named()

    cloud.site.put(PLACE, SECOND, checksum=checksum)
    cloud.run()

    assert FindingKind.NAMED not in cloud.kinds()


@dataclass(slots=True)
class DamStage(Stage):
    """A ResourceSpace."""

    site: Dam
    fake: FakeHost


@pytest.fixture
def dam(store: SqlStore) -> Iterator[DamStage]:
    with serving(Dam()) as fake:
        host = resourcespace.staged(fake).host
        stage = DamStage(world=_world(store), host=host, site=fake.site, fake=fake)
        stage.connect(host)
        yield stage


@pytest.mark.parametrize("checksum", [True, False], ids=["with a checksum", "without"])
def test_other_previews_of_a_resource_leave_the_name(dam: DamStage, *, checksum: bool) -> None:
    ref = dam.site.put(Upload(FIRST, size=(6000, 4000)))
    dam.site.items[ref].no_checksum = not checksum
    dam.run()
    dam.named()

    dam.site.items[ref].preview = SECOND
    dam.look_again()

    assert dam.kinds() == [FindingKind.NAMED]
    assert dam.asset().status == "blocked"


def test_a_checksum_of_a_resource_that_appears_leaves_the_name(dam: DamStage) -> None:
    ref = dam.site.put(FIRST)
    dam.site.items[ref].no_checksum = True
    dam.run()
    dam.named()

    dam.site.items[ref].no_checksum = False
    dam.site.save_form(ref)
    dam.run()

    assert dam.kinds() == [FindingKind.NAMED]


def test_a_replaced_file_of_a_resource_does_not_keep_the_name(dam: DamStage) -> None:
    ref = dam.site.put(FIRST)
    dam.run()
    dam.named()

    dam.site.replace(ref, SECOND)
    dam.run()

    assert FindingKind.NAMED not in dam.kinds()
