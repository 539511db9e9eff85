"""Held matches, until a human says who it is; and who was found to be the same person."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json

held_matches = Table(
    "held_matches",
    METADATA,
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Column("made_at", Instant, nullable=False),
)
"""Persons who came in and look like somebody here; the row goes when a human has answered."""

held_candidates = Table(
    "held_candidates",
    METADATA,
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Column("likely", Id, ForeignKey("persons.id"), primary_key=True),
    Column("why", Json, nullable=False),
    Column("same_birth_date", Boolean, nullable=False),
    Index("ix_held_candidates_likely", "likely"),
)
"""Whom each of them may be."""

merges = Table(
    "merges",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("kept", Id, ForeignKey("persons.id"), nullable=False),
    Column("merged", Id, ForeignKey("persons.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(100), nullable=False),
    Column("moved", Json, nullable=False),
    Column("undone_at", Instant),
    Index("ix_merges_kept", "kept"),
    Index("ix_merges_merged", "merged"),
)
"""Two numbers of one person. `moved`: what was put under the number that is kept, to undo it."""
