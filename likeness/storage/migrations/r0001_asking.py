"""Tables of asking and signing: part of the first migration."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def make_asking() -> None:
    """Make the tables."""
    _notice_versions()
    _notice_texts()
    _asks()
    _ask_persons()
    _links()
    _link_persons()
    _signatures()
    _signature_persons()
    _person_groups()
    _group_members()
    _guardians()
    _withdrawals()
    _withdrawal_assets()
    _session_grounds()
    _session_ground_persons()


def _notice_versions() -> None:
    op.create_table(
        "notice_versions",
        sa.Column("notice", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invalidated_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("notice", "version", name=op.f("pk_notice_versions")),
    )


def _notice_texts() -> None:
    op.create_table(
        "notice_texts",
        sa.Column("notice", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint(
            "notice", "version", "language", "audience", name=op.f("pk_notice_texts")
        ),
    )


def _asks() -> None:
    op.create_table(
        "asks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("signer", sa.String(length=64), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.Column("notice", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session"], ["sessions.id"], name=op.f("fk_asks_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
    )
    op.create_index(
        "ix_asks_open",
        "asks",
        ["ends_on"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_asks_session", "asks", ["session"], unique=False)


def _ask_persons() -> None:
    op.create_table(
        "ask_persons",
        sa.Column("ask", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ask"], ["asks.id"], name=op.f("fk_ask_persons_ask"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_ask_persons_person")),
        sa.PrimaryKeyConstraint("ask", "person", name=op.f("pk_ask_persons")),
    )
    op.create_index("ix_ask_persons_person", "ask_persons", ["person"], unique=False)


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ask", sa.String(length=64), nullable=True),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.Column("notice", sa.String(length=40), nullable=True),
        sa.Column("signer", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("killed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ask"], ["asks.id"], name=op.f("fk_links_ask"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["session"], ["sessions.id"], name=op.f("fk_links_session")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_links")),
    )
    op.create_index("ix_links_ask", "links", ["ask"], unique=False)
    op.create_index("ix_links_ends_at", "links", ["ends_at"], unique=False)
    op.create_index("ix_links_session", "links", ["session"], unique=False)


def _link_persons() -> None:
    op.create_table(
        "link_persons",
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link"], ["links.hash"], name=op.f("fk_link_persons_link"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_link_persons_person")),
        sa.PrimaryKeyConstraint("link", "person", name=op.f("pk_link_persons")),
    )
    op.create_index("ix_link_persons_person", "link_persons", ["person"], unique=False)


def _signatures() -> None:
    op.create_table(
        "signatures",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("ask", sa.String(length=64), nullable=True),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.Column("notice", sa.String(length=40), nullable=False),
        sa.Column("notice_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("shown_sha256", sa.String(length=64), nullable=False),
        sa.Column("signer", sa.String(length=64), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=False),
        sa.Column("entitled", sa.Boolean(), nullable=False),
        sa.Column("means", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("ask", name=op.f("uq_signatures_ask")),
        sa.UniqueConstraint("nonce", name=op.f("uq_signatures_nonce")),
    )
    op.create_index("ix_signatures_session", "signatures", ["session"], unique=False)


def _signature_persons() -> None:
    op.create_table(
        "signature_persons",
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["persons.id"], name=op.f("fk_signature_persons_person")
        ),
        sa.ForeignKeyConstraint(
            ["signature"],
            ["signatures.id"],
            name=op.f("fk_signature_persons_signature"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("signature", "person", name=op.f("pk_signature_persons")),
    )
    op.create_index("ix_signature_persons_person", "signature_persons", ["person"], unique=False)


def _person_groups() -> None:
    op.create_table(
        "person_groups",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_groups")),
    )


def _group_members() -> None:
    op.create_table(
        "group_members",
        sa.Column("group", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["group"], ["person_groups.id"], name=op.f("fk_group_members_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_group_members_person")),
        sa.PrimaryKeyConstraint("group", "person", name=op.f("pk_group_members")),
    )
    op.create_index("ix_group_members_person", "group_members", ["person"], unique=False)


def _guardians() -> None:
    op.create_table(
        "guardians",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("signer", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_guardians_person")),
        sa.PrimaryKeyConstraint("person", "signer", name=op.f("pk_guardians")),
    )
    op.create_index("ix_guardians_signer", "guardians", ["signer"], unique=False)


def _withdrawals() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("first_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_withdrawals_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawals")),
    )
    op.create_index("ix_withdrawals_at", "withdrawals", ["at"], unique=False)
    op.create_index("ix_withdrawals_person", "withdrawals", ["person"], unique=False)


def _withdrawal_assets() -> None:
    op.create_table(
        "withdrawal_assets",
        sa.Column("withdrawal", sa.String(length=64), nullable=False),
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unused_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["withdrawal"],
            ["withdrawals.id"],
            name=op.f("fk_withdrawal_assets_withdrawal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("withdrawal", "asset", name=op.f("pk_withdrawal_assets")),
    )
    op.create_index(
        "ix_withdrawal_assets_waiting",
        "withdrawal_assets",
        ["asset"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def _session_grounds() -> None:
    op.create_table(
        "session_grounds",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["sessions.id"], name=op.f("fk_session_grounds_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_grounds")),
    )
    op.create_index("ix_session_grounds_session", "session_grounds", ["session"], unique=False)


def _session_ground_persons() -> None:
    op.create_table(
        "session_ground_persons",
        sa.Column("ground", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["ground"],
            ["session_grounds.id"],
            name=op.f("fk_session_ground_persons_ground"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["persons.id"], name=op.f("fk_session_ground_persons_person")
        ),
        sa.PrimaryKeyConstraint("ground", "person", name=op.f("pk_session_ground_persons")),
    )
    op.create_index(
        "ix_session_ground_persons_person", "session_ground_persons", ["person"], unique=False
    )
