"""How often somebody may knock, and what was already seen."""

from datetime import UTC, datetime, timedelta

from likeness.web.pace import Pace, Seen

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_one_sender_may_send_so_many_in_a_window() -> None:
    pace = Pace(each=2, everybody=10, window_s=60)

    assert [pace.allows("a", later(second)) for second in (0, 1, 2, 59)] == [
        True,
        True,
        False,
        False,
    ]
    assert pace.allows("a", later(60))


def test_one_loud_sender_leaves_room_for_the_others() -> None:
    pace = Pace(each=2, everybody=3)
    for _ in range(50):
        pace.allows("loud", NOW)

    assert pace.allows("quiet", NOW)


def test_all_together_may_send_so_many_in_a_window() -> None:
    pace = Pace(each=2, everybody=3)

    allowed = [pace.allows(f"sender {number}", NOW) for number in range(5)]

    assert allowed == [True, True, True, False, False]


def test_a_clock_that_is_put_back_locks_nobody_out() -> None:
    pace = Pace(each=1, everybody=1)
    pace.allows("a", NOW)

    assert pace.allows("a", later(-3600))


def test_what_was_seen_is_new_again_after_its_time() -> None:
    seen = Seen()

    assert [seen.first("m", later(second), 60) for second in (0, 1, 59, 60, 61)] == [
        True, False, False, True, False,
    ]  # fmt: skip


def test_the_oldest_are_forgotten_first() -> None:
    seen = Seen(remembered=2)
    for name in ("one", "two", "three"):
        seen.first(name, NOW, 60)

    assert not seen.first("three", NOW, 60)
    assert not seen.first("two", NOW, 60)
    assert seen.first("one", NOW, 60)
