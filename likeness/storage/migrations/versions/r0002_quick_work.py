"""Quick work: what is due and needs no look is found without reading what waits for one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DUE_QUICKLY = sa.text("wanted > done AND dead IS NULL AND scan_wanted <= scan_done")


def upgrade() -> None:
    """Add the index; no row changes."""
    op.create_index(
        "ix_assets_due_quickly",
        "assets",
        ["rank", "due_at", "id"],
        sqlite_where=DUE_QUICKLY,
        postgresql_where=DUE_QUICKLY,
    )
