"""Photos that are still marked yes, but out of our sight."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Word

out_of_sight = Table(
    "out_of_sight",
    METADATA,
    Column("asset", Id, ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True),
    Column("status", Word, nullable=False),
    Column("left_at", Instant, nullable=False),
    Column("how", Word, nullable=False),
    Column("mover", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("ticked_at", Instant),
    Column("ticked_by", String(100)),
    Index("ix_out_of_sight_left_at", "left_at"),
)
"""`mover`: a user of the host, for 30 days; empty = not known (any more)."""
