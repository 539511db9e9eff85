"""Migrations of the database, applied by `prepare_database`."""
