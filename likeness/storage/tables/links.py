"""Public links that lead to blocked photos: no address and no maker of a link is kept."""

from sqlalchemy import Column, ForeignKey, Table

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json

found_links = Table(
    "found_links",
    METADATA,
    Column("asset", Id, ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True),
    Column("links", Json, nullable=False),
    Column("asked_at", Instant, nullable=False),
)
