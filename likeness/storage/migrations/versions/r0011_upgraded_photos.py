"""Photos that an upgrade of the rules would make milder, or makes stricter by and by."""

import sqlalchemy as sa
from alembic import op

from likeness.storage.types import Instant, Json

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the photos themselves are weighed by the program, with its rules."""
    op.create_table(
        "upgraded_photos",
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("floor", Json, nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["assets.id"], name="fk_upgraded_photos_asset", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("asset", name=op.f("pk_upgraded_photos")),
    )
    op.create_index("ix_upgraded_photos_waits", "upgraded_photos", ["waits", "asset"], unique=False)
