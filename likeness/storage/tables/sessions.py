"""Sessions with rosters and photos, mode settings, legal bases."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Serial, Word

sessions = Table(
    "sessions",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("asked_by", Text),
    Column("asked_at", Instant),
    Column("notice", Word),
)

session_rules = Table(
    "session_rules",
    METADATA,
    Column("session", Id, ForeignKey("sessions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("host", Text, nullable=False),
    Column("kind", Word, nullable=False),
    Column("place", Text, nullable=False),
    Column("begins", Instant),
    Column("ends", Instant),
)

session_roster = Table(
    "session_roster",
    METADATA,
    Column("session", Id, ForeignKey("sessions.id"), primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Index("ix_session_roster_person", "person"),
)

session_assets = Table(
    "session_assets",
    METADATA,
    Column("asset", Id, ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True),
    Column("session", Id, ForeignKey("sessions.id"), primary_key=True),
    Column("why", Text, nullable=False),
    Column("by_human", Boolean, nullable=False),
    Column("belongs", Boolean, nullable=False),
    Index("ix_session_assets_session", "session"),
)
"""Why a photo belongs to a session. `belongs` is false only where a human took it out."""

mode_settings = Table(
    "mode_settings",
    METADATA,
    Column("kind", Word, primary_key=True),
    Column("host", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("mode", Word, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

legal_bases = Table(
    "legal_bases",
    METADATA,
    Column("id", Serial, primary_key=True),
    Column("kind", Word, nullable=False),
    Column("host", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("dpia", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
