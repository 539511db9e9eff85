"""What the explanation of a photo shows: plain values made from a decision. Pure.

No picture, no box, no name and no similarity gets in here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consent.decisions import ChannelVerdict, Decision, Reason
from consent.states import Status, Verdict
from likeness.i18n.places import day, where
from likeness.i18n.words import Wording

ORDER = (
    Verdict.CLEARED,
    Verdict.NO_PEOPLE,
    Verdict.REVIEW,
    Verdict.NOT_ASSESSED,
    Verdict.BLOCKED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One reason, for one or several faces."""

    faces: str
    """Which faces; empty where it is about the photo."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The answer for one channel."""

    label: str
    verdict: Verdict
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Channels with the very same reasons."""

    labels: str
    verdict: Verdict
    word: str
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoView:
    """The whole page."""

    language: str
    status: Status
    word: str
    """The status with its sign."""
    until: str
    """How long the answer holds; empty where it has no end, or nothing is cleared."""
    uses: tuple[Use, ...]
    groups: tuple[Group, ...]
    made_on: str


def view_of(decision: Decision, wording: Wording, language: str) -> PhotoView:
    """Make the page of one decision."""
    return PhotoView(
        language=language,
        status=decision.status,
        word=wording.status(decision.status, language),
        until=wording.until(decision, language),
        uses=tuple(_use(one, wording, language) for one in decision.channels),
        groups=tuple(_groups(decision, wording, language)),
        made_on=day(decision.today, language),
    )


def _use(channel: ChannelVerdict, wording: Wording, language: str) -> Use:
    return Use(
        label=wording.channel(channel.channel, language),
        verdict=channel.verdict,
        word=wording.verdict(channel.verdict, language),
    )


def _groups(decision: Decision, wording: Wording, language: str) -> Sequence[Group]:
    """Put channels together that have the same answer for the same reasons."""
    found: dict[tuple[Verdict, tuple[Why, ...]], list[str]] = {}
    for one in decision.channels:
        decisive = [reason for reason in one.reasons if reason.verdict is one.verdict]
        whys = _whys(decisive, wording, language)
        if whys:
            label = wording.channel(one.channel, language)
            found.setdefault((one.verdict, whys), []).append(label)
    groups = [
        Group(
            labels=", ".join(labels),
            verdict=verdict,
            word=wording.verdict(verdict, language),
            whys=whys,
        )
        for (verdict, whys), labels in found.items()
    ]
    return sorted(groups, key=lambda group: -ORDER.index(group.verdict))


def _whys(reasons: Sequence[Reason], wording: Wording, language: str) -> tuple[Why, ...]:
    """Say the same thing about several faces once."""
    said: dict[str, list[Reason]] = {}
    for reason in reasons:
        said.setdefault(wording.facts(reason, language), []).append(reason)
    return tuple(
        Why(faces=_capital(where([one.place for one in same if one.place], language)), text=text)
        for text, same in said.items()
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
