"""Held matches, and who was found to be the same person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ID = sa.String(length=64)


def upgrade() -> None:
    """Make the tables; nobody is held who is here already."""
    op.create_table(
        "held_matches",
        sa.Column("person", ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _person("held_matches", "person"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_held_matches")),
    )
    op.create_table(
        "held_candidates",
        sa.Column("person", ID, nullable=False),
        sa.Column("likely", ID, nullable=False),
        sa.Column("why", JSON, nullable=False),
        sa.Column("same_birth_date", sa.Boolean(), nullable=False),
        _person("held_candidates", "person"),
        _person("held_candidates", "likely"),
        sa.PrimaryKeyConstraint("person", "likely", name=op.f("pk_held_candidates")),
    )
    op.create_index("ix_held_candidates_likely", "held_candidates", ["likely"], unique=False)
    op.create_table(
        "merges",
        sa.Column("id", ID, nullable=False),
        sa.Column("kept", ID, nullable=False),
        sa.Column("merged", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        _person("merges", "kept"),
        _person("merges", "merged"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index("ix_merges_kept", "merges", ["kept"], unique=False)
    op.create_index("ix_merges_merged", "merges", ["merged"], unique=False)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], ["persons.id"], name=name)
