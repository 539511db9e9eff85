"""An upgrade weighs every photo: nothing becomes milder, known no's never wait, the rest in portions."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest

from consent.ids import AssetId, Channel
from consent.states import ConsentState, Verdict
from likeness.bootstrap.app import open_app
from likeness.bootstrap.places import find_places
from likeness.lock import hold_lock
from likeness.storage.opening import DATABASE_NAME
from likeness.storage.preparing import REVISIONS
from likeness.storage.store import SqlStore
from scheduler.deciding import decision_now
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.turn_day import turn_day
from scheduler.jobs.weigh_upgrade import WEIGHED, release_photo, set_per_day, weigh_upgrade
from scheduler.settle import Moment
from scheduler.values import Priority
from scheduler.work import gather
from scheduler.worker import Worker
from tests.fakes.eyes import Painted
from tests.likeness.cli.calls import Command
from tests.likeness.cli.conftest import likeness
from tests.scheduler.asking import name_face
from tests.scheduler.world import ME, PRINT, WEB, World
from tests.upgrades.unpacking import unpack

__all__ = ["likeness"]


@pytest.fixture
def world(store: SqlStore) -> World:
    made = World(store=store)
    weigh_upgrade(made.deps)
    return made


@pytest.fixture
def old(likeness: Command, tmp_path: Path) -> Command:
    unpack("r0001", tmp_path)
    return likeness


def shown(world: World, place: str, channels: dict[Channel, str]) -> None:
    """Pretend that an older program recorded other verdicts about a photo."""
    asset = world.asset(place).id
    with world.store.begin() as tx:
        latest = tx.records.latest(asset)
        assert latest is not None
        document = json.loads(latest.document)
        for one in document["decision"]["channels"]:
            one["verdict"] = channels.get(one["channel"], one["verdict"])
        work = gather(tx, tx.assets.get(asset), world.deps.rules.default_mode)
        moment = Moment(at=world.clock.now(), today=world.clock.today())
        decision = decision_now(world.deps, tx, work, moment).decision
        tx.records.decision(asset, decision, json.dumps(document), subjects=())
        tx.facts.put(WEIGHED, "")


@pytest.fixture
def cleared(world: World) -> World:
    anna = world.person("Anna")
    world.grant(anna)
    for place in ("a.jpg", "b.jpg"):
        world.photo(place)
        world.run()
        attest_photo(world.deps, world.asset(place).id, [anna], ME, only=True)
    world.work()
    assert world.status("a.jpg") == "cleared"
    return world


def test_what_would_become_milder_is_kept_until_a_human_releases_it(cleared: World) -> None:
    world = cleared
    shown(world, "a.jpg", {WEB: "blocked"})

    report = weigh_upgrade(world.deps)
    _wake(world)
    kept = world.status("a.jpg")
    release_photo(world.deps, world.asset("a.jpg").id, ME)
    world.work()

    assert report is not None
    assert (report.photos, report.held, report.at_once) == (2, 1, 0)
    assert (kept, world.status("a.jpg"), world.status("b.jpg")) == ("partly", "cleared", "cleared")


def test_a_known_no_never_waits_and_a_gap_follows_in_portions(world: World) -> None:
    anna = world.person("Anna")
    for place in ("no.jpg", "gap.jpg"):
        world.photo(place, Painted(x=0.2))
    world.run()
    world.grant(anna, state=ConsentState.REFUSED)
    name_face(world, "no.jpg", anna)
    world.work()
    assert (world.status("no.jpg"), world.status("gap.jpg")) == ("blocked", "review")
    for place in ("no.jpg", "gap.jpg"):
        shown(world, place, {WEB: "cleared", PRINT: "cleared"})

    report = weigh_upgrade(world.deps)

    assert report is not None
    assert (sum(report.stricter.values()), report.at_once, report.held) == (2, 1, 0)
    assert set(report.stricter) == {"refused", "unknown-face"}
    assert worked(world) == ["no.jpg"]
    turn_day(world.deps)
    assert worked(world) == ["gap.jpg"]


def test_portions_are_as_large_as_somebody_says_and_one_a_day(world: World) -> None:
    for number in range(5):
        world.photo(f"{number}.jpg", Painted(x=0.2))
    world.run()
    for number in range(5):
        shown(world, f"{number}.jpg", {WEB: "cleared"})
    set_per_day(world.deps, 2, ME)
    weigh_upgrade(world.deps)

    turns = []
    for _ in range(4):
        turn_day(world.deps)
        turn_day(world.deps)
        turns.append(len(worked(world)))
        world.clock.forward(days=1)

    assert turns == [2, 2, 1, 0]


def test_weighing_goes_on_where_it_stopped_and_is_done_once(cleared: World) -> None:
    shown(cleared, "a.jpg", {WEB: "blocked"})

    first, again = weigh_upgrade(cleared.deps), weigh_upgrade(cleared.deps)

    assert first is not None
    assert again is None


def test_one_command_copies_upgrades_and_says_what_changes(old: Command) -> None:
    ahead = old("upgrade", "look", "--json").json
    before = _revision(old.data)

    done = old("upgrade", "--json").json

    assert (ahead["before"], ahead["after"], ahead["photos"]) == ("0001", REVISIONS[-1], 17)
    assert ahead["copied_bytes"] > 100_000
    assert before == "0001", "looking changes nothing"
    assert (done["before"], done["now"], done["copied"]) == ("0001", REVISIONS[-1], True)
    assert done["photos"] == 17
    assert {path.name for path in old.data.glob("*.before-upgrade-from-0001")} == {
        "likeness.sqlite.before-upgrade-from-0001",
        "keys.sqlite.before-upgrade-from-0001",
    }
    again = old("upgrade")
    assert "no copy was made" in again.out
    assert "no photo changes" in again.out


def test_a_use_that_an_overwritten_no_had_cleared_is_blocked_at_once(old: Command) -> None:
    said = old("upgrade")

    assert "They become stricter: " in said.out
    with open_app(find_places(old.data, {})) as app, app.store.read() as tx:
        (asset,) = tx.assets.find("attested/two-texts.jpg")
        due = tx.queue.backlog(app.deps.clock.now()).due
    assert old("upgrade", "--json").json["at_once"] == 0
    assert due >= 1
    assert asset.status == "partly", "nothing is written before the service starts"


def test_the_way_back_gives_the_older_data_and_keeps_the_newer_aside(old: Command) -> None:
    old("upgrade")
    old("person", "add", "--name", "Somebody Later")

    back = old("upgrade", "back", "--yes")

    assert back.code == 0
    assert _revision(old.data) == "0001"
    assert (old.data / "likeness.sqlite.taken-back").exists()
    assert (old.data / "keys.sqlite.taken-back").exists()
    names = old("person", "list", "--names", "--reason", "test").out
    assert "Anna Ölander" in names
    assert "Somebody Later" not in names


def test_there_is_no_way_back_without_a_copy(old: Command) -> None:
    old("upgrade")
    (old.data / "keys.sqlite.before-upgrade-from-0001").unlink()

    refused = old("upgrade", "back", "--yes")

    assert refused.code == 3
    assert "is missing" in refused.err
    assert _revision(old.data) == REVISIONS[-1]


def test_nothing_is_upgraded_under_a_running_service(old: Command) -> None:
    with hold_lock(old.data, "likeness serve"):
        assert old("upgrade").code == 5
        assert old("upgrade", "back", "--yes").code == 5
    assert _revision(old.data) == "0001"


def test_held_photos_are_listed_and_released_by_command(old: Command) -> None:
    old("upgrade")
    with open_app(find_places(old.data, {})) as app, app.store.begin() as tx:
        (asset,) = tx.assets.find("statue.jpg")
        tx.upgrades.keep(asset.id, {WEB: Verdict.BLOCKED}, app.deps.clock.now(), waits=False)

    listed = old("upgrade", "held", "--json").json
    wrong = old("upgrade", "release", "nobody.jpg")
    done = old("upgrade", "release", "--all", "--json").json

    assert listed == [{"photo": asset.id, "kept": "website: blocked"}]
    assert wrong.code == 8
    assert done["released"] == [asset.id]
    assert old("upgrade", "held", "--json").json == []
    assert old("upgrade", "release").code == 2


def test_the_portion_is_shown_and_set(old: Command) -> None:
    assert old("upgrade", "portion", "--json").json["per_day"] == 1000
    assert old("upgrade", "portion", "50", "--json").json["per_day"] == 50


def _wake(world: World) -> None:
    with world.store.begin() as tx:
        tx.queue.wake_host(None, Priority.CONSENT, world.clock.now(), look=False)
    world.work()


def worked(world: World) -> list[str]:
    """Process what is due; gives the places of those photos, in order."""
    done: list[AssetId] = []
    Worker(world.deps, lambda outcome: done.append(outcome.asset)).drain(threading.Event())
    with world.store.read() as tx:
        return [tx.assets.get(one).place for one in done]


def _revision(data: Path) -> str:
    raw = sqlite3.connect(data / DATABASE_NAME)
    found: str = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    raw.close()
    return found
