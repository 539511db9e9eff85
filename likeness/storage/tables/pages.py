"""What pages keep: one-time codes, changes of address, rate limits, pending faces, used forms.

Addresses and pictures are sealed; senders are counted under a keyed digest.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json, Word

one_time_codes = Table(
    "one_time_codes",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("language", Word, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Index("ix_one_time_codes_ends_at", "ends_at"),
)
"""`sealed`: the address, under a key of the installation; rows live for minutes."""

address_changes = Table(
    "address_changes",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), nullable=False, unique=True),
    Column("old_hash", String(64), nullable=False),
    Column("new_hash", String(64), nullable=False),
    Column("old_done", Boolean, nullable=False),
    Column("new_done", Boolean, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Index("ix_address_changes_old_hash", "old_hash"),
    Index("ix_address_changes_new_hash", "new_hash"),
)
"""The new address is in `vault_records`, under the person's key."""

knocks = Table(
    "knocks",
    METADATA,
    Column("key", String(100), primary_key=True),
    Column("began", Instant, nullable=False),
    Column("count", Integer, nullable=False),
    Index("ix_knocks_began", "began"),
)
"""How often somebody came in the window that began then."""

pending_enrolments = Table(
    "pending_enrolments",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), nullable=False, unique=True),
    Column("session", Id),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("keep", Boolean, nullable=False),
    Column("handed_in", Boolean, nullable=False),
    Column("poses", Json, nullable=False),
    Index("ix_pending_enrolments_ends_at", "ends_at"),
)
"""Shots and templates are in `vault_records`, kinds `selfie` and `pending`."""

enrolment_policies = Table(
    "enrolment_policies",
    METADATA,
    Column("kind", Word, primary_key=True),
    Column("session", Id, primary_key=True),
    Column("dpia", Text, nullable=False),
    Column("until", Date),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
)

used_forms = Table(
    "used_forms",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("content", String(64), nullable=False),
    Column("answer", Text),
    Index("ix_used_forms_at", "at"),
)
"""Forms that came back, by the digest of their token. `content`: a keyed digest of what was filled
in; `answer`: where the first one was led."""
