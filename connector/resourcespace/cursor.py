"""How far the log was read, and how far all resources were looked through. Pure.

Rows of the log become visible in another order than they are numbered: a number that was skipped is
remembered for a while, so that its row is read when it appears.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from connector.resourcespace.rows import LogRow

OVERLAP = 500
"""Numbers below the newest within which a skipped one is waited for. What appears later still is
found by the next look at everything."""
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A look at every resource, under way. `after` is the last number that was looked at."""

    offset: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """What the feed remembers between two pages."""

    log: int
    """Number of the newest log row that was read."""
    gaps: frozenset[int] = frozenset()
    sweep: Sweep | None = None
    swept: int = 0
    """When the last sweep began, seconds UTC; 0 = never."""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read what `text` wrote; None where it is not ours, or of another time."""
        try:
            data = json.loads(text)
            if data["format"] != _FORMAT:
                return None
            sweep = data["sweep"]
            return cls(
                log=int(data["log"]),
                gaps=frozenset(_numbers(data["gaps"])),
                sweep=Sweep(offset=int(sweep[0]), after=int(sweep[1])) if sweep else None,
                swept=int(data["swept"]),
            )
        except (ValueError, KeyError, TypeError):
            return None

    def text(self) -> str:
        """Write it as an opaque text."""
        sweep = [self.sweep.offset, self.sweep.after] if self.sweep else None
        data = {
            "format": _FORMAT,
            "log": self.log,
            "gaps": _ranges(self.gaps),
            "sweep": sweep,
            "swept": self.swept,
        }
        return json.dumps(data, separators=(",", ":"))

    @property
    def first(self) -> int:
        """Give the number to read the log from. It was read before, so the log is never empty."""
        return min(self.gaps, default=max(self.log, 1))

    def fresh(self, rows: Iterable[LogRow]) -> tuple[LogRow, ...]:
        """Give the rows that were not read before."""
        return tuple(row for row in rows if row.ref > self.log or row.ref in self.gaps)

    def after(self, rows: Sequence[LogRow]) -> Self:
        """Give the cursor for when these rows (in order) are dealt with."""
        newest = max([self.log, *(row.ref for row in rows)])
        skipped = self.gaps | set(range(max(self.log, newest - OVERLAP) + 1, newest))
        seen = {row.ref for row in rows}
        gaps = frozenset(number for number in skipped - seen if number > newest - OVERLAP)
        return replace(self, log=newest, gaps=gaps)


def _ranges(numbers: Iterable[int]) -> str:
    """Write numbers in short: 5-7,9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(f"{first}-{last}" for first, last in runs)


def _numbers(text: str) -> Iterable[int]:
    for run in filter(None, text.split(",")):
        first, _, last = run.partition("-")
        yield from range(int(first), int(last) + 1)
