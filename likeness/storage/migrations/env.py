"""Run by alembic: migrates over the connection that `prepare_database` hands in."""

from alembic import context

from likeness.storage.tables import METADATA


def run() -> None:
    """Apply the migrations in the transaction of the connection handed in."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
    context.run_migrations()


run()
