"""First light, continued: tables of the public pages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def make_pages() -> None:
    """Make the tables of one-time codes, changes of address, rate limits and pending faces."""
    _one_time_codes()
    _address_changes()
    _knocks()
    _pending_enrolments()
    _enrolment_policies()


def _one_time_codes() -> None:
    op.create_table(
        "one_time_codes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
    )
    op.create_index("ix_one_time_codes_ends_at", "one_time_codes", ["ends_at"], unique=False)


def _address_changes() -> None:
    op.create_table(
        "address_changes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("old_hash", sa.String(length=64), nullable=False),
        sa.Column("new_hash", sa.String(length=64), nullable=False),
        sa.Column("old_done", sa.Boolean(), nullable=False),
        sa.Column("new_done", sa.Boolean(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_address_changes_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
        sa.UniqueConstraint("person", name=op.f("uq_address_changes_person")),
    )
    op.create_index("ix_address_changes_old_hash", "address_changes", ["old_hash"], unique=False)
    op.create_index("ix_address_changes_new_hash", "address_changes", ["new_hash"], unique=False)


def _knocks() -> None:
    op.create_table(
        "knocks",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_knocks")),
    )
    op.create_index("ix_knocks_began", "knocks", ["began"], unique=False)


def _pending_enrolments() -> None:
    op.create_table(
        "pending_enrolments",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep", sa.Boolean(), nullable=False),
        sa.Column("handed_in", sa.Boolean(), nullable=False),
        sa.Column("poses", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["persons.id"], name=op.f("fk_pending_enrolments_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_enrolments")),
        sa.UniqueConstraint("person", name=op.f("uq_pending_enrolments_person")),
    )
    op.create_index(
        "ix_pending_enrolments_ends_at", "pending_enrolments", ["ends_at"], unique=False
    )


def _enrolment_policies() -> None:
    op.create_table(
        "enrolment_policies",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("dpia", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "session", name=op.f("pk_enrolment_policies")),
    )
