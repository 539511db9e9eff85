"""Out of sight: photos that are still marked yes where we cannot reach them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GONE_WITH_A_YES = """
INSERT INTO out_of_sight (asset, status, left_at, how, mover, asked_at)
SELECT assets.id, decisions.status, assets.deleted_at, 'gone', '', assets.deleted_at
FROM assets JOIN decisions ON decisions.audit_seq = (
    SELECT max(latest.audit_seq) FROM decisions AS latest WHERE latest.asset = assets.id
)
WHERE assets.deleted_at IS NOT NULL AND assets.told <> ''
AND decisions.status IN ('cleared', 'partly')
"""
"""What left before this version: the last decision says what its host was told."""


def upgrade() -> None:
    """Add the list and what withdrawals count of it, and fill the list."""
    op.create_table(
        "out_of_sight",
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("mover", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ticked_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["asset"], ["assets.id"], name=op.f("fk_out_of_sight_asset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("asset", name=op.f("pk_out_of_sight")),
    )
    op.create_index("ix_out_of_sight_left_at", "out_of_sight", ["left_at"], unique=False)
    op.add_column(
        "withdrawals", sa.Column("unreached", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "withdrawal_assets", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute(sa.text(GONE_WITH_A_YES))
