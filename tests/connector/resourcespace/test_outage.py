"""The whole way, jobs and store included, with a ResourceSpace that is in trouble for an hour."""

import json
from collections.abc import Callable
from contextlib import suppress

import pytest

from connector.errors import HostError
from connector.values import HostName
from consent.ids import QuitclaimId
from scheduler.jobs.check_drift import keep_up
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.save_quitclaim import withdraw_quitclaim
from scheduler.worker import Worker
from tests.contracts.resourcespace import connected, settings_of
from tests.fakes.eyes import Painted
from tests.fakes.resourcespace.items import Upload
from tests.fakes.resourcespace.server import FakeHost, Fault
from tests.fakes.store import store
from tests.scheduler.conftest import world
from tests.scheduler.world import ME, PRINT, WEB, World

__all__ = ["store", "world"]

DAM = HostName("dam")
STATUS = 88
EVERY_MINUTES = 20
HOUR = 60 // EVERY_MINUTES


@pytest.fixture(autouse=True)
def no_naps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait between two tries."""
    monkeypatch.setattr("connector.transport.Transport._nap", lambda _self, _wait_s: None)


@pytest.fixture
def dam(world: World, fake: FakeHost) -> "Dam":
    return Dam(world, fake)


class Dam:
    """A world whose host is a ResourceSpace, with one cleared photo of one person."""

    def __init__(self, world: World, fake: FakeHost) -> None:
        """Let Anna's photo be cleared."""
        self.world, self.fake, self.site = world, fake, fake.site
        host = connected(settings_of(fake.url), fake.site.users["svc"].key)
        world.deps.hosts[DAM] = host  # type: ignore[index]
        world.recognise_everywhere()
        self.worker = Worker(world.deps)
        self.anna = world.enrolled()
        self.consent = world.grant(self.anna, [WEB, PRINT])
        self.photo = self.put("anna")

    def put(self, name: str) -> int:
        """Upload a photo of Anna."""
        return self.site.put(Upload(self.picture(name)))

    def picture(self, name: str) -> bytes:
        data = b"\xff\xd8\xff" + name.encode()
        self.world.eyes.paint(data, Painted(x=0.2, who=self.anna))
        return data

    def turn(self) -> None:
        """Do what the service does again and again, whatever the host says."""
        with suppress(HostError):
            poll_host(self.world.deps, DAM)
            keep_up(self.world.deps, DAM)
        while self.worker.step():
            pass
        self.world.clock.forward(minutes=EVERY_MINUTES)

    def status(self, ref: int) -> str:
        return self.site.shown(ref).get(STATUS, "")

    def withdraw(self, consent: QuitclaimId) -> None:
        withdraw_quitclaim(self.world.deps, consent, ME)

    def known(self) -> set[str]:
        with self.world.store.read() as tx:
            return {str(one.ref.id) for one in tx.assets.of_host(DAM) if one.deleted_at is None}


def revoke(dam: Dam) -> Callable[[], None]:
    """Take the key away; gives what puts it right."""
    user = dam.site.users["svc"]
    salt, user.salt = user.salt, "another"

    def again() -> None:
        user.salt = salt

    return again


def fail(fault: Fault) -> Callable[[Dam], Callable[[], None]]:
    def begin(dam: Dam) -> Callable[[], None]:
        dam.fake.fail(fault)
        return dam.fake.heal

    return begin


TROUBLES = [
    pytest.param(fail(Fault.BUSY), id="down"),
    pytest.param(fail(Fault.HANG_UP), id="cut"),
    pytest.param(fail(Fault.HTML), id="a page"),
    pytest.param(fail(Fault.CRASH), id="500"),
    pytest.param(fail(Fault.EMPTY), id="nothing"),
    pytest.param(fail(Fault.CLOSED), id="403"),
    pytest.param(fail(Fault.ERROR), id="an error note"),
    pytest.param(revoke, id="key revoked"),
]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_after_an_hour_of_trouble_everything_is_caught_up(
    dam: Dam, trouble: Callable[[Dam], Callable[[], None]]
) -> None:
    gone = dam.put("gone")
    dam.turn()
    put_right = trouble(dam)
    dam.withdraw(dam.consent)
    dam.site.purge(gone)
    new = dam.put("new")
    dam.site.replace(dam.photo, Upload(dam.picture("another")))
    before = dict(dam.site.shown(dam.photo))
    for _ in range(HOUR):
        dam.turn()
    during = dict(dam.site.shown(dam.photo))
    known = dam.known()

    put_right()
    dam.turn()
    dam.turn()

    assert during == before
    assert known == {str(dam.photo), str(gone)}
    assert (dam.status(dam.photo), dam.status(new)) == ("✗ Not cleared", "✗ Not cleared")
    assert dam.known() == {str(dam.photo), str(new)}
    with dam.world.store.read() as tx:
        left = tx.queue.backlog(dam.world.clock.now())
    assert (left.due, left.waiting, left.dead) == (0, 0, 0)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_nothing_is_cleared_by_trouble(
    dam: Dam, trouble: Callable[[Dam], Callable[[], None]]
) -> None:
    dam.turn()
    dam.withdraw(dam.consent)
    dam.turn()
    put_right = trouble(dam)
    new = dam.put("new")
    for _ in range(HOUR):
        dam.turn()
    before = dam.status(new)

    put_right()
    dam.turn()
    dam.turn()

    assert before == ""
    assert (dam.status(dam.photo), dam.status(new)) == ("✗ Not cleared", "✗ Not cleared")


def test_a_stale_edit_form_that_is_saved_over_a_no_is_put_right_and_logged(dam: Dam) -> None:
    dam.turn()
    dam.withdraw(dam.consent)
    dam.turn()
    dam.site.edit(dam.photo, STATUS, "✓ Cleared")

    dam.turn()

    assert dam.status(dam.photo) == "✗ Not cleared"
    with dam.world.store.read() as tx:
        entries = tx.records.segment(1, 1000)
    (found,) = [json.loads(one.text)["detail"] for one in entries if one.act == "marks-repaired"]
    assert found == {"host": DAM, "found": "cleared"}


def test_a_stale_edit_form_that_empties_everything_is_put_right(dam: Dam) -> None:
    dam.turn()
    shown = dict(dam.site.shown(dam.photo))
    dam.site.save_form(dam.photo)

    dam.turn()

    assert dict(dam.site.shown(dam.photo)) == shown


def test_a_form_saved_while_the_host_does_not_answer_us_is_found_when_it_does(dam: Dam) -> None:
    dam.turn()
    dam.withdraw(dam.consent)
    dam.turn()
    dam.fake.fail(Fault.BUSY)
    dam.site.edit(dam.photo, STATUS, "✓ Cleared")
    for _ in range(HOUR):
        dam.turn()

    dam.fake.heal()
    dam.turn()
    dam.turn()

    assert dam.status(dam.photo) == "✗ Not cleared"


def test_a_host_that_is_slow_half_way_through_is_written_to_the_end(dam: Dam) -> None:
    dam.turn()
    dam.withdraw(dam.consent)
    dam.fake.fail(Fault.HANG_UP_AFTER, function="update_field", times=2)

    dam.turn()
    dam.turn()

    assert dam.status(dam.photo) == "✗ Not cleared"
