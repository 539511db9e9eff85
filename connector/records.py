"""Consent records that a host keeps itself: read only, never written, never logged."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from connector.values import HostId


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRecord:
    """One consent as the host has it. Personal data: `repr` shows nothing of the person."""

    id: str
    """The host's own number of the record."""
    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)
    guardian: str = field(default="", repr=False)
    """Name of a parent or guardian; empty = none is named."""
    mediums: tuple[str, ...] = ()
    """What it is for, in the host's own words."""
    given_on: date | None = None
    ends: date | None = None
    """Last good day; None = no end, unless `over`."""
    over: bool = False
    """Its end is no day that a calendar knows: the host takes it as expired, and so do we."""
    document: bool = False
    """Whether a signed form is attached."""
    photos: frozenset[HostId] = frozenset()


class HostConsents(Protocol):
    """The consents a host keeps itself."""

    def all(self) -> Iterable[HostRecord]:
        """Give every record, each once, with the photos it is linked to, by number.

        All or nothing: raises `HostError` before the end rather than leaving a record out.
        """
        ...
