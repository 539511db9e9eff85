"""Consent records that hosts keep themselves: which became ours, and what they say about photos.

No personal data: that is sealed in `vault_records`.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Json, Word

host_records = Table(
    "host_records",
    METADATA,
    Column("host", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("photos", Json, nullable=False),
    Column("person", Id, ForeignKey("persons.id")),
    Column("quitclaim", Id),
    Column("stance", Word, nullable=False),
    Index("ix_host_records_person", "person"),
)
"""A quitclaim without a person: the person was erased here, and is not imported again."""

host_words = Table(
    "host_words",
    METADATA,
    Column("asset", Id, ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True),
    Column("record", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("person", Id, ForeignKey("persons.id")),
    Column("on_photo", Boolean, nullable=False),
    Column("limits", Json, nullable=False),
    Index("ix_host_words_person", "person"),
    Index("ix_host_words_host", "host"),
)
