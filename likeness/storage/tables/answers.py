"""Face memory and attestations: what humans said about photos."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, text

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json, Serial, Word

_LINKED = text("person IS NOT NULL")
_BEFORE = text("before_person IS NOT NULL")

face_memory = Table(
    "face_memory",
    METADATA,
    Column("seq", Serial, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("asset", Id, ForeignKey("assets.id", ondelete="CASCADE"), nullable=False),
    Column("content", Text, nullable=False),
    Column("content_no", Integer, nullable=False),
    Column("kind", Word, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("finding", Id),
    Column("x", Float(53)),
    Column("y", Float(53)),
    Column("w", Float(53)),
    Column("h", Float(53)),
    Column("person", Id, ForeignKey("persons.id")),
    Column("reason", Text, nullable=False),
    Column("floor", Json, nullable=False),
    Column("cause", Word),
    Column("before", Json),
    Column("before_person", Id, ForeignKey("persons.id")),
    Column("undone", Boolean, nullable=False),
    Column("origin", Id),
    Index("ix_face_memory_asset", "asset"),
    Index("ix_face_memory_person", "person", sqlite_where=_LINKED, postgresql_where=_LINKED),
    Index(
        "ix_face_memory_before_person",
        "before_person",
        sqlite_where=_BEFORE,
        postgresql_where=_BEFORE,
    ),
)
"""`before` is the finding as it was before the act, without its person.

That one is a column, so that it can be erased. `origin` is the id of the answer on a copy of the
same bytes that a row follows; null = it was given here.
"""

attestations = Table(
    "attestations",
    METADATA,
    Column("seq", Serial, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("asset", Id, ForeignKey("assets.id", ondelete="CASCADE"), nullable=False),
    Column("content", Text, nullable=False),
    Column("content_no", Integer, nullable=False),
    Column("only", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("origin", Id),
    Index("ix_attestations_asset", "asset"),
)

attestation_persons = Table(
    "attestation_persons",
    METADATA,
    Column("attestation", Id, ForeignKey("attestations.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("person", Id, ForeignKey("persons.id")),
    Index("ix_attestation_persons_person", "person"),
)
"""`person` is null for somebody who was erased since.

The row stays, so that nobody is counted as nobody.
"""
