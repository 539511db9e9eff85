"""Colours, signs and lines of the contact sheet. Never colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from connector.values import Mark
from consent.states import Status, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one answer looks: `on` is the colour of the sign upon `fill`."""

    sign: str
    fill: str
    on: str


GREEN, AMBER, RED, GREY = "#2e7d32", "#f9a825", "#c62828", "#616161"
_WHITE, _INK = "#ffffff", "#1d1b16"

STATUS: Mapping[Status, Look] = {
    Status.CLEARED: Look(sign="✓", fill=GREEN, on=_WHITE),
    Status.PARTLY: Look(sign="◐", fill=AMBER, on=_INK),
    Status.REVIEW: Look(sign="?", fill=AMBER, on=_INK),
    Status.BLOCKED: Look(sign="✗", fill=RED, on=_WHITE),
    Status.NO_PEOPLE: Look(sign="–", fill=GREY, on=_WHITE),  # noqa: RUF001 - the agreed sign
    Status.NOT_ASSESSED: Look(sign="…", fill=GREY, on=_WHITE),
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
