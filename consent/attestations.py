"""Attestations: a human says who is on a photo. An assessment of its own, in every mode. Pure."""

from dataclasses import dataclass
from datetime import datetime

from consent.ids import Actor, AssetId, AttestationId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Who is on a photo, as a human says. `only` = and nobody else; no persons and `only` = nobody at all."""

    id: AttestationId
    asset: AssetId
    content: str
    """Content hash it was said of, as `kind:hex`."""
    persons: frozenset[PersonId]
    only: bool
    by: Actor
    at: datetime
