"""What ends, and what stays: a person taken off a face, the floor it keeps, what ends that.

Every removed face is made here, whoever asks for it: the end of a recognition consent, an
objection, an erasure, retention, a host's own records, and a copy of the photo.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from consent.decision import decide
from consent.decisions import Decision, PhotoFacts, Rules
from consent.findings import Finding, Floor
from consent.ids import Channel, FindingId, PersonId
from consent.question import day_after
from consent.quitclaims import Subject
from consent.states import AnswerKind, FindingKind, RemovedCause, Verdict

_ENDED_BY_HAND = {AnswerKind.NAMED, AnswerKind.NOBODY_TO_ASK}


def ends_with_recognition(finding: Finding) -> bool:
    """Tell whether this link ends with the recognition consent; one made by hand stays."""
    return finding.by_machine and finding.person is not None


def blocked_floor(channels: Iterable[Channel]) -> tuple[Floor, ...]:
    """Give the floor of an objection or an erasure: blocked on every channel."""
    return tuple(Floor(channel=channel, verdict=Verdict.BLOCKED) for channel in channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Why and when a person is taken off for good."""

    cause: RemovedCause
    at: datetime
    channels: tuple[Channel, ...] = ()
    """Those that are blocked by it now; an objection and an erasure block later ones, too."""

    @property
    def floor(self) -> tuple[Floor, ...]:
        """Give what the face keeps."""
        return blocked_floor(self.channels)


def removed_face(
    finding: Finding, cause: RemovedCause, floor: tuple[Floor, ...], at: datetime | None
) -> Finding:
    """Make a face what stays of it without its person: where it is, why, when, and its floor."""
    return Finding(
        id=finding.id,
        kind=FindingKind.REMOVED,
        area=finding.area,
        size=finding.size,
        cause=cause,
        floor=floor,
        removed_at=at,
    )


def taken_off_for_good(
    findings: Sequence[Finding],
    person: PersonId,
    removal: Removal,
    *,
    told: bool,
    new_id: Callable[[], str],
) -> tuple[Finding, ...]:
    """Take a person off one photo: no face of theirs is left, and none is forgotten.

    `told`: a human or a host said, without a face, that they are on it; where no face was theirs a
    nameless one is added, so that the photo never reads as if nobody were there.
    """
    removed = tuple(
        removed_face(face, removal.cause, removal.floor, removal.at)
        if face.person == person
        else face
        for face in findings
    )
    if not told or any(face.person == person for face in findings):
        return removed
    nameless = Finding(id=FindingId(new_id()), kind=FindingKind.UNKNOWN)
    return (*removed, removed_face(nameless, removal.cause, removal.floor, removal.at))


def after_erasure(answer: AnswerKind) -> AnswerKind | None:
    """Say what an answer about somebody who is erased becomes; None = it goes.

    Who it is becomes a removal; who it is not says nothing any more.
    """
    return None if answer is AnswerKind.NOT_PERSON else AnswerKind.REMOVED


def take_off(  # noqa: PLR0913, PLR0917  the inputs of `decide`, and why
    finding: Finding,
    photo: PhotoFacts,
    subjects: Iterable[Subject],
    rules: Rules,
    at: datetime,
    today: date,
    cause: RemovedCause,
) -> Finding:
    """Take the person off a face: the box stays, person and scores go, the floor is what they left.

    Where recognition ended the floor is what `decide` gives for this face alone on this local day,
    with every end of the day applied; after an objection or an erasure it is blocked. A face that
    was removed before keeps the stricter of its floors.
    """
    if finding.kind is FindingKind.REMOVED:
        return _removed_again(finding, rules, cause)
    floor = blocked_floor(rules.channels)
    if cause is RemovedCause.RECOGNITION_ENDED:
        alone = replace(photo, assessed=True, not_assessed=None)
        persons = tuple(subjects)
        floor = _floor(
            decide(alone, [finding], persons, rules, at, day)
            for day in (today, day_after(today) or today)
        )
    return removed_face(finding, cause, floor, at)


def gives_way(removed: Finding, answer: AnswerKind) -> bool:
    """Tell whether a human answer ends a removed face together with its floor.

    After an objection or an erasure only `nobody-to-ask` does; where recognition ended, naming
    does, too.
    """
    return ends_removal(removed.cause, answer)


def ends_removal(cause: RemovedCause | None, answer: AnswerKind) -> bool:
    """Tell whether a human answer ends a removal of this cause; an unknown one is strictest."""
    if cause is RemovedCause.RECOGNITION_ENDED:
        return answer in _ENDED_BY_HAND
    return answer is AnswerKind.NOBODY_TO_ASK


def gives_way_to_match(removed: Finding, recognised_since: datetime | None) -> bool:
    """Tell whether a new match ends a removed face: recognition was consented to after it.

    `recognised_since`: UTC instant of the recognition consent the match rests on. What is not
    known to be later is not later.
    """
    if removed.cause is not RemovedCause.RECOGNITION_ENDED:
        return False
    if removed.removed_at is None or recognised_since is None:
        return False
    return recognised_since > removed.removed_at


def _removed_again(finding: Finding, rules: Rules, cause: RemovedCause) -> Finding:
    """Let a stricter cause replace a milder one; never the other way round."""
    if (
        cause is RemovedCause.RECOGNITION_ENDED
        or finding.cause is not RemovedCause.RECOGNITION_ENDED
    ):
        return finding
    return replace(finding, cause=cause, floor=blocked_floor(rules.channels))


def _floor(decisions: Iterable[Decision]) -> tuple[Floor, ...]:
    """Keep the worst of some decisions on each channel; review at least."""
    worst: dict[Channel, Verdict] = {}
    for decision in decisions:
        for entry in decision.channels:
            blocked = Verdict.BLOCKED in {entry.verdict, worst.get(entry.channel)}
            worst[entry.channel] = Verdict.BLOCKED if blocked else Verdict.REVIEW
    return tuple(Floor(channel=channel, verdict=worst[channel]) for channel in worst)
