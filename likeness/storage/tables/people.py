"""Persons and what is kept of them.

Personal data is in `vault_records` only, and there only sealed.
"""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Serial, Word

persons = Table(
    "persons",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("number", Integer, nullable=False, server_default="0"),
)
"""number: in which order people came here; those who read alike are told apart by it."""

vault_records = Table(
    "vault_records",
    METADATA,
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Column("kind", Word, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("record", Id, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_vault_records_kind", "kind", "pack"),
)
"""kind: profile, template, evidence, guardian or selfie. `pack`: empty but for templates."""

recognition_consents = Table(
    "recognition_consents",
    METADATA,
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Column("state", Word, nullable=False),
    Column("at", Instant, nullable=False),
    Column("begins", Date),
    Column("ends", Date),
    Column("evidence", Id),
)

recognition_events = Table(
    "recognition_events",
    METADATA,
    Column("id", Serial, primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), nullable=False),
    Column("state", Word, nullable=False),
    Column("at", Instant, nullable=False),
    Column("begins", Date),
    Column("ends", Date),
    Column("evidence", Id),
    Column("by", String(100), nullable=False),
    Column("means", Word, nullable=False),
    Index("ix_recognition_events_person", "person"),
)
"""Every state a recognition consent had, oldest first."""

look_alikes = Table(
    "look_alikes",
    METADATA,
    Column("one", Id, ForeignKey("persons.id"), primary_key=True),
    Column("other", Id, ForeignKey("persons.id"), primary_key=True),
    Index("ix_look_alikes_other", "other"),
)
"""Pairs a machine must not tell apart by itself; `one` < `other`."""
