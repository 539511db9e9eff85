"""Consent records of a host in memory, with faults: `book = FakeRecords()`, `book.put(...)`."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from connector.errors import HostError
from connector.records import HostRecord
from connector.values import HostId, PhotoRef


@dataclass(slots=True)
class FakeRecords:
    """What a host keeps itself."""

    kept: dict[str, HostRecord] = field(default_factory=dict)
    trouble: HostError | None = None

    def put(self, name: str, *photos: PhotoRef, **values: Any) -> str:  # noqa: ANN401
        """Write a record linked to some photos."""
        number = str(len(self.kept) + 1)
        linked = frozenset(photo.id for photo in photos)
        self.kept[number] = HostRecord(id=number, name=name, photos=linked, **values)
        return number

    def change(self, number: str, **values: Any) -> None:  # noqa: ANN401
        """Edit a record."""
        self.kept[number] = replace(self.kept[number], **values)

    def link(self, number: str, *photos: PhotoRef | HostId) -> None:
        """Link a record to exactly these photos."""
        ids = (one.id if isinstance(one, PhotoRef) else one for one in photos)
        self.change(number, photos=frozenset(ids))

    def all(self) -> Iterable[HostRecord]:
        """Give every record."""
        if self.trouble is not None:
            raise type(self.trouble)(*self.trouble.args)
        return tuple(self.kept.values())
