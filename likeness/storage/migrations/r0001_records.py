"""First light: evidence, legal holds, and the keys of imported rows."""

import sqlalchemy as sa
from alembic import op


def make_records() -> None:
    """Make the tables of records."""
    _evidence()
    _holds()
    _held_evidence()
    _import_keys()


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_sha256", sa.String(length=64), nullable=False),
        sa.Column("printed_sha256", sa.String(length=64), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_evidence_person")),
        sa.PrimaryKeyConstraint("person", "signature", name=op.f("pk_evidence")),
    )


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index("ix_holds_person", "holds", ["person"], unique=False)


def _held_evidence() -> None:
    op.create_table(
        "held_evidence",
        sa.Column("hold", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["hold"], ["holds.id"], name=op.f("fk_held_evidence_hold")),
        sa.PrimaryKeyConstraint("hold", "record", name=op.f("pk_held_evidence")),
    )


def _import_keys() -> None:
    op.create_table(
        "import_keys",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_import_keys_person")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_import_keys")),
    )
    op.create_index("ix_import_keys_person", "import_keys", ["person"], unique=False)
