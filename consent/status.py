"""Verdicts in order of severity, and the one status word editors see for the whole photo."""

from collections.abc import Iterable

from consent.states import Status, Verdict

_SEVERITY = {
    Verdict.NO_PEOPLE: 0,
    Verdict.CLEARED: 1,
    Verdict.REVIEW: 2,
    Verdict.NOT_ASSESSED: 2,
    Verdict.BLOCKED: 3,
}


def severity(verdict: Verdict) -> int:
    """Rank a verdict: no-people < cleared < review < blocked; not assessed is a gap like review."""
    return _SEVERITY[verdict]


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Give the most severe verdict; no people where there is none."""
    return max(verdicts, key=severity, default=Verdict.NO_PEOPLE)


def is_usable(verdict: Verdict) -> bool:
    """Tell whether a photo may be used where this is the verdict."""
    return verdict in {Verdict.NO_PEOPLE, Verdict.CLEARED}


def status_of(verdicts: Iterable[Verdict]) -> Status:
    """Sum up all channels in one word. A photo without channels has no answer: not assessed."""
    present = set(verdicts)
    if present == {Verdict.NO_PEOPLE}:
        return Status.NO_PEOPLE
    if Verdict.CLEARED in present:
        return Status.CLEARED if present == {Verdict.CLEARED} else Status.PARTLY
    if Verdict.NOT_ASSESSED in present or not present:
        return Status.NOT_ASSESSED
    return Status.REVIEW if Verdict.REVIEW in present else Status.BLOCKED
