"""The database: tables, migrations, repositories.

Rows are the truth. Decides nothing; nobody else knows SQLAlchemy.
"""
