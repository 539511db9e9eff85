"""Words of humans follow to copies: which word a row follows, and since when they do."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


TABLES = ("face_memory", "attestations")


def upgrade() -> None:
    """Add the columns, and note the moment: words given before it may differ between copies."""
    for table in TABLES:
        op.add_column(table, sa.Column("origin", sa.String(length=64), nullable=True))
    counted = (sa.select(sa.func.count()).select_from(sa.table(table)) for table in TABLES)
    if any(op.get_bind().scalar(count) for count in counted):
        now = datetime.now(UTC).isoformat()  # noqa: TID251 - the moment of the upgrade itself
        meta = sa.table("meta", sa.column("key"), sa.column("value"))
        op.execute(sa.insert(meta).values(key="likeness:words-follow-since", value=now))
