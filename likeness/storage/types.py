"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import JSON, BigInteger, DateTime, Integer, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

Serial = BigInteger().with_variant(Integer(), sqlite.dialect.name)
"""A growing primary key: SQLite grows only what is called INTEGER."""

Json = JSON().with_variant(postgresql.JSONB(), postgresql.dialect.name)

JsonOrNull = JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), postgresql.dialect.name
)
"""JSON, or NULL where nothing is known."""

Id = String(64)
Word = String(40)


class Instant(TypeDecorator[datetime]):
    """An instant, kept and given in UTC. Refuses a datetime without zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
