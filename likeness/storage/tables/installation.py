"""Facts, hosts, keys of the API, erasures, decisions and the audit log."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json, Serial, Word

meta = Table(
    "meta",
    METADATA,
    Column("key", String(200), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Small facts: key -> text. Ours begin with `likeness:`."""

hosts = Table(
    "hosts",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("read_at", Instant, nullable=False),
)

host_stages = Table(
    "host_stages",
    METADATA,
    Column("host", Text, primary_key=True),
    Column("stage", Word, nullable=False),
    Column("scope", Text, nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
)
"""How far each host is with us; one that is not in here is where its settings begin."""

pilot_photos = Table(
    "pilot_photos",
    METADATA,
    Column("host", Text, primary_key=True),
    Column("host_id", Text, primary_key=True),
)
"""What the search of a pilot found when it was last asked."""

host_troubles = Table(
    "host_troubles",
    METADATA,
    Column("host", Text, primary_key=True),
    Column("causes", Json, nullable=False),
    Column("since", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
"""What is in the way of a host, as data; one that is not in here has nothing in its way."""

host_memory = Table(
    "host_memory",
    METADATA,
    Column("host", Text, primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the adapter of a host keeps: which number an option had, to follow it when it is renamed."""

api_keys = Table(
    "api_keys",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("until", Instant),
    Column("revoked_at", Instant),
    UniqueConstraint("secret_hash"),
)

erasures = Table(
    "erasures",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("finished", Boolean, nullable=False),
)
"""Random ids of erased persons; `finished` once no page of the file holds anything of them."""

audit = Table(
    "audit",
    METADATA,
    Column("seq", Serial, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("act", Word, nullable=False),
    Column("entry", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("previous"),
)
"""Append-only: triggers refuse UPDATE and DELETE, and two entries cannot follow the same one."""

decisions = Table(
    "decisions",
    METADATA,
    Column("audit_seq", Serial, primary_key=True, autoincrement=False),
    Column("asset", Id, nullable=False),
    Column("at", Instant, nullable=False),
    Column("today", Date, nullable=False),
    Column("status", Word, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_decisions_asset_at", "asset", "at"),
)
"""No foreign key to assets: decision records stay when a photo is gone."""
