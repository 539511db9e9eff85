"""Logins of the office, their sessions, and who looked at personal data."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Serial, Word

_HASH = String(64)

accounts = Table(
    "accounts",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("login", String(100), nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("language", Word, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("disabled_at", Instant),
    Column("seen_at", Instant),
    UniqueConstraint("login"),
)
"""`login` is the name without case, so that two people cannot have nearly the same one.

`password_hash` is empty until the first login, and after a reset.
"""

account_links = Table(
    "account_links",
    METADATA,
    Column("hash", _HASH, primary_key=True),
    Column("account", Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Index("ix_account_links_account", "account"),
)
"""Links for a first login: deleted when used. Only the SHA-256 of the secret is kept."""

web_sessions = Table(
    "web_sessions",
    METADATA,
    Column("hash", _HASH, primary_key=True),
    Column("id", Id, nullable=False),
    Column("account", Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("proved_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    UniqueConstraint("id"),
    Index("ix_web_sessions_account", "account"),
)
"""`proved_at`: when the password was typed last; dangerous acts want that to be recent."""

access_log = Table(
    "access_log",
    METADATA,
    Column("seq", Serial, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", String(100), nullable=False),
    Column("what", Word, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_access_log_at", "at"),
    Index("ix_access_log_who", "who", "seq"),
)
"""Who saw personal data. Ids only, so that an erasure leaves nothing of the person in it."""

access_subjects = Table(
    "access_subjects",
    METADATA,
    Column("access", Serial, ForeignKey("access_log.seq", ondelete="CASCADE"), primary_key=True),
    Column("subject", Id, primary_key=True),
    Index("ix_access_subjects_subject", "subject", "access"),
)
