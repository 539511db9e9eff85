"""What ResourceSpace hashes is a part of the file, and has a kind of its own.

A photo of ResourceSpace is told by its place, which is its number there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rename the kind where the host was ResourceSpace."""
    theirs = "(SELECT id FROM assets WHERE place = host_id)"
    op.execute(
        sa.text(
            "UPDATE asset_hashes SET kind = 'partial' WHERE kind = 'host-checksum'"  # noqa: S608
            f" AND asset IN {theirs}"
        )
    )
    op.execute(
        sa.text(
            "UPDATE assets SET scan_hash_kind = 'partial'"
            " WHERE scan_hash_kind = 'host-checksum' AND place = host_id"
        )
    )
