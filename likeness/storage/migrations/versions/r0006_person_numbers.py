"""Numbers of persons: in which order they came, to tell apart those who read alike."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number those who are here already; which of them came first is not known any more."""
    number = sa.Column("number", sa.Integer(), nullable=False, server_default="0")
    op.add_column("persons", number)
    persons = sa.table("persons", sa.column("id", sa.String), sa.column("number", sa.Integer))
    connection = op.get_bind()
    ids = connection.execute(sa.select(persons.c.id).order_by(persons.c.id)).scalars().all()
    for place, person in enumerate(ids, start=1):
        mine = sa.update(persons).where(persons.c.id == person)
        connection.execute(mine.values(number=place))
