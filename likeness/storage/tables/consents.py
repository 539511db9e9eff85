"""Quitclaims with every state they had."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json, JsonOrNull, Serial, Word


def _terms() -> list[Column[object]]:
    """Give the columns that a quitclaim and each of its states share."""
    return [
        Column("state", Word, nullable=False),
        Column("channels", Json, nullable=False),
        Column("at", Instant, nullable=False),
        Column("signer", Id, nullable=False),
        Column("guardian", Boolean, nullable=False),
        Column("entitled", Boolean, nullable=False),
        Column("scope", Word, nullable=False),
        Column("session", Id),
        Column("begins", Date),
        Column("ends", Date),
        Column("ground", Word, nullable=False),
        Column("notice_valid", Boolean, nullable=False),
        Column("notice", Word),
        Column("notice_version", Integer, nullable=False),
        Column("evidence", Id),
        Column("asked", JsonOrNull),
        Column("signed_at", Instant),
    ]


quitclaims = Table(
    "quitclaims",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), nullable=False),
    *_terms(),
    Index("ix_quitclaims_person", "person"),
    Index("ix_quitclaims_notice", "notice", "notice_version"),
)

same_signers = Table(
    "same_signers",
    METADATA,
    Column("signer", Id, primary_key=True),
    Column("same_as", Id, nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_same_signers_same_as", "same_as"),
)
"""Signers who were found to be the same human as another, who is in no row of their own here."""

quitclaim_assets = Table(
    "quitclaim_assets",
    METADATA,
    Column("quitclaim", Id, ForeignKey("quitclaims.id", ondelete="CASCADE"), primary_key=True),
    Column("asset", Id, primary_key=True),
    Index("ix_quitclaim_assets_asset", "asset"),
)
"""The photos of scope `photos`. No foreign key to assets: the answer outlives a photo."""

quitclaim_events = Table(
    "quitclaim_events",
    METADATA,
    Column("id", Serial, primary_key=True),
    Column("quitclaim", Id, ForeignKey("quitclaims.id", ondelete="CASCADE"), nullable=False),
    *_terms(),
    Column("by", String(100), nullable=False),
    Column("means", Word, nullable=False),
    Index("ix_quitclaim_events_quitclaim", "quitclaim"),
)
"""Every state a quitclaim had, oldest first: who, when, how, on what evidence."""
