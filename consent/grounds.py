"""Other legal grounds than consent, recorded per session: for image use, never for recognition."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from consent.errors import NotAllowed
from consent.ids import Actor, Channel, PersonId, SessionId
from consent.states import Ground

RECORDED = frozenset(Ground) - {Ground.CONSENT, Ground.DEMO}
"""Grounds somebody may record. Consent is asked for; demo counts in the demo only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionGround:
    """One ground for using pictures of some people of a session. Local days, both included."""

    session: SessionId
    ground: Ground
    channels: frozenset[Channel]
    persons: frozenset[PersonId]
    reference: str = field(repr=False)
    """Where it is written down: the number of a contract, a decision of the board."""
    begins: date
    ends: date | None
    by: Actor
    at: datetime


def check_ground(ground: SessionGround, channels: Iterable[Channel]) -> None:
    """Refuse what cannot be recorded. Raises `NotAllowed` with what to do instead."""
    if ground.ground not in RECORDED:
        raise NotAllowed("Consent is not recorded as a ground: ask for it.")
    if not ground.reference.strip():
        raise NotAllowed("Say where the ground is written down, such as the number of a contract.")
    unknown = ground.channels - frozenset(channels)
    if unknown or not ground.channels:
        raise NotAllowed("Name uses that are configured; likeness config show lists them.")
    if not ground.persons:
        raise NotAllowed("Nobody is named, and nobody is on the roster of this session.")
    if ground.ends is not None and ground.ends < ground.begins:
        raise NotAllowed("The last day lies before the first.")
