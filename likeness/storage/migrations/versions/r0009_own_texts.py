"""A session and a group keep the text that people sign there."""

import sqlalchemy as sa
from alembic import op

from likeness.storage.types import Word

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPEN_LINK = (
    "SELECT links.notice FROM links WHERE links.session = sessions.id AND links.kind = 'session'"
    " AND links.killed_at IS NULL AND links.notice IS NOT NULL"
    " ORDER BY links.made_at DESC, links.hash LIMIT 1"
)


def upgrade() -> None:
    """Add the columns; a session whose link was not closed keeps the text of that link."""
    op.add_column("sessions", sa.Column("notice", Word))
    op.add_column("person_groups", sa.Column("notice", Word))
    op.execute(sa.text(f"UPDATE sessions SET notice = ({OPEN_LINK})"))  # noqa: S608
