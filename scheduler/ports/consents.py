"""Storage port of the consent records that hosts keep themselves."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from connector.values import HostName
from consent.host_words import HostWord
from consent.ids import AssetId, PersonId
from scheduler.values import Imported


class HostRecords(Protocol):
    """Which records of hosts became quitclaims of ours, and what they say about photos."""

    def imported(self, host: HostName) -> Mapping[str, Imported]:
        """Give every record of a host that was imported or decided about, by its number there."""
        ...

    def one(self, host: HostName, record: str) -> Imported | None:
        """Give one of them; None where nothing is known of it."""
        ...

    def save(self, host: HostName, record: Imported) -> None:
        """Keep one."""
        ...

    def words(self, asset: AssetId) -> tuple[HostWord, ...]:
        """Give what the records of its host say about one photo."""
        ...

    def spoken_of(self, person: PersonId) -> tuple[AssetId, ...]:
        """Give the photos that a record says this person is on."""
        ...

    def forget_person(self, person: PersonId) -> tuple[AssetId, ...]:
        """Take a person out of what hosts say (erasure); gives the photos concerned."""
        ...

    def save_words(
        self, host: HostName, words: Mapping[AssetId, Sequence[HostWord]]
    ) -> frozenset[AssetId]:
        """Keep exactly these for all photos of a host; gives the photos where that is news."""
        ...
