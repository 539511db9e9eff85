"""What an upgrade of the rules left to be done, photo by photo."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json

upgraded_photos = Table(
    "upgraded_photos",
    METADATA,
    Column(
        "asset",
        Id,
        ForeignKey("assets.id", ondelete="CASCADE", name="fk_upgraded_photos_asset"),
        primary_key=True,
    ),
    Column("floor", Json, nullable=False),
    Column("waits", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_upgraded_photos_waits", "waits", "asset"),
)
"""`floor`: channel -> the stricter verdict that was shown, kept until a human releases the photo;
`waits`: it became stricter by a gap, and is decided anew in a portion of some day."""
