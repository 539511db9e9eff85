"""Letters go out once: claimed, composed, handed over; what is in trouble is put off or ends."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from typing_extensions import override

from connector.errors import HostRefused, HostUnavailable
from connector.values import HostName
from consent.ids import PersonId
from consent.lifecycle import How
from consent.signing import Means
from scheduler.errors import PostCut, PostDelayed, PostDown, PostRefused
from scheduler.jobs.send_letters import DOWN, message_id, recover_letters, send_letters
from scheduler.jobs.withdraw import withdraw_all
from scheduler.letter_retry import MAX_ATTEMPTS, next_try
from scheduler.letters import GOOD_UNTIL
from scheduler.ports.outbox import Letter, LetterKind, OutboxState, Posted
from scheduler.ports.post import Composed, HostMessage, Moot, Post
from tests.fakes.post import FakeComposer, FakeMailer, FakeScreens
from tests.scheduler.world import ME, World

DAM = HostName("dam")


def post(mailer: FakeMailer | None, **changes: object) -> Post:
    return replace(Post(composer=FakeComposer(), mailer=mailer), **changes)  # type: ignore[arg-type]


def put(world: World, *keys: str, kind: LetterKind = LetterKind.ASK, **more: object) -> list[bool]:
    with world.store.begin() as tx:
        letters = [
            replace(Letter(key=key, kind=kind, due_at=world.clock.now()), **more)  # type: ignore[arg-type]
            for key in keys
        ]
        return [tx.outbox.put(letter) for letter in letters]


def box(world: World) -> dict[str, Posted]:
    with world.store.read() as tx:
        return {posted.letter.key: posted for posted in tx.outbox.all()}


def wait(world: World, **time: float) -> None:
    world.clock.moment += timedelta(**time)


def test_a_letter_with_the_same_key_is_not_put_in_twice(world: World) -> None:
    assert put(world, "a", "a", "b") == [True, False, True]
    assert put(world, "a") == [False]


def test_due_letters_go_out_once_over_one_connection(world: World) -> None:
    mailer = FakeMailer()
    put(world, "a", "b")

    first = send_letters(world.deps, post(mailer))
    second = send_letters(world.deps, post(mailer))

    assert (first.sent, second.sent) == (2, 0)
    assert mailer.lines == 1
    assert {one.state for one in box(world).values()} == {OutboxState.SENT}
    assert box(world)["a"].message_id == message_id("a", "example.org")


def test_a_letter_waits_until_it_is_due(world: World) -> None:
    mailer = FakeMailer()
    put(world, "later", due_at=world.clock.now() + timedelta(hours=1))

    assert send_letters(world.deps, post(mailer)).sent == 0
    wait(world, hours=1)
    assert send_letters(world.deps, post(mailer)).sent == 1


def test_who_waits_for_a_code_goes_first(world: World) -> None:
    mailer = FakeMailer()
    put(world, "ask")
    wait(world, minutes=1)
    put(world, "code", kind=LetterKind.CODE)

    send_letters(world.deps, post(mailer))

    assert [address for address, _ in mailer.sent] == ["code@example.net", "ask@example.net"]


def test_no_more_go_out_in_a_minute_than_is_allowed(world: World) -> None:
    mailer = FakeMailer()
    put(world, *(f"k{number}" for number in range(5)))

    counts = []
    for _ in range(4):
        counts.append(send_letters(world.deps, post(mailer, per_minute=2)).sent)
        wait(world, seconds=31)

    assert counts == [2, 0, 2, 0]


def test_who_waits_for_a_code_does_not_wait_for_the_next_minute(world: World) -> None:
    mailer = FakeMailer()
    put(world, "a", "b", "c")
    send_letters(world.deps, post(mailer, per_minute=2))
    put(world, "code", kind=LetterKind.CODE)

    send_letters(world.deps, post(mailer, per_minute=2))

    assert len(mailer.sent) == 3
    assert mailer.sent[-1][0] == "code@example.net"


class Stumbling(FakeComposer):
    """Cannot write anything."""

    @override
    def compose(self, posted: Posted) -> Composed:
        raise KeyError(posted.letter.key)


def test_a_letter_that_cannot_be_written_is_held_for_somebody(world: World) -> None:
    put(world, "a")

    send_letters(world.deps, post(FakeMailer(), composer=Stumbling()))

    assert (box(world)["a"].state, box(world)["a"].error) == (OutboxState.HELD, "crashed")


def test_without_a_mail_server_letters_wait(world: World) -> None:
    put(world, "a")

    batch = send_letters(world.deps, post(None))

    assert batch.down == "no-mail-server"
    assert box(world)["a"].state is OutboxState.WAITING
    assert box(world)["a"].attempts == 0


def test_a_server_that_is_down_costs_no_letter_a_try(world: World) -> None:
    mailer = FakeMailer(down=PostDown("unreachable"))
    put(world, "a", "b")

    send_letters(world.deps, post(mailer))

    assert [one.attempts for one in box(world).values()] == [0, 0]
    with world.store.read() as tx:
        assert tx.facts.get(DOWN) == "unreachable"
    mailer.down = None
    wait(world, minutes=1)
    assert send_letters(world.deps, post(mailer)).sent == 2
    with world.store.read() as tx:
        assert tx.facts.get(DOWN) == ""


def test_a_refused_letter_fails_with_its_word_and_keeps_nobody(world: World) -> None:
    mailer = FakeMailer(faults={"a@example.net": PostRefused("address-refused")})
    put(world, "a", "b")

    batch = send_letters(world.deps, post(mailer))

    assert (batch.sent, batch.ended) == (1, 1)
    assert (box(world)["a"].state, box(world)["a"].error) == (
        OutboxState.FAILED,
        "address-refused",
    )


def test_a_delayed_letter_is_tried_again_and_given_up_in_the_end(world: World) -> None:
    mailer = FakeMailer(faults={"a@example.net": PostDelayed("letter-refused")})
    put(world, "a")
    began, tries = world.clock.now(), 0

    while box(world)["a"].state is OutboxState.WAITING:
        tries += 1
        send_letters(world.deps, post(mailer))
        wait(world, hours=5)

    assert tries == MAX_ATTEMPTS
    assert box(world)["a"].error == "gave-up"
    assert world.clock.now() - began > timedelta(days=2)


@pytest.mark.parametrize("attempts", range(MAX_ATTEMPTS))
def test_waits_grow_and_end(attempts: int) -> None:
    now = datetime.fromisoformat("2026-03-02T09:00:00+00:00")

    again = next_try(attempts, now, 0.0)

    if attempts + 1 == MAX_ATTEMPTS:
        assert again is None
    else:
        assert again
        assert again - now == timedelta(seconds=min(60 * 4**attempts, 14_400))


def test_a_letter_cut_off_counts_as_one_that_may_have_arrived(world: World) -> None:
    mailer = FakeMailer(faults={"a@example.net": PostCut("connection-lost")})
    put(world, "a")
    put(world, "b", due_at=world.clock.now() + timedelta(seconds=1))
    wait(world, seconds=1)

    send_letters(world.deps, post(mailer))

    assert box(world)["a"].doubts == 1
    assert {one.state for one in box(world).values()} == {OutboxState.WAITING}


def test_a_letter_cut_off_is_held_where_the_admin_wants_that(world: World) -> None:
    mailer = FakeMailer(faults={"a@example.net": PostCut("connection-lost")})
    put(world, "a")

    send_letters(world.deps, post(mailer, hold_after_crash=True))

    assert box(world)["a"].state is OutboxState.HELD


@pytest.mark.parametrize(
    ("hold", "state", "resent", "held"),
    [
        pytest.param(False, OutboxState.WAITING, 1, 0, id="resend"),
        pytest.param(True, OutboxState.HELD, 0, 1, id="hold"),
    ],
)
def test_what_a_crash_left_in_sending_is_counted(
    world: World,
    hold: bool,  # noqa: FBT001
    state: OutboxState,
    resent: int,
    held: int,
) -> None:
    crash_while_sending(world, "a")

    found = recover_letters(world.deps, post(None, hold_after_crash=hold), at_start=True)

    assert (found.resent, found.held) == (resent, held)
    assert (box(world)["a"].state, box(world)["a"].doubts) == (state, 1)


def crash_while_sending(world: World, key: str) -> None:
    class Crash(BaseException):
        pass

    def crash(_address: str) -> None:
        raise Crash

    put(world, key)
    with pytest.raises(Crash):
        send_letters(world.deps, post(FakeMailer(during=crash)))
    assert box(world)[key].state is OutboxState.SENDING


def test_a_crash_before_sending_leaves_no_doubt(world: World) -> None:
    put(world, "a")
    with world.store.begin() as tx:
        assert tx.letter_claims.claim(world.clock.now(), 60.0)

    found = recover_letters(world.deps, post(None), at_start=True)

    assert (found.resent, found.held) == (0, 0)
    assert send_letters(world.deps, post(FakeMailer())).sent == 1


def test_without_the_lock_only_what_outlived_its_lease_is_taken_back(world: World) -> None:
    crash_while_sending(world, "a")

    assert send_letters(world.deps, post(FakeMailer())).recovered.resent == 0
    wait(world, minutes=10)
    batch = send_letters(world.deps, post(FakeMailer()))

    assert (batch.recovered.resent, batch.sent) == (1, 1)


def test_a_letter_cancelled_at_the_last_moment_does_not_go_out(world: World) -> None:
    anna = world.person()
    put(world, "a", person=anna)
    with world.store.begin() as tx:
        claim = tx.letter_claims.claim(world.clock.now(), 60.0)
        assert claim

    cancel(world, anna)

    with world.store.begin() as tx:
        assert not tx.letter_claims.sending(claim)
        assert not tx.letter_claims.sent(claim, "<x@y>", world.clock.now())


def cancel(world: World, person: PersonId, *kinds: LetterKind) -> int:
    with world.store.begin() as tx:
        return tx.outbox.cancel_of(person, kinds or None, "withdrawn", world.clock.now())


def test_only_unsent_letters_of_that_person_and_kind_are_cancelled(world: World) -> None:
    anna, bo = world.person(), world.person("Bo")
    put(world, "ask", "going", person=anna)
    put(world, "receipt", person=anna, kind=LetterKind.RECEIPT)
    put(world, "other", person=bo, kind=LetterKind.REMINDER)
    with world.store.begin() as tx:
        claim = tx.letter_claims.claim(world.clock.now(), 60.0, {LetterKind.ASK})
        assert claim
        tx.letter_claims.sending(claim)

    assert cancel(world, anna, LetterKind.ASK) == 1

    states = {key: one.state for key, one in box(world).items()}
    assert states["receipt"] is not OutboxState.CANCELLED
    assert states["other"] is OutboxState.WAITING
    assert box(world)[claim.posted.letter.key].state is OutboxState.SENDING


def test_who_takes_everything_back_is_not_asked_any_more(world: World) -> None:
    anna = world.person()
    put(world, "ask", person=anna)
    put(world, "receipt", person=anna, kind=LetterKind.RECEIPT)

    withdraw_all(world.deps, anna, How(by=ME, means=Means.PERSONAL))

    assert box(world)["ask"].state is OutboxState.CANCELLED
    assert box(world)["receipt"].state is OutboxState.WAITING


def test_an_erased_person_has_no_letters(world: World) -> None:
    anna = world.person()
    put(world, "a", person=anna)

    world.store.erase(anna, world.clock.now())

    assert box(world) == {}


def test_a_household_keeps_its_letter_when_one_child_is_erased(world: World) -> None:
    anna, bo = world.person(), world.person("Bo")
    put(world, "renewal", person=anna, refs={"persons": (anna, bo)})

    world.store.erase(anna, world.clock.now())

    assert box(world)["renewal"].letter.person == bo
    assert box(world)["renewal"].letter.refs["persons"] == (bo,)


def test_one_childs_withdrawal_leaves_the_letter_of_the_household(world: World) -> None:
    anna, bo = world.person(), world.person("Bo")
    put(world, "renewal", person=anna, refs={"persons": (anna, bo)}, kind=LetterKind.RENEWAL)

    assert cancel(world, anna) == 0
    assert box(world)["renewal"].state is OutboxState.WAITING


def test_a_letter_is_not_sent_after_it_is_good_for_anything(world: World) -> None:
    until = (world.clock.now() + timedelta(minutes=15)).isoformat()
    put(world, "code", kind=LetterKind.CODE, refs={GOOD_UNTIL: until})
    wait(world, minutes=15)

    send_letters(world.deps, post(FakeMailer()))

    assert (box(world)["code"].state, box(world)["code"].error) == (
        OutboxState.CANCELLED,
        "too-late",
    )


def test_a_letter_with_nothing_to_say_ends(world: World) -> None:
    put(world, "a")
    moot = Moot(state=OutboxState.CANCELLED, word="not-open")
    composer = FakeComposer(composed={"a": moot})

    send_letters(world.deps, post(FakeMailer(), composer=composer))

    assert (box(world)["a"].state, box(world)["a"].error) == (OutboxState.CANCELLED, "not-open")


@pytest.mark.parametrize(
    ("fault", "state", "word"),
    [
        pytest.param(None, OutboxState.SENT, "", id="shown"),
        pytest.param(HostUnavailable("x"), OutboxState.WAITING, "host-unavailable", id="down"),
        pytest.param(HostRefused("x"), OutboxState.FAILED, "host-refused", id="no such user"),
    ],
)
def test_messages_on_screens_need_no_mail_server(
    world: World, fault: Exception | None, state: OutboxState, word: str
) -> None:
    screens = FakeScreens(fault=fault)
    put(world, "mail")
    put(world, "screen", kind=LetterKind.DESK)
    composer = FakeComposer(composed={"screen": HostMessage(host=DAM, user="eva", text="Look")})

    send_letters(world.deps, post(None, composer=composer, bells={DAM: screens}))

    assert (box(world)["screen"].state, box(world)["screen"].error) == (state, word)
    assert bool(screens.shown) is (fault is None)
    assert box(world)["mail"].state is OutboxState.WAITING


def test_mail_for_a_screen_waits_where_there_is_no_mail_server(world: World) -> None:
    put(world, "screen", kind=LetterKind.DESK)

    batch = send_letters(world.deps, post(None))

    assert (batch.sent, batch.put_off, batch.down) == (0, 1, "no-mail-server")


@dataclass(slots=True)
class Cancelling(FakeComposer):
    """Cancels the letter it writes, as somebody might at that moment."""

    world: World = field(kw_only=True)

    @override
    def compose(self, posted: Posted) -> Composed:
        with self.world.store.begin() as tx:
            tx.outbox.settle(posted.id, OutboxState.CANCELLED, "by-hand", self.world.clock.now())
        return FakeComposer.compose(self, posted)


@pytest.mark.parametrize("kind", [LetterKind.ASK, LetterKind.DESK])
def test_a_letter_cancelled_while_it_is_written_does_not_go_out(
    world: World, kind: LetterKind
) -> None:
    put(world, "a", kind=kind)
    screen = HostMessage(host=DAM, user="eva", text="Look")
    composed: dict[str, Composed] = {"a": screen} if kind is LetterKind.DESK else {}
    composer, mailer = Cancelling(composed, world=world), FakeMailer()

    batch = send_letters(world.deps, post(mailer, composer=composer, bells={DAM: FakeScreens()}))

    assert batch.sent == 0
    assert mailer.sent == []
    assert box(world)["a"].state is OutboxState.CANCELLED


def test_a_host_that_left_us_is_told_nothing(world: World) -> None:
    put(world, "screen", kind=LetterKind.DESK)
    composer = FakeComposer(composed={"screen": HostMessage(host=DAM, user="eva", text="Look")})

    send_letters(world.deps, post(None, composer=composer))

    assert box(world)["screen"].error == "no-such-host"


def test_people_hold_release_and_cancel_letters(world: World) -> None:
    put(world, "a")
    letter, now = box(world)["a"].id, world.clock.now()

    with world.store.begin() as tx:
        assert tx.outbox.settle(letter, OutboxState.HELD, "by-hand", now)
    assert send_letters(world.deps, post(FakeMailer())).sent == 0
    with world.store.begin() as tx:
        assert tx.outbox.settle(letter, OutboxState.WAITING, "", now)
    assert send_letters(world.deps, post(FakeMailer())).sent == 1
    with world.store.begin() as tx:
        assert not tx.outbox.settle(letter, OutboxState.CANCELLED, "by-hand", now)


def test_stopping_leaves_the_rest_for_the_next_time(world: World) -> None:
    put(world, "a")

    assert send_letters(world.deps, post(FakeMailer()), lambda: True).sent == 0
    assert send_letters(world.deps, post(FakeMailer())).sent == 1
