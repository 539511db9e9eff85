"""What is in the way of a host, kept once for all its photos; and what its adapter remembers."""

import sqlalchemy as sa
from alembic import op

from likeness.storage.types import Instant, Json

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables, empty: what is in the way is found out by the next write."""
    op.create_table(
        "host_troubles",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("causes", Json, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
    )
    op.create_table(
        "host_memory",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
