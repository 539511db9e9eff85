"""Asking and signing: notices, asks, links, signatures, groups, guardians, withdrawals, grounds.

No name, address or drawing in here: those are sealed in `vault_records`.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json, Word

_OPEN = text("state = 'open'")
_WAITING = text("done_at IS NULL")

notice_versions = Table(
    "notice_versions",
    METADATA,
    Column("notice", Word, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("published_at", Instant, nullable=False),
    Column("invalidated_at", Instant),
)

notice_texts = Table(
    "notice_texts",
    METADATA,
    Column("notice", Word, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("language", Word, primary_key=True),
    Column("audience", Word, primary_key=True),
    Column("body", Json, nullable=False),
    Column("canonical", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
)
"""Never changed once published. `canonical` is what is shown, `sha256` its digest."""

asks = Table(
    "asks",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("signer", Id, nullable=False),
    Column("guardian", Boolean, nullable=False),
    Column("session", Id, ForeignKey("sessions.id")),
    Column("notice", Word, nullable=False),
    Column("language", Word, nullable=False),
    Column("way", Word, nullable=False),
    Column("state", Word, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String(100), nullable=False),
    Column("last_sent_at", Instant),
    Column("reminders", Integer, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("serial", Integer, nullable=False),
    Index("ix_asks_open", "ends_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_asks_session", "session"),
)

ask_persons = Table(
    "ask_persons",
    METADATA,
    Column("ask", Id, ForeignKey("asks.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Index("ix_ask_persons_person", "person"),
)

links = Table(
    "links",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("kind", Word, nullable=False),
    Column("ask", Id, ForeignKey("asks.id", ondelete="CASCADE")),
    Column("session", Id, ForeignKey("sessions.id")),
    Column("notice", Word),
    Column("signer", Id),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant),
    Column("killed_at", Instant),
    Index("ix_links_ask", "ask"),
    Index("ix_links_session", "session"),
    Index("ix_links_ends_at", "ends_at"),
)
"""Doors by the hash of their secret; the secret itself is never kept."""

link_persons = Table(
    "link_persons",
    METADATA,
    Column("link", String(64), ForeignKey("links.hash", ondelete="CASCADE"), primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Index("ix_link_persons_person", "person"),
)

signatures = Table(
    "signatures",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("ask", Id),
    Column("session", Id),
    Column("notice", Word, nullable=False),
    Column("notice_version", Integer, nullable=False),
    Column("language", Word, nullable=False),
    Column("shown_sha256", String(64), nullable=False),
    Column("signer", Id, nullable=False),
    Column("guardian", Boolean, nullable=False),
    Column("entitled", Boolean, nullable=False),
    Column("means", Word, nullable=False),
    Column("at", Instant, nullable=False),
    Column("verified_by", Word, nullable=False),
    Column("nonce", String(100), nullable=False),
    UniqueConstraint("nonce"),
    UniqueConstraint("ask"),
    Index("ix_signatures_session", "session"),
)
"""What was handed in. One form signs once, and one ask is answered once: the keys say so."""

signature_persons = Table(
    "signature_persons",
    METADATA,
    Column("signature", Id, ForeignKey("signatures.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Index("ix_signature_persons_person", "person"),
)

person_groups = Table(
    "person_groups",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("notice", Word),
)

group_members = Table(
    "group_members",
    METADATA,
    Column("group", Id, ForeignKey("person_groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Index("ix_group_members_person", "person"),
)

guardians = Table(
    "guardians",
    METADATA,
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Column("signer", Id, primary_key=True),
    Index("ix_guardians_signer", "signer"),
)
"""Who answers for whom; their contact is in `vault_records` under the key of each child."""

withdrawals = Table(
    "withdrawals",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("person", Id, ForeignKey("persons.id")),
    Column("at", Instant, nullable=False),
    Column("by", String(100), nullable=False),
    Column("what", Word, nullable=False),
    Column("channels", Json, nullable=False),
    Column("photos", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("unreached", Integer, nullable=False, server_default="0"),
    Column("first_done_at", Instant),
    Column("finished_at", Instant),
    Index("ix_withdrawals_person", "person"),
    Index("ix_withdrawals_at", "at"),
)
"""The proof stays when the person is erased, without the person."""

withdrawal_assets = Table(
    "withdrawal_assets",
    METADATA,
    Column("withdrawal", Id, ForeignKey("withdrawals.id", ondelete="CASCADE"), primary_key=True),
    Column("asset", Id, primary_key=True),
    Column("wanted", Integer, nullable=False),
    Column("done_at", Instant),
    Column("left_at", Instant),
    Column("unused_at", Instant),
    Index(
        "ix_withdrawal_assets_waiting",
        "asset",
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    ),
)
"""`wanted`: the count of the asset's wishes that this withdrawal raised.

`left_at`: when the photo left our sight with a yes on it; it counts as not reached.
"""

session_grounds = Table(
    "session_grounds",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("session", Id, ForeignKey("sessions.id"), nullable=False),
    Column("ground", Word, nullable=False),
    Column("channels", Json, nullable=False),
    Column("reference", Text, nullable=False),
    Column("begins", Date, nullable=False),
    Column("ends", Date),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_session_grounds_session", "session"),
)

session_ground_persons = Table(
    "session_ground_persons",
    METADATA,
    Column("ground", Id, ForeignKey("session_grounds.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), primary_key=True),
    Index("ix_session_ground_persons_person", "person"),
)
