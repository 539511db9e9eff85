"""What a host's own consent records say about one photo, where that is stricter than silence. Pure.

The stricter answer counts: a word adds to a decision and never takes anything away from it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consent.findings import Finding, Floor
from consent.host_persons import same_person
from consent.host_records import Reading, Record
from consent.ids import Channel, FindingId, PersonId
from consent.states import FindingKind, Verdict

SURE = frozenset({FindingKind.NAMED, FindingKind.MATCHED, FindingKind.ATTESTED})
"""Whoever is linked so is on the photo; a suggestion answers for nobody."""


class Stance(StrEnum):
    """What a human decided about a record. Stored: never rename one."""

    OPEN = "open"
    OURS = "ours"
    """Ours counts, as long as the record stays as it was then."""
    THEIRS = "theirs"
    """The host's record counts; ours was changed to say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Channels on which somebody is not cleared by the host's records."""

    channels: frozenset[Channel]
    verdict: Verdict
    after: date | None = None
    """It holds from the day after this local day; None = it holds now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostWord:
    """What the records of a host say about one person on one photo."""

    record: str
    person: PersonId | None = None
    """None: the host knows somebody there whom we do not."""
    on_photo: bool = True
    """Whether a record is linked to the photo now."""
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One record as seen from one photo."""

    record: str
    now: Record | None
    """None: the host does not have it any more."""
    before: Record | None = None
    """What it said when it was imported, or decided about last."""
    person: PersonId | None = None
    stance: Stance = Stance.OPEN
    linked: bool = True
    was_linked: bool = False

    @property
    def moved_on(self) -> bool:
        """Tell whether the record is about somebody else now."""
        return bool(self.now and self.before and not same_person(self.now, self.before))

    @property
    def edited(self) -> bool:
        """Tell whether its terms are others now."""
        return bool(self.now and self.before and _terms(self.now) != _terms(self.before))

    @property
    def settled(self) -> bool:
        """Tell whether a human decided about it as it is now."""
        changed = self.edited or self.moved_on or self.linked != self.was_linked
        return self.stance is not Stance.OPEN and not changed

    @property
    def ignored(self) -> bool:
        """Tell whether a human decided that ours counts."""
        return self.settled and self.stance is Stance.OURS


def _terms(record: Record) -> object:
    return (
        frozenset(record.mediums),
        record.given_on,
        record.ends,
        record.over,
        record.guardian,
        record.document,
    )


def limits_of(claims: Sequence[Claim], reading: Reading) -> tuple[Limit, ...]:
    """Sum up all records of one person on one photo: what one of them allows is allowed.

    Only channels that host has words for. A record that was taken off leaves a gap.
    """
    here = [claim for claim in claims if claim.linked and claim.now and not claim.moved_on]
    if here and all(claim.ignored for claim in here):
        return ()
    found: dict[tuple[Verdict, date | None], set[Channel]] = {}
    for channel in sorted(reading.sayable & set(reading.channels)):
        limit = _on(channel, here, reading) if here else _left(channel, claims, reading)
        if limit:
            found.setdefault(limit, set()).add(channel)
    return tuple(
        Limit(channels=frozenset(channels), verdict=verdict, after=after)
        for (verdict, after), channels in found.items()
    )


_Ends = tuple[Verdict, date | None]


def _on(channel: Channel, here: Sequence[Claim], reading: Reading) -> _Ends | None:
    """Give the limit of one channel where records are linked; None = without a limit."""
    records = [(claim, claim.now) for claim in here if claim.now]
    ends = [
        None if claim.ignored else record.ends
        for claim, record in records
        if channel in reading.channels_of(record) and (claim.ignored or not reading.is_over(record))
    ]
    if ends:
        last = max((end or date.max for end in ends), default=date.max)
        return None if last == date.max else (Verdict.BLOCKED, last)
    unclear = any(not reading.channels_of(record) for _, record in records)
    return Verdict.REVIEW if unclear else Verdict.BLOCKED, None


def _left(channel: Channel, claims: Sequence[Claim], reading: Reading) -> _Ends | None:
    """Give the limit of one channel where every record was taken off since."""
    gone = [
        claim.before for claim in claims if claim.before and claim.was_linked and not claim.ignored
    ]
    covered = any(channel in (reading.channels_of(one) or {channel}) for one in gone)
    return (Verdict.REVIEW, None) if covered else None


def with_host_words(findings: Sequence[Finding], words: Iterable[HostWord]) -> tuple[Finding, ...]:
    """Add to the faces what the host's records say: persons without a box, and limits."""
    known = {finding.person for finding in findings if finding.kind in SURE}
    added: list[Finding] = []
    for word in sorted(words, key=lambda word: word.record):
        found = word.person is not None and word.person in known
        if not (word.on_photo or found):
            continue
        if not found:
            added.append(_somebody(word))
        if word.person is not None:
            known.add(word.person)
        added += _limits(word)
    return (*findings, *added)


def _somebody(word: HostWord) -> Finding:
    """Make the person the host names; whom we do not know is a gap."""
    finding_id = FindingId(f"host-record-{word.record}")
    kind = FindingKind.UNKNOWN if word.person is None else FindingKind.ATTESTED
    return Finding(id=finding_id, kind=kind, person=word.person)


def _limits(word: HostWord) -> Iterable[Finding]:
    for number, limit in enumerate(word.limits, start=1):
        yield Finding(
            id=FindingId(f"host-record-{word.record}-limit-{number}"),
            kind=FindingKind.HOST_LIMIT,
            link_ends=limit.after,
            floor=tuple(
                Floor(channel=channel, verdict=limit.verdict) for channel in sorted(limit.channels)
            ),
        )
