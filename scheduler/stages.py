"""Stages of a host: whether anything of ours may be written into it. Pure.

A host begins by being observed. What is written later can be taken back to the last value.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from connector.values import HostName
from consent.ids import Actor


class Stage(StrEnum):
    """How far a host is with us. Values are stored and audited: never rename one."""

    OBSERVING = "observing"  # we look and decide, and write nothing
    PILOT = "pilot"  # we write inside one folder, collection or search
    LIVE = "live"
    LEAVING = "leaving"  # what we wrote is being taken back
    DISCONNECTED = "disconnected"  # we neither look nor write


class Duty(StrEnum):
    """What is to be done about the marks of one photo."""

    SAY = "say"
    KEEP_QUIET = "keep-quiet"
    TAKE_BACK = "take-back"
    """Still decide, and take back what is there of ours."""
    LEAVE = "leave"
    """Only take back what is there of ours."""
    REST = "rest"
    """Nothing at all is done about this photo any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostStage:
    """The stage of one host, and who set it."""

    host: HostName
    stage: Stage
    by: Actor
    at: datetime
    scope: str = field(default="", repr=False)
    """Of a pilot: a folder below the root, or a search. May carry personal data: never log it."""


def duty(stage: Stage, *, inside: bool, told: bool) -> Duty:
    """Say what to do about the marks of one photo.

    `inside` the pilot; `told`: something of ours may be in the host for this photo.
    """
    match stage:
        case Stage.LIVE:
            return Duty.SAY
        case Stage.OBSERVING:
            return Duty.KEEP_QUIET
        case Stage.PILOT:
            if inside:
                return Duty.SAY
            return Duty.TAKE_BACK if told else Duty.KEEP_QUIET
        case Stage.LEAVING:
            return Duty.LEAVE if told else Duty.REST
        case Stage.DISCONNECTED:
            return Duty.REST
        case _:
            assert_never(stage)


def is_below(scope: str, place: str) -> bool:
    """Tell whether a photo lies in the folder of a pilot, or in one below it."""
    folder = scope.strip("/")
    return bool(folder) and place.startswith(f"{folder}/")


ACTIVE = frozenset({Stage.OBSERVING, Stage.PILOT, Stage.LIVE})
"""Stages in which a host is looked at."""

_NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.OBSERVING: frozenset({Stage.PILOT, Stage.LIVE, Stage.LEAVING, Stage.DISCONNECTED}),
    Stage.PILOT: frozenset({Stage.PILOT, Stage.LIVE, Stage.LEAVING, Stage.DISCONNECTED}),
    Stage.LIVE: frozenset({Stage.PILOT, Stage.LEAVING, Stage.DISCONNECTED}),
    Stage.LEAVING: frozenset({Stage.LEAVING, Stage.DISCONNECTED}),
    Stage.DISCONNECTED: frozenset({Stage.OBSERVING, Stage.LEAVING}),
}


def may_follow(before: Stage, after: Stage) -> bool:
    """Tell whether a host may go from one stage to another."""
    return after in _NEXT[before]
