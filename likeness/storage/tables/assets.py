"""Assets with their work state, content hashes and findings."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json, Word

_DUE = text("wanted > done AND dead IS NULL")
_DUE_QUICKLY = text("wanted > done AND dead IS NULL AND scan_wanted <= scan_done")
_TIMED = text("redecide_on IS NOT NULL")
_LINKED = text("person IS NOT NULL")
_TOLD = text("told <> '' OR held <> ''")

assets = Table(
    "assets",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("host", Text, nullable=False),
    Column("host_id", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("media", Word, nullable=False),
    Column("version", Text, nullable=False),
    Column("captured_at", Instant),
    Column("first_seen_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("content_no", Integer, nullable=False),
    # work
    Column("wanted", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("scan_wanted", Integer, nullable=False),
    Column("scan_done", Integer, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("lease_token", Id),
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", Instant),
    Column("dead", Word),
    Column("dead_since", Instant),
    # the last completed look
    Column("scan_content_no", Integer),
    Column("scan_hash_kind", Word),
    Column("scan_hash", Text),
    Column("scan_mode", Word),
    Column("scan_pack", Text),
    Column("scan_gallery", Integer),
    Column("scan_second_pass", Boolean),
    Column("scan_width", Integer),
    Column("scan_height", Integer),
    Column("scan_at", Instant),
    Column("not_assessed", Word),
    # the last answer
    Column("status", Word),
    Column("status_reason", Word),
    Column("decided_at", Instant),
    Column("redecide_on", Date),
    # what the host shows of ours
    Column("told", Text, nullable=False),
    Column("held", Text, nullable=False),
    Column("compared_at", Instant),
    Column("link_version", Integer, nullable=False),
    UniqueConstraint("host", "host_id"),
    Index("ix_assets_host_place", "host", "place"),
    Index("ix_assets_place", "place"),
    Index("ix_assets_due", "rank", "due_at", "id", sqlite_where=_DUE, postgresql_where=_DUE),
    Index(
        "ix_assets_due_quickly",
        "rank",
        "due_at",
        "id",
        sqlite_where=_DUE_QUICKLY,
        postgresql_where=_DUE_QUICKLY,
    ),
    Index("ix_assets_redecide_on", "redecide_on", sqlite_where=_TIMED, postgresql_where=_TIMED),
    Index("ix_assets_told", "host", "compared_at", sqlite_where=_TOLD, postgresql_where=_TOLD),
)
"""`rank` is minus the Priority: lower goes first, so that an index gives the order of work;
`ix_assets_due_quickly` has what needs no look.

`content_no` counts the contents a photo had; what was said or seen of another content carries
another number.
"""

asset_hashes = Table(
    "asset_hashes",
    METADATA,
    Column("asset", Id, ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Word, primary_key=True),
    Column("value", Text, nullable=False),
    Index("ix_asset_hashes_value", "value", "kind"),
)
"""One hash per kind.

A change of kind is not a change of content, but each kind remembers its own.
"""

findings = Table(
    "findings",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("asset", Id, ForeignKey("assets.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Word, nullable=False),
    Column("x", Float(53)),
    Column("y", Float(53)),
    Column("w", Float(53)),
    Column("h", Float(53)),
    Column("size", Float(53), nullable=False),
    Column("person", Id, ForeignKey("persons.id")),
    Column("best", Float(53)),
    Column("second", Float(53)),
    Column("threshold", Float(53)),
    Column("gallery_persons", Integer),
    Column("link_ends", Date),
    Column("cause", Word),
    Column("removed_at", Instant),
    Column("floor", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_findings_asset", "asset"),
    Index("ix_findings_person", "person", "asset", sqlite_where=_LINKED, postgresql_where=_LINKED),
    Index("ix_findings_kind", "kind"),
)
