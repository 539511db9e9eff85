"""First light: every table of the first version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from likeness.storage.migrations.r0001_asking import make_asking
from likeness.storage.migrations.r0001_pages import make_pages
from likeness.storage.migrations.r0001_records import make_records

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables, and the triggers that keep the audit log append-only."""
    _accounts()
    _account_links()
    _web_sessions()
    _access_log()
    _api_keys()
    _assets()
    _audit()
    _decisions()
    _erasures()
    _hosts()
    _host_stages()
    _pilot_photos()
    _legal_bases()
    _meta()
    _mode_settings()
    _persons()
    _sessions()
    _asset_hashes()
    _attestations()
    _face_memory()
    _findings()
    _look_alikes()
    _outbox()
    _alert_steps()
    _alert_marks()
    _host_records()
    _host_words()
    _found_links()
    _quitclaims()
    _recognition_consents()
    _recognition_events()
    _session_assets()
    _session_roster()
    _session_rules()
    _vault_records()
    _attestation_persons()
    _quitclaim_assets()
    _quitclaim_events()
    make_asking()
    make_pages()
    make_records()
    _guard_audit()


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_login")),
    )


def _account_links() -> None:
    op.create_table(
        "account_links",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["accounts.id"],
            name=op.f("fk_account_links_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_account_links")),
    )
    op.create_index("ix_account_links_account", "account_links", ["account"], unique=False)


def _web_sessions() -> None:
    op.create_table(
        "web_sessions",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], name=op.f("fk_web_sessions_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_web_sessions")),
        sa.UniqueConstraint("id", name=op.f("uq_web_sessions_id")),
    )
    op.create_index("ix_web_sessions_account", "web_sessions", ["account"], unique=False)


def _access_log() -> None:
    op.create_table(
        "access_log",
        sa.Column("seq", Serial, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_at", "access_log", ["at"], unique=False)
    op.create_index("ix_access_log_who", "access_log", ["who", "seq"], unique=False)
    op.create_table(
        "access_subjects",
        sa.Column("access", Serial, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["access"],
            ["access_log.seq"],
            name=op.f("fk_access_subjects_access"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("access", "subject", name=op.f("pk_access_subjects")),
    )
    op.create_index(
        "ix_access_subjects_subject", "access_subjects", ["subject", "access"], unique=False
    )


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_keys_secret_hash")),
    )


def _assets() -> None:
    op.create_table(
        "assets",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("media", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content_no", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("scan_wanted", sa.Integer(), nullable=False),
        sa.Column("scan_done", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_token", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead", sa.String(length=40), nullable=True),
        sa.Column("dead_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scan_content_no", sa.Integer(), nullable=True),
        sa.Column("scan_hash_kind", sa.String(length=40), nullable=True),
        sa.Column("scan_hash", sa.Text(), nullable=True),
        sa.Column("scan_mode", sa.String(length=40), nullable=True),
        sa.Column("scan_pack", sa.Text(), nullable=True),
        sa.Column("scan_gallery", sa.Integer(), nullable=True),
        sa.Column("scan_second_pass", sa.Boolean(), nullable=True),
        sa.Column("scan_width", sa.Integer(), nullable=True),
        sa.Column("scan_height", sa.Integer(), nullable=True),
        sa.Column("scan_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_assessed", sa.String(length=40), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("status_reason", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redecide_on", sa.Date(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
        sa.UniqueConstraint("host", "host_id", name=op.f("uq_assets_host_host_id")),
    )
    op.create_index(
        "ix_assets_due",
        "assets",
        ["rank", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("wanted > done AND dead IS NULL"),
        postgresql_where=sa.text("wanted > done AND dead IS NULL"),
    )
    op.create_index("ix_assets_host_place", "assets", ["host", "place"], unique=False)
    op.create_index("ix_assets_place", "assets", ["place"], unique=False)
    op.create_index(
        "ix_assets_redecide_on",
        "assets",
        ["redecide_on"],
        unique=False,
        sqlite_where=sa.text("redecide_on IS NOT NULL"),
        postgresql_where=sa.text("redecide_on IS NOT NULL"),
    )
    op.create_index(
        "ix_assets_told",
        "assets",
        ["host", "compared_at"],
        unique=False,
        sqlite_where=sa.text("told <> '' OR held <> ''"),
        postgresql_where=sa.text("told <> '' OR held <> ''"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", Serial, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_previous")),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("audit_seq", Serial, autoincrement=False, nullable=False),
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("today", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("audit_seq", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_asset_at", "decisions", ["asset", "at"], unique=False)


def _erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_erasures")),
    )


def _hosts() -> None:
    op.create_table(
        "hosts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_hosts")),
    )


def _host_stages() -> None:
    op.create_table(
        "host_stages",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_stages")),
    )


def _pilot_photos() -> None:
    op.create_table(
        "pilot_photos",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("host", "host_id", name=op.f("pk_pilot_photos")),
    )


def _legal_bases() -> None:
    op.create_table(
        "legal_bases",
        sa.Column("id", Serial, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("dpia", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_bases")),
    )


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )


def _alert_steps() -> None:
    op.create_table(
        "alert_steps",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("letter", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_alert_steps_person")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_alert_steps")),
    )
    op.create_index("ix_alert_steps_about", "alert_steps", ["about"], unique=False)
    op.create_index("ix_alert_steps_letter", "alert_steps", ["letter"], unique=False)
    op.create_index("ix_alert_steps_person", "alert_steps", ["person"], unique=False)


def _alert_marks() -> None:
    op.create_table(
        "alert_marks",
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_alert_marks_person")),
        sa.PrimaryKeyConstraint("about", name=op.f("pk_alert_marks")),
    )
    op.create_index("ix_alert_marks_next_on", "alert_marks", ["next_on"], unique=False)
    op.create_index("ix_alert_marks_person", "alert_marks", ["person"], unique=False)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("account", sa.String(length=64), nullable=True),
        sa.Column("refs", Json, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_token", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("error", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_outbox_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["rank", "next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index("ix_outbox_person", "outbox", ["person"], unique=False)
    op.create_index(
        "ix_outbox_sent_at",
        "outbox",
        ["sent_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NOT NULL"),
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "due_at"], unique=False)


def _mode_settings() -> None:
    op.create_table(
        "mode_settings",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "host", "name", name=op.f("pk_mode_settings")),
    )


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )


def _asset_hashes() -> None:
    op.create_table(
        "asset_hashes",
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["assets.id"], name=op.f("fk_asset_hashes_asset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("asset", "kind", name=op.f("pk_asset_hashes")),
    )
    op.create_index("ix_asset_hashes_value", "asset_hashes", ["value", "kind"], unique=False)


def _attestations() -> None:
    op.create_table(
        "attestations",
        sa.Column("seq", Serial, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_no", sa.Integer(), nullable=False),
        sa.Column("only", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["assets.id"], name=op.f("fk_attestations_asset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_attestations")),
        sa.UniqueConstraint("id", name=op.f("uq_attestations_id")),
    )
    op.create_index("ix_attestations_asset", "attestations", ["asset"], unique=False)


def _face_memory() -> None:
    op.create_table(
        "face_memory",
        sa.Column("seq", Serial, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finding", sa.String(length=64), nullable=True),
        sa.Column("x", sa.Float(precision=53), nullable=True),
        sa.Column("y", sa.Float(precision=53), nullable=True),
        sa.Column("w", sa.Float(precision=53), nullable=True),
        sa.Column("h", sa.Float(precision=53), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("floor", Json, nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=True),
        sa.Column("before", Json, nullable=True),
        sa.Column("before_person", sa.String(length=64), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["assets.id"], name=op.f("fk_face_memory_asset"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["before_person"], ["persons.id"], name=op.f("fk_face_memory_before_person")
        ),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_face_memory_person")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_face_memory")),
        sa.UniqueConstraint("id", name=op.f("uq_face_memory_id")),
    )
    op.create_index("ix_face_memory_asset", "face_memory", ["asset"], unique=False)
    op.create_index(
        "ix_face_memory_before_person",
        "face_memory",
        ["before_person"],
        unique=False,
        sqlite_where=sa.text("before_person IS NOT NULL"),
        postgresql_where=sa.text("before_person IS NOT NULL"),
    )
    op.create_index(
        "ix_face_memory_person",
        "face_memory",
        ["person"],
        unique=False,
        sqlite_where=sa.text("person IS NOT NULL"),
        postgresql_where=sa.text("person IS NOT NULL"),
    )


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("x", sa.Float(precision=53), nullable=True),
        sa.Column("y", sa.Float(precision=53), nullable=True),
        sa.Column("w", sa.Float(precision=53), nullable=True),
        sa.Column("h", sa.Float(precision=53), nullable=True),
        sa.Column("size", sa.Float(precision=53), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("best", sa.Float(precision=53), nullable=True),
        sa.Column("second", sa.Float(precision=53), nullable=True),
        sa.Column("threshold", sa.Float(precision=53), nullable=True),
        sa.Column("gallery_persons", sa.Integer(), nullable=True),
        sa.Column("link_ends", sa.Date(), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("floor", Json, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["assets.id"], name=op.f("fk_findings_asset"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_findings_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index("ix_findings_asset", "findings", ["asset"], unique=False)
    op.create_index("ix_findings_kind", "findings", ["kind"], unique=False)
    op.create_index(
        "ix_findings_person",
        "findings",
        ["person", "asset"],
        unique=False,
        sqlite_where=sa.text("person IS NOT NULL"),
        postgresql_where=sa.text("person IS NOT NULL"),
    )


def _look_alikes() -> None:
    op.create_table(
        "look_alikes",
        sa.Column("one", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["one"], ["persons.id"], name=op.f("fk_look_alikes_one")),
        sa.ForeignKeyConstraint(["other"], ["persons.id"], name=op.f("fk_look_alikes_other")),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_look_alikes")),
    )
    op.create_index("ix_look_alikes_other", "look_alikes", ["other"], unique=False)


def _quitclaims() -> None:
    op.create_table(
        "quitclaims",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signer", sa.String(length=64), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=False),
        sa.Column("entitled", sa.Boolean(), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("notice_valid", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.String(length=40), nullable=True),
        sa.Column("notice_version", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_quitclaims_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quitclaims")),
    )
    op.create_index(
        "ix_quitclaims_notice", "quitclaims", ["notice", "notice_version"], unique=False
    )
    op.create_index("ix_quitclaims_person", "quitclaims", ["person"], unique=False)


def _recognition_consents() -> None:
    op.create_table(
        "recognition_consents",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["persons.id"], name=op.f("fk_recognition_consents_person")
        ),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_recognition_consents")),
    )


def _recognition_events() -> None:
    op.create_table(
        "recognition_events",
        sa.Column("id", Serial, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=64), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("means", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["persons.id"], name=op.f("fk_recognition_events_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_events")),
    )
    op.create_index("ix_recognition_events_person", "recognition_events", ["person"], unique=False)


def _session_assets() -> None:
    op.create_table(
        "session_assets",
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_human", sa.Boolean(), nullable=False),
        sa.Column("belongs", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["assets.id"], name=op.f("fk_session_assets_asset"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session"], ["sessions.id"], name=op.f("fk_session_assets_session")
        ),
        sa.PrimaryKeyConstraint("asset", "session", name=op.f("pk_session_assets")),
    )
    op.create_index("ix_session_assets_session", "session_assets", ["session"], unique=False)


def _session_roster() -> None:
    op.create_table(
        "session_roster",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_session_roster_person")),
        sa.ForeignKeyConstraint(
            ["session"], ["sessions.id"], name=op.f("fk_session_roster_session")
        ),
        sa.PrimaryKeyConstraint("session", "person", name=op.f("pk_session_roster")),
    )
    op.create_index("ix_session_roster_person", "session_roster", ["person"], unique=False)


def _session_rules() -> None:
    op.create_table(
        "session_rules",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session"], ["sessions.id"], name=op.f("fk_session_rules_session")
        ),
        sa.PrimaryKeyConstraint("session", "position", name=op.f("pk_session_rules")),
    )


def _vault_records() -> None:
    op.create_table(
        "vault_records",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_vault_records_person")),
        sa.PrimaryKeyConstraint("person", "kind", "pack", "record", name=op.f("pk_vault_records")),
    )
    op.create_index("ix_vault_records_kind", "vault_records", ["kind", "pack"], unique=False)


def _attestation_persons() -> None:
    op.create_table(
        "attestation_persons",
        sa.Column("attestation", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["attestation"],
            ["attestations.id"],
            name=op.f("fk_attestation_persons_attestation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["persons.id"], name=op.f("fk_attestation_persons_person")
        ),
        sa.PrimaryKeyConstraint("attestation", "position", name=op.f("pk_attestation_persons")),
    )
    op.create_index(
        "ix_attestation_persons_person", "attestation_persons", ["person"], unique=False
    )


def _quitclaim_assets() -> None:
    op.create_table(
        "quitclaim_assets",
        sa.Column("quitclaim", sa.String(length=64), nullable=False),
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["quitclaim"],
            ["quitclaims.id"],
            name=op.f("fk_quitclaim_assets_quitclaim"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("quitclaim", "asset", name=op.f("pk_quitclaim_assets")),
    )
    op.create_index("ix_quitclaim_assets_asset", "quitclaim_assets", ["asset"], unique=False)


def _host_records() -> None:
    op.create_table(
        "host_records",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("photos", Json, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("quitclaim", sa.String(length=64), nullable=True),
        sa.Column("stance", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_host_records_person")),
        sa.PrimaryKeyConstraint("host", "record", name=op.f("pk_host_records")),
    )
    op.create_index("ix_host_records_person", "host_records", ["person"], unique=False)


def _found_links() -> None:
    op.create_table(
        "found_links",
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("links", Json, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["assets.id"], name=op.f("fk_found_links_asset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("asset", name=op.f("pk_found_links")),
    )


def _host_words() -> None:
    op.create_table(
        "host_words",
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("on_photo", sa.Boolean(), nullable=False),
        sa.Column("limits", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["assets.id"], name=op.f("fk_host_words_asset"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_host_words_person")),
        sa.PrimaryKeyConstraint("asset", "record", name=op.f("pk_host_words")),
    )
    op.create_index("ix_host_words_person", "host_words", ["person"], unique=False)
    op.create_index("ix_host_words_host", "host_words", ["host"], unique=False)


def _quitclaim_events() -> None:
    op.create_table(
        "quitclaim_events",
        sa.Column("id", Serial, nullable=False),
        sa.Column("quitclaim", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signer", sa.String(length=64), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=False),
        sa.Column("entitled", sa.Boolean(), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("notice_valid", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.String(length=40), nullable=True),
        sa.Column("notice_version", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(length=64), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("means", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["quitclaim"],
            ["quitclaims.id"],
            name=op.f("fk_quitclaim_events_quitclaim"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quitclaim_events")),
    )
    op.create_index(
        "ix_quitclaim_events_quitclaim", "quitclaim_events", ["quitclaim"], unique=False
    )


def _guard_audit() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        )
