"""Evidence of signatures, legal holds, and the keys of rows that were imported."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Word

evidence = Table(
    "evidence",
    METADATA,
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Column("signature", Id, primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("record_sha256", String(64), nullable=False),
    Column("printed_sha256", String(64), nullable=False),
    Column("audit_seq", Integer, nullable=False),
)
"""What was signed, by its hashes; record and PDF are in `vault_records`, sealed."""

holds = Table(
    "holds",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("person", Id, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("by", String(100), nullable=False),
    Column("until", Date, nullable=False),
    Index("ix_holds_person", "person"),
)
"""Why evidence outlives an erasure, until which day. The reason is sealed. No foreign key: that is
the point of a hold."""

held_evidence = Table(
    "held_evidence",
    METADATA,
    Column("hold", Id, ForeignKey("holds.id"), primary_key=True),
    Column("record", Id, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""Evidence of somebody erased, sealed under the key of the hold and gone with it."""

import_keys = Table(
    "import_keys",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("kind", Word, nullable=False),
    Column("person", Id, ForeignKey("persons.id"), nullable=False),
    Column("about", Id, nullable=False),
    Index("ix_import_keys_person", "person"),
)
"""Which row of somebody's own list became which person or consent: a keyed hash of their key."""
