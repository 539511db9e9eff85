"""Storage ports of the work: what hosts told us, leases, and what waits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from connector.values import (
    HostName,
    Known,
    PhotoChange,
    PhotoRef,
)
from consent.ids import AssetId, PersonId
from scheduler.values import (
    Backlog,
    Claim,
    Dead,
    DeadLetter,
    Finished,
    Noted,
    Priority,
    RetryAt,
)


class Notes(Protocol):
    """What hosts told us."""

    def known(self, host: HostName) -> Mapping[str, Known]:
        """Give every photo of the host that is not deleted, by place."""
        ...

    def cursor(self, host: HostName) -> str:
        """Give the feed cursor; empty at first."""
        ...

    def note(self, changes: Sequence[PhotoChange], priority: Priority, now: datetime) -> Noted:
        """Upsert assets, idempotent on (host, id, version).

        New or changed content raises `wanted` and `scan_wanted`; a moved or touched photo only
        `wanted`; a new version of the same content nothing; deleted sets `deleted_at` and raises
        `wanted`, and a photo that is marked yes is put on the list of those out of our sight. A
        photo that comes back loses `deleted_at`. `priority` is for new photos and
        looks: what may take a yes away is always of the first.
        """
        ...

    def save_cursor(self, host: HostName, cursor: str, *, complete: bool, now: datetime) -> None:
        """Remember how far the feed was read; `complete` = nothing more was waiting."""
        ...


class Claims(Protocol):
    """Leases on assets that are due (`wanted` > `done`, not dead, not backing off, not leased)."""

    def claim(self, now: datetime, lease_s: float) -> Claim | None:
        """Take the most urgent due asset.

        What may make a photo stricter goes first, then what needs no look, then the looks by their
        priority; among equals who waits longest. Only the looks may look (`Claim.may_look`).
        """
        ...

    def take(self, asset: AssetId, now: datetime, lease_s: float) -> Claim | None:
        """Take this asset; None where it is not due, or somebody else has it."""
        ...

    def confirm(self, claim: Claim, now: datetime, *, until: datetime) -> bool:
        """Tell whether the lease is ours and outlives `until`, and nothing new is wanted."""
        ...

    def finish(self, claim: Claim, result: Finished, now: datetime) -> bool:
        """Set done to what the claim answered and give the lease back; False where it is stale.

        Where `wanted` moved meanwhile the asset stays due, at top priority.
        """
        ...

    def fail(self, claim: Claim, verdict: RetryAt | Dead, now: datetime) -> bool:
        """Give the lease back and note when to try again, or that a human must look."""
        ...


class Queue(Protocol):
    """Raising and watching work."""

    def wake(
        self, assets: Iterable[AssetId], priority: Priority, now: datetime, *, look: bool = False
    ) -> int:
        """Make assets due again (with `look`: to be looked at again); revives dead ones.

        Gives how many.
        """
        ...

    def wake_photo(self, ref: PhotoRef, priority: Priority, now: datetime) -> int:
        """Make the asset of a host's photo due to be looked at again, where there is one."""
        ...

    def wake_touched(self, ref: PhotoRef, now: datetime) -> int:
        """Make the asset of a host's photo due to be compared with what the host shows, first.

        Where nothing was decided yet its first look comes before other looks.
        """
        ...

    def wake_person(self, person: PersonId, priority: Priority, now: datetime) -> int:
        """Make every asset due on which this person is found or attested."""
        ...

    def wake_host(
        self, host: HostName | None, priority: Priority, now: datetime, *, look: bool
    ) -> int:
        """Make all assets of a host (None: of all hosts) due."""
        ...

    def wake_undecided(self, priority: Priority, now: datetime) -> int:
        """Make every asset due to be looked at again that has a face nobody is surely linked to.

        These are the findings unknown, suggested, awaiting, bystander and removed. Called when the
        gallery grew.
        """
        ...

    def wake_day(self, today: date, now: datetime) -> int:
        """Make every asset due whose answer may change by `today` (redecide_on <= today)."""
        ...

    def free(self, host: HostName, now: datetime) -> int:
        """Let every photo of a host that waited for the host be due at once; gives how many."""
        ...

    def release_all(self) -> int:
        """Clear all leases: only at start-up, by the one process that holds the lock."""
        ...

    def backlog(self, now: datetime) -> Backlog:
        """Count what waits."""
        ...

    def dead(self) -> tuple[DeadLetter, ...]:
        """Give the dead letters, oldest first."""
        ...
