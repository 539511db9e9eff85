"""Held matches: somebody came in who may be a person we know, and a human has not said so. Values.

Until then their yes counts for nothing, and their no lets the photos of the likely persons wait.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from consent.ids import Actor, MergeId, PersonId
from consent.same_person import Candidate


class HeldAnswer(StrEnum):
    """What a human says about a held match."""

    SAME = "same"
    """The same person, and whoever signed answers for them: they get access."""
    SAME_NO_ACCESS = "same-no-access"
    """The same person; the answer is kept, whoever signed it gets no access."""
    OTHER = "other"
    """Somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMatch:
    """Somebody who is held, with whom they may be."""

    person: PersonId
    made_at: datetime
    """UTC instant."""
    candidates: tuple[Candidate, ...] = field(default=())

    @property
    def clear(self) -> PersonId | None:
        """Give the only candidate where a human may answer many at once; else None."""
        only = self.candidates[0] if len(self.candidates) == 1 else None
        return only.person if only is not None and only.clear else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two numbers that a human found to be one person."""

    id: MergeId
    kept: PersonId
    merged: PersonId
    at: datetime
    """UTC instant."""
    by: Actor
    undone_at: datetime | None = None
