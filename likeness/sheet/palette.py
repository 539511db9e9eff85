"""Colours, signs and lines of the contact sheet. Never colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from connector.values import Mark
from consent.states import Status, Verdict
from likeness.i18n.phrases import COLOURS, SIGNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one answer looks: `on` is the colour of the sign upon `fill`."""

    sign: str
    fill: str
    on: str


_WHITE, _INK = "#ffffff", "#1d1b16"
_ON_AMBER = frozenset({Status.PARTLY, Status.REVIEW})

STATUS: Mapping[Status, Look] = {
    status: Look(
        sign=SIGNS[status],
        fill=COLOURS[status].lower(),
        on=_INK if status in _ON_AMBER else _WHITE,
    )
    for status in Status
}

VERDICT: Mapping[Verdict, Look] = {
    Verdict.CLEARED: STATUS[Status.CLEARED],
    Verdict.REVIEW: STATUS[Status.REVIEW],
    Verdict.BLOCKED: STATUS[Status.BLOCKED],
    Verdict.NO_PEOPLE: STATUS[Status.NO_PEOPLE],
    Verdict.NOT_ASSESSED: STATUS[Status.NOT_ASSESSED],
}

DASHES: Mapping[Mark, str] = {
    Mark.CLEARED: "",
    Mark.PARTLY: "14 5",
    Mark.REVIEW: "3 5",
    Mark.BLOCKED: "",
}
"""Line of a frame; `blocked` is the double line, drawn twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Colours of the page in one light. Text is `ink` or `soft`, on `paper`, `card` or `mat`."""

    paper: str
    card: str
    mat: str
    line: str
    ink: str
    soft: str


LIGHT = Page(
    paper="#f5f2ec",
    card="#ffffff",
    mat="#eae6dd",
    line="#dcd6ca",
    ink=_INK,
    soft="#5d574b",
)
DARK = Page(
    paper="#131316",
    card="#1d1d21",
    mat="#0d0d0f",
    line="#34343b",
    ink="#f2efe8",
    soft="#b5b0a5",
)
