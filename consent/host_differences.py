"""Where a host's consent records and ours disagree, photo by photo, for a human to decide. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from consent.host_records import Reading
from consent.host_words import Claim, HostWord, Limit, limits_of
from consent.ids import AssetId, Channel, PersonId
from consent.states import Verdict


class Difference(StrEnum):
    """How they disagree."""

    NOT_IMPORTED = "not-imported"
    """The host knows somebody on the photo, and we do not know who that is."""
    ERASED_HERE = "erased-here"
    """The host still keeps a record of somebody who was erased here."""
    NOT_FOUND = "not-found"
    """The host names somebody on the photo whom nobody found or named on it here."""
    STRICTER_THERE = "stricter-there"
    """We would clear a channel that the host's records do not."""
    MILDER_THERE = "milder-there"
    """The host's records allow a channel that we do not."""
    EDITED = "edited"
    LINKED = "linked"
    UNLINKED = "unlinked"
    DELETED = "deleted"
    OTHER_PERSON = "other-person"
    """The record is about somebody else than it was when it was imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One photo on which a record and ours differ. Pseudonymous ids only."""

    asset: AssetId
    record: str
    difference: Difference
    person: PersonId | None = None
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What we say about one photo."""

    asset: AssetId
    on_photo: frozenset[PersonId] = frozenset()
    """Who was found on it, or named, by us or a human."""
    answers: Mapping[PersonId, Mapping[Channel, Verdict]] = field(default_factory=dict)
    """The verdict of each person on this photo, by our own records alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What comparing one photo gave."""

    words: tuple[HostWord, ...]
    differences: tuple[Disagreement, ...]


def compare(
    claims: Iterable[Claim], ours: Ours, erased: frozenset[str], reading: Reading
) -> Compared:
    """Compare all records of a host that are, or were, linked to one photo with what we say.

    `erased`: the records of persons who were erased here.
    """
    every = sorted(claims, key=lambda claim: claim.record)
    strangers = [
        claim
        for claim in every
        if claim.linked and (not claim.person or claim.moved_on) and not claim.ignored
    ]
    by_person: dict[PersonId, list[Claim]] = {}
    for claim in every:
        if claim.person is not None:
            by_person.setdefault(claim.person, []).append(claim)
    words = [_stranger(claim) for claim in strangers]
    differences = [_unknown(claim, ours, erased) for claim in strangers if not claim.settled]
    for person, theirs in by_person.items():
        word = _word(person, theirs, reading)
        words.append(word)
        differences += _differences(word, theirs, ours, reading)
    said = tuple(word for word in words if word.on_photo or word.limits)
    return Compared(words=said, differences=tuple(differences))


def _stranger(claim: Claim) -> HostWord:
    return HostWord(record=f"{claim.record}-now" if claim.moved_on else claim.record)


def _unknown(claim: Claim, ours: Ours, erased: frozenset[str]) -> Disagreement:
    gone = claim.record in erased
    kind = Difference.ERASED_HERE if gone else Difference.NOT_IMPORTED
    if claim.moved_on:
        kind = Difference.OTHER_PERSON
    return Disagreement(asset=ours.asset, record=claim.record, difference=kind)


def _word(person: PersonId, claims: Sequence[Claim], reading: Reading) -> HostWord:
    linked = [claim for claim in claims if claim.linked and claim.now and not claim.moved_on]
    told = [claim for claim in linked if not claim.settled] or linked
    return HostWord(
        record=(told or claims)[0].record,
        person=person,
        on_photo=bool(linked) and not all(claim.ignored for claim in linked),
        limits=limits_of(claims, reading),
    )


def _differences(
    word: HostWord, claims: Sequence[Claim], ours: Ours, reading: Reading
) -> Iterable[Disagreement]:
    """List what is not decided yet about one person."""
    open_ones = [claim for claim in claims if not claim.settled]
    for claim in open_ones:
        for kind in _changes(claim):
            yield Disagreement(
                asset=ours.asset, record=claim.record, difference=kind, person=word.person
            )
    if not open_ones or word.person is None:
        return
    yield from _missing(word, ours)
    yield from _verdicts(word, ours, reading)


def _changes(claim: Claim) -> Iterable[Difference]:
    """List what happened to a record since; that it is another person's is said elsewhere."""
    if claim.now is None:
        yield Difference.DELETED
        return
    if claim.edited and claim.linked:
        yield Difference.EDITED
    if claim.linked and not claim.was_linked:
        yield Difference.LINKED
    if claim.was_linked and not claim.linked:
        yield Difference.UNLINKED


def _missing(word: HostWord, ours: Ours) -> Iterable[Disagreement]:
    if word.on_photo and word.person not in ours.on_photo:
        yield Disagreement(
            asset=ours.asset,
            record=word.record,
            difference=Difference.NOT_FOUND,
            person=word.person,
        )


def _verdicts(word: HostWord, ours: Ours, reading: Reading) -> Iterable[Disagreement]:
    """Compare channel by channel, as of today."""
    answers = ours.answers.get(word.person, {}) if word.person else {}
    limited = frozenset[Channel]().union(*map(_today, word.limits))
    cleared = {one for one, verdict in answers.items() if verdict is Verdict.CLEARED}
    said = reading.sayable & set(reading.channels)
    stricter, milder = cleared & limited, (said - limited - cleared if word.on_photo else set())
    for kind, channels in (
        (Difference.STRICTER_THERE, stricter),
        (Difference.MILDER_THERE, milder),
    ):
        if channels:
            yield Disagreement(
                asset=ours.asset,
                record=word.record,
                difference=kind,
                person=word.person,
                channels=tuple(sorted(channels)),
            )


def _today(limit: Limit) -> frozenset[Channel]:
    return limit.channels if limit.after is None else frozenset()
