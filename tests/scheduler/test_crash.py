"""What must survive: kill -9 at any moment, and a withdrawal while a worker stands still."""

import random
import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from connector.values import PhotoRef
from consent.ids import PersonId
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.save_quitclaim import withdraw_quitclaim
from scheduler.worker import Worker
from tests.fakes.children import child
from tests.fakes.eyes import Painted
from tests.fakes.host import Call
from tests.scheduler import crash_worker
from tests.scheduler.crash_worker import HOST, folder_world, painted_bytes
from tests.scheduler.world import ME, World

PHOTOS, KILLS, DEADLINE_S = 200, 22, 120.0


def statuses(world: World) -> Mapping[str, str]:
    """Read the status of every photo from its sidecar; "nothing" where there is none."""
    host = world.deps.hosts[HOST]
    with world.store.read() as tx:
        assets = {a.place: PhotoRef(host=HOST, id=a.ref.id) for a in tx.assets.of_host(HOST)}
    marks = {place: host.marks.read(ref) for place, ref in assets.items()}
    return {place: entry.status if entry else "nothing" for place, entry in marks.items()}


def kill_at_a_random_moment(folder: Path, dice: random.Random) -> None:
    """Let a worker run for a moment, then kill it as hard as possible."""
    with child(crash_worker.main, folder) as worker:
        assert worker.hear() == "ready"
        worker.kill_after(dice.uniform(0.02, 0.35))


def make_library(world: World, folder: Path) -> tuple[PersonId, PersonId]:
    """Paint photos of Anna, of Ben, of both, of nobody and of a stranger."""
    anna, ben = world.enrolled("Anna"), world.enrolled("Ben")
    kinds: list[list[tuple[float, str]]] = [
        [(0.2, anna)],
        [(0.2, ben)],
        [(0.2, anna), (0.6, ben)],
        [],
        [(0.2, "")],
    ]
    for number in range(PHOTOS):
        data = painted_bytes(kinds[number % len(kinds)], str(number))
        (folder / "photos" / f"{number:04}-{number % len(kinds)}.jpg").write_bytes(data)
    return anna, ben


def wrongly_cleared(found: Mapping[str, str], allowed: frozenset[str]) -> list[str]:
    """Give the photos that say cleared although their kind must not."""
    return [
        place
        for place, status in found.items()
        if status == "cleared" and place.partition("-")[2][0] not in allowed
    ]


def test_kill_9_at_random_moments_loses_nothing_and_clears_nothing_wrongly(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    world = folder_world(tmp_path)
    world.recognise_everywhere()
    anna, ben = make_library(world, tmp_path)
    quitclaim = world.grant(anna)
    world.grant(ben)
    dice = random.Random(2026)  # noqa: S311 - picks moments, not secrets

    for _ in range(KILLS // 2):
        kill_at_a_random_moment(tmp_path, dice)
        assert wrongly_cleared(statuses(world), frozenset("012")) == []
    withdraw_quitclaim(world.deps, quitclaim, ME)
    for _ in range(KILLS // 2):
        kill_at_a_random_moment(tmp_path, dice)
    with child(crash_worker.main, tmp_path) as worker:
        assert worker.ended() == (0, ["ready", "done"])

    found = statuses(world)
    assert wrongly_cleared(found, frozenset("1")) == []
    wanted = {"0": "blocked", "1": "cleared", "2": "blocked", "3": "no-people", "4": "review"}
    assert Counter(found.values()) == {
        "blocked": PHOTOS * 2 // 5,
        "cleared": PHOTOS // 5,
        "no-people": PHOTOS // 5,
        "review": PHOTOS // 5,
    }
    assert {place: wanted[place.partition("-")[2][0]] for place in found} == found
    with world.store.read() as tx:
        backlog = tx.queue.backlog(world.clock.now())
        faces = [len(tx.findings.of(a.id)) for a in tx.assets.of_host(HOST)]
    assert (backlog.due, backlog.leased, backlog.dead) == (0, 0, 0)
    assert sum(faces) == PHOTOS // 5 * 5, "every face once: 1 + 1 + 2 + 0 + 1 per five photos"
    world.store.close()


def test_a_withdrawal_while_a_worker_stands_still_wins(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    quitclaim = world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    poll_host(world.deps, world.host.name)
    stopped, go_on = threading.Event(), threading.Event()

    def stand_still() -> None:
        stopped.set()
        assert go_on.wait(DEADLINE_S)

    world.eyes.before_answer = stand_still
    worker = threading.Thread(target=Worker(world.deps).step)
    worker.start()
    assert stopped.wait(DEADLINE_S)
    withdraw_quitclaim(world.deps, quitclaim, ME)
    go_on.set()
    worker.join(DEADLINE_S)
    between = world.status("a.jpg")
    world.eyes.before_answer = lambda: None
    world.work()

    assert between != "cleared"
    assert world.status("a.jpg") == "blocked"


def test_a_withdrawal_during_the_write_is_repaired_at_once(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    quitclaim = world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    poll_host(world.deps, world.host.name)
    gate = world.host.hold(Call.WRITE)
    worker = threading.Thread(target=Worker(world.deps).step)
    worker.start()
    assert gate.reached.wait(DEADLINE_S)
    withdraw_quitclaim(world.deps, quitclaim, ME)
    gate.go.set()
    worker.join(DEADLINE_S)

    with world.store.read() as tx:
        assert tx.queue.backlog(world.clock.now()).due == 1, "the stale answer is due again"
    world.work()
    assert world.status("a.jpg") == "blocked"


def test_a_worker_whose_lease_ran_out_writes_nothing(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.2))
    poll_host(world.deps, world.host.name)
    world.eyes.before_answer = lambda: world.clock.forward(hours=1)
    Worker(world.deps).step()
    between = world.status("a.jpg")
    world.eyes.before_answer = lambda: None

    world.work()

    assert (between, world.status("a.jpg")) == ("nothing", "review")


def test_a_gallery_that_changed_during_the_look_is_looked_at_again(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    poll_host(world.deps, world.host.name)
    world.eyes.before_answer = lambda: _enrol_another(world)
    Worker(world.deps).step()
    between = world.status("a.jpg")

    world.work()

    assert (between, world.status("a.jpg")) == ("nothing", "cleared")


def _enrol_another(world: World) -> None:
    world.eyes.before_answer = lambda: None
    world.enrolled("Ben", shots=1)
