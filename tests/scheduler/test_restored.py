"""After a restore that accepted an older erasure ledger, nothing goes out until a human ends it."""

from scheduler.jobs.send_letters import send_letters
from scheduler.restored import UNREVIEWED, end_review
from tests.fakes.eyes import Painted
from tests.fakes.post import FakeMailer
from tests.scheduler.test_send_letters import post, put
from tests.scheduler.world import ME, World


def test_no_mark_is_written_and_no_letter_sent_until_a_human_ends_it(world: World) -> None:
    world.photo("one.jpg", Painted(x=0.1))
    with world.store.begin() as tx:
        tx.facts.put(UNREVIEWED, "restore-1")

    world.run()
    quiet = world.status("one.jpg")
    put(world, "a")
    held = send_letters(world.deps, post(FakeMailer())).sent
    ended, again = end_review(world.deps, ME), end_review(world.deps, ME)
    world.run()

    assert quiet == "nothing"
    assert (held, send_letters(world.deps, post(FakeMailer())).sent) == (0, 1)
    assert (ended, again) == (True, False)
    assert world.status("one.jpg") == "review"
