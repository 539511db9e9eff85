"""Consent records that hosts keep themselves (implements `scheduler.ports.HostRecords`)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from connector.values import HostId, HostName
from consent.host_words import HostWord, Limit, Stance
from consent.ids import AssetId, Channel, PersonId, QuitclaimId
from consent.states import Verdict
from likeness.storage.tables.host_records import host_records, host_words
from likeness.storage.upsert import upsert
from scheduler.values import Imported

_OF_ASSET = (
    sa.select(host_words)
    .where(host_words.c.asset == sa.bindparam("asset"))
    .order_by(host_words.c.record)
)


class SqlHostRecords:
    """Host records in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def imported(self, host: HostName) -> Mapping[str, Imported]:
        """Give every record of a host that was imported or decided about, by its number there."""
        query = sa.select(host_records).where(host_records.c.host == host)
        return {row.record: _to_imported(row) for row in self._connection.execute(query)}

    def one(self, host: HostName, record: str) -> Imported | None:
        """Give one of them; None where nothing is known of it."""
        query = sa.select(host_records).where(
            host_records.c.host == host, host_records.c.record == record
        )
        row = self._connection.execute(query).one_or_none()
        return _to_imported(row) if row else None

    def save(self, host: HostName, record: Imported) -> None:
        """Keep one."""
        row = {
            "host": host,
            "record": record.record,
            "photos": sorted(record.photos),
            "person": record.person,
            "quitclaim": record.quitclaim,
            "stance": record.stance.value,
        }
        upsert(self._connection, host_records, row)

    def words(self, asset: AssetId) -> tuple[HostWord, ...]:
        """Give what the records of its host say about one photo."""
        rows = self._connection.execute(_OF_ASSET, {"asset": asset})
        return tuple(_to_word(row) for row in rows)

    def spoken_of(self, person: PersonId) -> tuple[AssetId, ...]:
        """Give the photos that a record says this person is on."""
        theirs = (host_words.c.person == person) & host_words.c.on_photo
        query = sa.select(host_words.c.asset).where(theirs).distinct()
        return tuple(sorted(AssetId(row.asset) for row in self._connection.execute(query)))

    def forget_person(self, person: PersonId) -> tuple[AssetId, ...]:
        """Take a person out of what hosts say (erasure); gives the photos concerned."""
        gone = sa.update(host_records).where(host_records.c.person == person)
        self._connection.execute(gone.values(person=None))
        theirs = sa.delete(host_words).where(host_words.c.person == person)
        rows = self._connection.execute(theirs.returning(host_words.c.asset))
        return tuple(sorted({AssetId(row.asset) for row in rows}))

    def save_words(
        self, host: HostName, words: Mapping[AssetId, Sequence[HostWord]]
    ) -> frozenset[AssetId]:
        """Keep exactly these for all photos of a host; gives the photos where that is news."""
        before = self._of_host(host)
        after = {asset: {word.record: word for word in said} for asset, said in words.items()}
        news = {one for one in {*before, *after} if before.get(one, {}) != after.get(one, {})}
        for asset in sorted(news):
            mine = (host_words.c.asset == asset) & (host_words.c.host == host)
            self._connection.execute(sa.delete(host_words).where(mine))
            rows = [_to_row(host, asset, word) for word in after.get(asset, {}).values()]
            if rows:
                self._connection.execute(sa.insert(host_words), rows)
        return frozenset(news)

    def _of_host(self, host: HostName) -> Mapping[AssetId, Mapping[str, HostWord]]:
        found: defaultdict[AssetId, dict[str, HostWord]] = defaultdict(dict)
        query = sa.select(host_words).where(host_words.c.host == host)
        for row in self._connection.execute(query):
            found[AssetId(row.asset)][row.record] = _to_word(row)
        return found


def _to_imported(row: Row[Any]) -> Imported:
    return Imported(
        record=row.record,
        photos=frozenset(map(HostId, row.photos)),
        person=PersonId(row.person) if row.person else None,
        quitclaim=QuitclaimId(row.quitclaim) if row.quitclaim else None,
        stance=Stance(row.stance),
    )


def _to_row(host: HostName, asset: AssetId, word: HostWord) -> dict[str, Any]:
    limits = [
        {
            "channels": sorted(limit.channels),
            "verdict": limit.verdict.value,
            "after": limit.after.isoformat() if limit.after else None,
        }
        for limit in word.limits
    ]
    return {
        "asset": asset,
        "record": word.record,
        "host": host,
        "person": word.person,
        "on_photo": word.on_photo,
        "limits": limits,
    }


def _to_word(row: Row[Any]) -> HostWord:
    return HostWord(
        record=row.record,
        person=PersonId(row.person) if row.person else None,
        on_photo=row.on_photo,
        limits=tuple(
            Limit(
                channels=frozenset(map(Channel, limit["channels"])),
                verdict=Verdict(limit["verdict"]),
                after=date.fromisoformat(limit["after"]) if limit["after"] else None,
            )
            for limit in row.limits
        ),
    )
