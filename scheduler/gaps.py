"""The gap report: what is known about the photos of a host, and what editors would see. Pure.

Counts, and ids for looking things up; never a name or a place, which often holds one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from connector.values import HostId, HostName, MarkSet
from consent.decisions import Decision
from consent.findings import Finding
from consent.ids import AssetId
from consent.states import FindingKind, NotAssessed, Status, Verdict
from scheduler.stages import Stage


class Faces(StrEnum):
    """What is known about a face, for counting."""

    KNOWN = "known"
    """Somebody with a record: recognised, or named by a human."""
    TO_CONFIRM = "to-confirm"
    UNKNOWN = "unknown"
    SETTLED = "settled"
    """A human or a rule said that nobody needs to be asked."""


class Now(StrEnum):
    """What editors see of a photo at present: one of the status words, or one of these."""

    SAME = "same"
    """What they would see: nothing would change."""
    NOTHING = "nothing"
    OTHER = "other"
    """Something that is none of our words."""
    CLEARED = "cleared"
    PARTLY = "partly"
    REVIEW = "review"
    BLOCKED = "blocked"
    NO_PEOPLE = "no-people"
    NOT_ASSESSED = "not-assessed"


_FACES = {
    FindingKind.NAMED: Faces.KNOWN,
    FindingKind.MATCHED: Faces.KNOWN,
    FindingKind.ATTESTED: Faces.KNOWN,
    FindingKind.ATTESTED_BEFORE: Faces.KNOWN,
    FindingKind.COVERED: Faces.KNOWN,
    FindingKind.AWAITING: Faces.TO_CONFIRM,
    FindingKind.SUGGESTED: Faces.TO_CONFIRM,
    FindingKind.UNKNOWN: Faces.UNKNOWN,
    FindingKind.BYSTANDER: Faces.UNKNOWN,
    FindingKind.EXCESS: Faces.UNKNOWN,
    FindingKind.REMOVED: Faces.UNKNOWN,
    FindingKind.NOBODY_TO_ASK: Faces.SETTLED,
    FindingKind.IGNORED: Faces.SETTLED,
}

_USABLE = {Verdict.CLEARED, Verdict.NO_PEOPLE}

URGENCY = (
    Status.BLOCKED,
    Status.PARTLY,
    Status.REVIEW,
    Status.CLEARED,
    Status.NO_PEOPLE,
    Status.NOT_ASSESSED,
)
"""What an admin wants to see first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """One photo that editors would see differently."""

    asset: AssetId
    host_id: HostId
    decision: Decision = field(repr=False)
    faces: int
    unknown: int
    now: Now = Now.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReport:
    """The whole report. Photos are counted unless it says faces."""

    host: HostName
    stage: Stage
    made_on: date
    photos: int
    undecided: int
    """Not processed yet."""
    unread: int
    """The host did not show them: compared with what it was told."""
    with_people: int
    with_unknown: int
    """With a face nobody knows, among those with people."""
    faces: Mapping[Faces, int]
    statuses: Mapping[Status, int]
    channels: Mapping[str, Mapping[Verdict, int]]
    not_checked: Mapping[NotAssessed, int]
    new: Mapping[Status, int]
    """What editors would newly see, where they see nothing of ours or something else now."""
    instead_of: Mapping[Now, int]
    """What they see of those photos now, whoever wrote it."""
    first: tuple[GapLine, ...]


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts photos one by one; keeps only the most urgent ones."""

    most: int
    """How many photos are listed."""
    photos: int = 0
    undecided: int = 0
    unread: int = 0
    with_people: int = 0
    with_unknown: int = 0
    faces: Counter[Faces] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    channels: dict[str, Counter[Verdict]] = field(default_factory=dict)
    not_checked: Counter[NotAssessed] = field(default_factory=Counter)
    new: Counter[Status] = field(default_factory=Counter)
    instead_of: Counter[Now] = field(default_factory=Counter)
    lines: dict[Status, list[GapLine]] = field(default_factory=dict)

    def undecided_photo(self) -> None:
        """Count a photo that nothing was decided about yet."""
        self.photos += 1
        self.undecided += 1

    def photo(self, line: GapLine, findings: tuple[Finding, ...], *, unread: bool = False) -> None:
        """Count one photo; `unread`: the host did not say what editors see of it."""
        decision = line.decision
        kinds = Counter(_FACES[one.kind] for one in findings if one.kind in _FACES)
        self.photos += 1
        self.unread += unread
        self.with_people += bool(kinds)
        self.with_unknown += bool(kinds[Faces.UNKNOWN])
        self.faces += kinds
        self.statuses[decision.status] += 1
        if decision.not_assessed:
            self.not_checked[decision.not_assessed] += 1
        for one in decision.channels:
            self.channels.setdefault(one.channel, Counter())[one.verdict] += 1
        if line.now is not Now.SAME:
            self._list(line)

    def _list(self, line: GapLine) -> None:
        status = line.decision.status
        self.new[status] += 1
        self.instead_of[line.now] += 1
        kept = self.lines.setdefault(status, [])
        if len(kept) < self.most:
            kept.append(line)

    def first(self) -> tuple[GapLine, ...]:
        """Give the photos to list, the most urgent first."""
        every = [line for status in URGENCY for line in self.lines.get(status, ())]
        return tuple(every[: self.most])


def now_of(decision: Decision, shown: MarkSet | None, *, told: bool) -> Now:
    """Say what editors see now, compared with what they would see. Pure.

    A host may have no place for channels and days: where it was told and shows neither, the status
    alone is compared.
    """
    if shown is None:
        # Some hosts say "not checked" by showing nothing.
        same = told and decision.status is Status.NOT_ASSESSED
        return Now.SAME if same else Now.NOTHING
    if not shown.word:
        return Now.OTHER
    placeless = told and not shown.channels and shown.until is None
    if shown.status == decision.status and (placeless or _same_uses(decision, shown)):
        return Now.SAME
    return Now(shown.status)


def _same_uses(decision: Decision, shown: MarkSet) -> bool:
    if decision.status is Status.NOT_ASSESSED:
        return not shown.channels
    cleared = {one.channel for one in decision.channels if one.verdict in _USABLE}
    return cleared == set(shown.channels) and decision.valid_until == shown.until


def counted(findings: tuple[Finding, ...]) -> tuple[int, int]:
    """Give how many faces count, and how many of them nobody knows."""
    kinds = [_FACES[one.kind] for one in findings if one.kind in _FACES]
    return len(kinds), kinds.count(Faces.UNKNOWN)
