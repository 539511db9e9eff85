"""Weighing an upgrade: stricter goes through, milder is held, and nothing else moves."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.decisions import ChannelVerdict, Decision, Reason, Rule
from consent.ids import Channel
from consent.states import Mode, Status, Verdict
from consent.status import severity, status_of
from consent.upgrades import held, weigh

WEB, PRINT = Channel("website"), Channel("print")
VERDICTS = st.sampled_from(Verdict)
SHOWN = st.fixed_dictionaries({WEB: VERDICTS, PRINT: VERDICTS})
END = date(2027, 1, 31)


def decided(web: Verdict, print_: Verdict) -> Decision:
    return Decision(
        status=status_of((web, print_)),
        channels=tuple(
            ChannelVerdict(
                channel=channel,
                verdict=verdict,
                reasons=(Reason(rule=Rule.NO_RECORD, verdict=verdict),),
                valid_until=END if verdict is Verdict.CLEARED else None,
            )
            for channel, verdict in ((WEB, web), (PRINT, print_))
        ),
        at=datetime(2026, 3, 2, tzinfo=UTC),
        today=date(2026, 3, 2),
        mode=Mode.DETECT,
        valid_until=END if Verdict.CLEARED in (web, print_) else None,
    )


@pytest.mark.parametrize(
    ("before", "now", "milder", "stricter", "known_no"),
    [
        (Verdict.CLEARED, Verdict.CLEARED, False, False, False),
        (Verdict.CLEARED, Verdict.BLOCKED, False, True, True),
        (Verdict.CLEARED, Verdict.REVIEW, False, True, False),
        (Verdict.REVIEW, Verdict.BLOCKED, False, True, True),
        (Verdict.BLOCKED, Verdict.CLEARED, True, False, False),
        (Verdict.BLOCKED, Verdict.REVIEW, True, False, False),
        (Verdict.REVIEW, Verdict.NOT_ASSESSED, False, False, False),
        (Verdict.NO_PEOPLE, Verdict.CLEARED, False, True, False),
    ],
)
def test_one_channel_is_weighed(
    before: Verdict,
    now: Verdict,
    milder: bool,  # noqa: FBT001 - a column of the table
    stricter: bool,  # noqa: FBT001 - a column of the table
    known_no: bool,  # noqa: FBT001 - a column of the table
) -> None:
    found = weigh({WEB: before}, decided(now, Verdict.CLEARED))

    assert (bool(found.milder), bool(found.stricter), found.known_no) == (
        milder,
        stricter,
        known_no,
    )
    assert found.rules == ((Rule.NO_RECORD,) if stricter else ())


@given(SHOWN, VERDICTS, VERDICTS)
def test_what_is_held_is_never_milder_than_what_was_shown(
    shown: dict[Channel, Verdict], web: Verdict, print_: Verdict
) -> None:
    now = decided(web, print_)
    found = weigh(shown, now)

    kept = held(now, {channel: shown[channel] for channel in found.milder})

    assert not weigh(shown, kept).milder
    assert weigh(shown, kept).stricter == found.stricter


@given(SHOWN, VERDICTS, VERDICTS)
def test_holding_never_makes_an_answer_milder_and_twice_is_once(
    floor: dict[Channel, Verdict], web: Verdict, print_: Verdict
) -> None:
    now = decided(web, print_)

    kept = held(now, floor)

    pairs = zip(now.channels, kept.channels, strict=True)
    assert all(severity(one.verdict) <= severity(other.verdict) for one, other in pairs)
    assert kept.status == status_of(entry.verdict for entry in kept.channels)
    assert held(kept, floor) == kept


def test_a_held_channel_has_no_end_and_says_why() -> None:
    kept = held(decided(Verdict.CLEARED, Verdict.CLEARED), {WEB: Verdict.NOT_ASSESSED})

    web, other = kept.channels
    assert (web.verdict, web.valid_until, web.reasons[0].rule) == (
        Verdict.REVIEW,
        None,
        Rule.HELD_AT_UPGRADE,
    )
    assert (other.verdict, kept.status, kept.valid_until) == (Verdict.CLEARED, Status.PARTLY, END)


def test_nothing_held_changes_nothing() -> None:
    now = decided(Verdict.CLEARED, Verdict.REVIEW)

    assert held(now, {}) is now
    assert held(now, {PRINT: Verdict.CLEARED}) is now
