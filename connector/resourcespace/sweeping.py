"""Looking through every resource of a host, page by page, without missing one that others move."""

from dataclasses import dataclass

from connector.resourcespace.cursor import Sweep
from connector.resourcespace.rows import Resource
from connector.resourcespace.scope import Finder

OVERLAP = 20
"""Resources that two pages share: so many may be deleted between them without one being missed."""
_STEP_BACK = 1000
_END = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """One part of the look: every resource with a number above `above`, up to `upto`."""

    resources: tuple[Resource, ...]
    above: int
    upto: int
    onward: Sweep | None
    """Where to go on; None = that was all."""
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeper:
    """Reads parts of `page` resources."""

    finder: Finder
    page: int
    overlap: int = OVERLAP
    step_back: int = _STEP_BACK

    def part(self, sweep: Sweep) -> Swept:
        """Read the next part.

        Pages are counted from the first resource. Where some before it were deleted meanwhile, all
        move up: then the page begins beyond what was seen, and we step back.
        """
        swept, gapless = self._from(sweep, self.overlap)
        while not gapless:
            sweep = Sweep(offset=max(0, sweep.offset - self.step_back), after=sweep.after)
            swept, gapless = self._from(sweep, 0)
        return swept

    def _from(self, sweep: Sweep, overlap: int) -> tuple[Swept, bool]:
        start = max(0, sweep.offset - overlap)
        asked = self.page + sweep.offset - start
        found = self.finder.api.previews(self.finder.scope.search, start, asked)
        seen = sorted(found.resources, key=lambda one: one.ref)
        new = tuple(one for one in seen if one.ref > sweep.after)
        last = len(seen) < asked
        upto = max((one.ref for one in new), default=sweep.after)
        swept = Swept(
            resources=new,
            above=sweep.after,
            upto=_END if last else upto,
            onward=None if last else Sweep(offset=start + len(seen), after=upto),
            total=self._total(found.total, start + len(seen), last=last),
        )
        return swept, start == 0 or (bool(seen) and seen[0].ref <= sweep.after)

    def _total(self, said: int, upto: int, *, last: bool) -> int:
        """Give how many there are; 0 where what is said is no more than where the page ends."""
        if last or said > upto:
            return said
        counted = self.finder.count(upto)
        return counted if counted > upto else 0
