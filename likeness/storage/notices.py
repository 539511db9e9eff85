"""Published texts (implements `scheduler.ports.asking.Notices`). A version never changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import NoticeId
from consent.notices import Audience, Notice, canonical_text, notice_digest
from likeness.storage.notice_rows import to_body, to_notice
from likeness.storage.tables.asking import notice_texts, notice_versions


class SqlNotices:
    """Notices in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def publish(self, texts: Sequence[Notice], at: datetime) -> int:
        """Keep all texts of one notice as its next version; gives its number."""
        (notice,) = {text.id for text in texts}
        newest = sa.select(sa.func.max(notice_versions.c.version))
        known = self._connection.execute(newest.where(notice_versions.c.notice == notice))
        version = (known.scalar_one() or 0) + 1
        row = {"notice": notice, "version": version, "published_at": at}
        self._connection.execute(sa.insert(notice_versions).values(**row))
        rows = [_row(replace(text, version=version)) for text in texts]
        self._connection.execute(sa.insert(notice_texts), rows)
        return version

    def latest(self, notice: NoticeId, language: str, audience: Audience) -> Notice | None:
        """Give the text of the latest version that holds; None where nothing may be signed."""
        version = self._holding(notice)
        return None if version is None else self.version(notice, version, language, audience)

    def languages(self, notice: NoticeId, audience: Audience) -> tuple[str, ...]:
        """Give the languages of the latest version that holds."""
        table = notice_texts.c
        query = sa.select(table.language).where(
            table.notice == notice,
            table.version == self._holding(notice),
            table.audience == audience.value,
        )
        return tuple(self._connection.scalars(query.order_by(table.language)))

    def version(
        self, notice: NoticeId, version: int, language: str, audience: Audience
    ) -> Notice | None:
        """Give exactly this text, whether it holds or not; None where there is none."""
        table = notice_texts.c
        query = sa.select(notice_texts).where(
            table.notice == notice,
            table.version == version,
            table.language == language,
            table.audience == audience.value,
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else to_notice(row)

    def ids(self) -> tuple[NoticeId, ...]:
        """Give every notice that was ever published."""
        query = sa.select(notice_versions.c.notice).distinct().order_by(notice_versions.c.notice)
        return tuple(NoticeId(notice) for notice in self._connection.scalars(query))

    def versions(self, notice: NoticeId) -> Mapping[int, datetime | None]:
        """Give all versions of a notice with when each was invalidated (None: it holds)."""
        query = sa.select(notice_versions).where(notice_versions.c.notice == notice)
        rows = self._connection.execute(query.order_by(notice_versions.c.version))
        return {row.version: row.invalidated_at for row in rows}

    def invalidate(self, notice: NoticeId, version: int, at: datetime) -> bool:
        """Note that a version does not hold any more; False where that was known."""
        table = notice_versions.c
        statement = sa.update(notice_versions).where(
            table.notice == notice, table.version == version, table.invalidated_at.is_(None)
        )
        return self._connection.execute(statement.values(invalidated_at=at)).rowcount > 0

    def _holding(self, notice: NoticeId) -> int | None:
        """Give the latest version, where it holds; an older one never comes back."""
        query = sa.select(notice_versions).where(notice_versions.c.notice == notice)
        newest = query.order_by(notice_versions.c.version.desc()).limit(1)
        row = self._connection.execute(newest).one_or_none()
        return row.version if row is not None and row.invalidated_at is None else None


def _row(notice: Notice) -> dict[str, object]:
    shown = canonical_text(notice)
    return {
        "notice": notice.id,
        "version": notice.version,
        "language": notice.language,
        "audience": notice.audience.value,
        "body": to_body(notice),
        "canonical": shown,
        "sha256": notice_digest(notice, shown.encode()),
    }
