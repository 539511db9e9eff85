"""What an upgrade of the rules does to one photo: what was shown, against what is decided now.

A photo never becomes milder because a program is newer: the stricter answer is kept until a human
releases it. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consent.decisions import ChannelVerdict, Decision, Reason, Rule
from consent.ids import Channel
from consent.states import Verdict
from consent.status import severity, status_of
from consent.validity import earliest

Shown = Mapping[Channel, Verdict]
"""The verdict per channel that was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What becomes of one photo."""

    milder: frozenset[Channel]
    """Channels in which the new answer is milder: kept as they were."""
    stricter: frozenset[Channel]
    known_no: bool
    """Whether a channel is blocked now that was not: such a photo never waits."""
    rules: tuple[Rule, ...]
    """Why it is stricter: the first reason of each such channel, each once."""


def weigh(shown: Shown, now: Decision) -> Weighed:
    """Compare what was shown with the answer of the new rules, channel by channel."""
    present = {entry.channel: entry for entry in now.channels if entry.channel in shown}
    change = {
        channel: severity(entry.verdict) - severity(shown[channel])
        for channel, entry in present.items()
    }
    stricter = frozenset(channel for channel, by in change.items() if by > 0)
    reasons = (entry.reasons[0].rule for entry in now.channels if _tells(entry, stricter))
    return Weighed(
        milder=frozenset(channel for channel, by in change.items() if by < 0),
        stricter=stricter,
        known_no=any(present[channel].verdict is Verdict.BLOCKED for channel in stricter),
        rules=tuple(dict.fromkeys(reasons)),
    )


def held(decision: Decision, floor: Shown) -> Decision:
    """Keep the answer of each channel at least as strict as its floor."""
    if not floor:
        return decision
    channels = tuple(_held(entry, floor.get(entry.channel)) for entry in decision.channels)
    if channels == decision.channels:
        return decision
    cleared = [entry.valid_until for entry in channels if entry.verdict is Verdict.CLEARED]
    return replace(
        decision,
        channels=channels,
        status=status_of(entry.verdict for entry in channels),
        valid_until=earliest(cleared),
    )


def _held(entry: ChannelVerdict, floor: Verdict | None) -> ChannelVerdict:
    if floor is None or severity(floor) <= severity(entry.verdict):
        return entry
    verdict = Verdict.REVIEW if floor is Verdict.NOT_ASSESSED else floor
    reason = Reason(rule=Rule.HELD_AT_UPGRADE, verdict=verdict)
    return replace(entry, verdict=verdict, reasons=(reason, *entry.reasons), valid_until=None)


def _tells(entry: ChannelVerdict, channels: frozenset[Channel]) -> bool:
    return entry.channel in channels and bool(entry.reasons)
