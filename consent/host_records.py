"""Consents that a host kept itself, read as ours: what each becomes, and what it lacks. Pure.

Never milder than what the host says: what cannot be read is no permission.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Protocol

from consent.ids import AssetId, Channel, PersonId, QuitclaimId, SignerId
from consent.quitclaims import ForPhotos, Quitclaim, Signer
from consent.states import ConsentState

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""When an answer without a date was given: before every dated one, so that each no outweighs it."""
USUAL: Mapping[str, str] = {
    "print": "print",
    "websites": "website",
    "website": "website",
    "social media": "social-media",
}
"""Mediums that mean the same as a channel of ours. TV or merchandise is neither press nor ads."""

Mediums = Mapping[str, frozenset[Channel]]
"""Medium, folded -> our channels; an empty set is a medium that is known, and none of ours."""


class Record(Protocol):
    """One consent as a host has it."""

    @property
    def id(self) -> str:
        """Give the host's own number of it."""
        ...

    @property
    def name(self) -> str:
        """Give the name of the person."""
        ...

    @property
    def email(self) -> str:
        """Give the address; empty = none."""
        ...

    @property
    def born(self) -> date | None:
        """Give the birth date; None = not said."""
        ...

    @property
    def guardian(self) -> str:
        """Give the name of a parent or guardian; empty = none."""
        ...

    @property
    def mediums(self) -> tuple[str, ...]:
        """Give what it is for, in the host's words."""
        ...

    @property
    def given_on(self) -> date | None:
        """Give the day of the consent; None = not said."""
        ...

    @property
    def ends(self) -> date | None:
        """Give the last good day; None = no end, unless it is over."""
        ...

    @property
    def over(self) -> bool:
        """Tell whether its end is no day, which counts as ended."""
        ...

    @property
    def document(self) -> bool:
        """Tell whether a signed form is attached."""
        ...


class Lack(StrEnum):
    """What a record lacks, or what makes it less than it seems."""

    NAME = "no-name"
    CONTACT = "no-email"
    USAGE = "no-usage"
    MEDIUM = "unknown-medium"
    DATE = "no-date-of-consent"
    END = "no-end"
    NO_DAY = "end-is-no-day"
    OVER = "expired"
    GUARDIAN = "minor-without-guardian"
    BIRTH = "guardian-without-birth-date"
    DOCUMENT = "no-document"
    PHOTOS = "no-photos"
    UNKNOWN_PHOTOS = "photos-not-taken-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read the records of one host."""

    mediums: Mediums
    channels: tuple[Channel, ...]
    of_age: int
    """The age from which somebody answers for themselves."""
    today: date

    @property
    def sayable(self) -> frozenset[Channel]:
        """The channels that host has words for; about the others it says nothing."""
        return frozenset[Channel]().union(*self.mediums.values())

    def channels_of(self, record: Record) -> frozenset[Channel]:
        """Give the channels a record is for; a medium nobody mapped gives none."""
        known = (self.mediums.get(one.casefold(), frozenset()) for one in record.mediums)
        return frozenset[Channel]().union(*known)

    def unknown(self, record: Record) -> tuple[str, ...]:
        """Give the mediums of a record that nobody mapped."""
        return tuple(one for one in record.mediums if one.casefold() not in self.mediums)

    def is_over(self, record: Record) -> bool:
        """Tell whether a record has ended; its last day is still good."""
        return record.over or (record.ends is not None and record.ends < self.today)


def mediums_for(
    channels: Mapping[str, Sequence[str]], said: Mapping[str, Sequence[str]]
) -> Mediums:
    """Map mediums: as an admin says, else a channel of that name or label, else what is usual.

    `channels`: channel -> its labels.
    """
    usual = {medium: (channel,) for medium, channel in USUAL.items() if channel in channels}
    named = {name.casefold(): (name,) for name in channels}
    labels = {one.casefold(): (name,) for name, called in channels.items() for one in called}
    ours = {medium.strip().casefold(): tuple(names) for medium, names in said.items()}
    every = {**usual, **named, **labels, **ours}
    return {medium: frozenset(map(Channel, names)) for medium, names in every.items()}


def grown_up_on(born: date, of_age: int) -> date:
    """Give the birthday from which somebody answers alone; 29 February comes on 1 March."""
    try:
        return born.replace(year=born.year + of_age)
    except ValueError:
        return date(born.year + of_age, 3, 1)


def minor_until(record: Record, reading: Reading) -> date | None:
    """Give the hand-over birthday of whoever a record is about; None = not known to be a minor."""
    if record.born is None:
        return None
    handover = grown_up_on(record.born, reading.of_age)
    signed_before = record.given_on is None or record.given_on < handover
    by_guardian = bool(record.guardian) and signed_before
    return handover if reading.today < handover or by_guardian else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a record becomes a quitclaim of."""

    id: QuitclaimId
    person: PersonId
    assets: frozenset[AssetId]


def quitclaim_of(record: Record, target: Target, reading: Reading) -> Quitclaim:
    """Read a record as a quitclaim for exactly the photos it is linked to.

    Without a usage that we understand it is no answer at all, and a gap on every channel.
    """
    channels = reading.channels_of(record)
    state = ConsentState.EXPIRED if record.over else ConsentState.GIVEN
    return Quitclaim(
        id=target.id,
        person=target.person,
        state=state if channels else ConsentState.UNKNOWN,
        channels=channels or frozenset(reading.channels),
        at=_instant(record.given_on),
        signer=_signer(record, target.person, reading),
        scope=ForPhotos(assets=target.assets),
        begins=record.given_on,
        ends=record.ends,
    )


def _instant(day: date | None) -> datetime:
    """Give the first moment of a day: a no of that same day outweighs it."""
    return UNDATED if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)


def _signer(record: Record, person: PersonId, reading: Reading) -> Signer:
    """Say who signed. Nobody named for a minor: somebody who may not."""
    if record.guardian:
        return Signer(id=SignerId(f"{person}:guardian-1"), guardian=True)
    return Signer(id=SignerId(person), entitled=not _signed_as_minor(record, reading))


def _signed_as_minor(record: Record, reading: Reading) -> bool:
    if record.born is None:
        return False
    return (record.given_on or reading.today) < grown_up_on(record.born, reading.of_age)


def lacks(record: Record, reading: Reading, *, photos: int, known: int) -> tuple[Lack, ...]:
    """List what a record lacks. `photos` are linked to it, `known` of them are ours, too."""
    said = {
        Lack.NAME: not record.name,
        Lack.CONTACT: not record.email,
        Lack.USAGE: not record.mediums,
        Lack.MEDIUM: bool(reading.unknown(record)),
        Lack.DATE: record.given_on is None,
        Lack.END: record.ends is None and not record.over,
        Lack.NO_DAY: record.over,
        Lack.OVER: reading.is_over(record),
        Lack.GUARDIAN: _signed_as_minor(record, reading) and not record.guardian,
        Lack.BIRTH: bool(record.guardian) and record.born is None,
        Lack.DOCUMENT: not record.document,
        Lack.PHOTOS: not photos,
        Lack.UNKNOWN_PHOTOS: known < photos,
    }
    return tuple(lack for lack, is_so in said.items() if is_so)
