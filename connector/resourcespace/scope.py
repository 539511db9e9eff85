"""What is watched, and finding it: searches over the host that page and end by themselves."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from connector.errors import AnswerTooLarge, HostConfused, HostRefused
from connector.resourcespace.api import Api, Search, listing
from connector.resourcespace.rows import DELETED, Access, LogRow, Ref, Resource
from connector.values import HostId

_AT_ONCE = 100
"""Resources that are read with one call."""
_NO_STATE = 1_000_000
"""States from here on are nobody's."""
_RECENT = 200
_PAGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which resources are taken in. `text` is a search; empty = all."""

    text: str = ""
    types: tuple[int, ...] = (1,)
    states: tuple[int, ...] = (-2, -1, 0, 1, 2)

    @property
    def search(self) -> Search:
        """Give the search for all of them, in the order of their numbers."""
        return Search(text=self.text, types=self.types, archive=self.states)

    @property
    def photos(self) -> Search:
        """Give the search for every photo there is, in scope or not."""
        return replace(self.search, text="")

    def fits(self, resource: Resource) -> bool:
        """Tell whether type and state fit; searches of collections look at neither."""
        wanted = resource.type in self.types and resource.archive in self.states
        return wanted and resource.archive != DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """Reads resources and log rows of one host."""

    api: Api
    scope: Scope
    recent: int = _RECENT
    """Resources on one page of a search."""

    def read(self, refs: Iterable[Ref], known: Container[str]) -> Mapping[Ref, Resource | None]:
        """Read resources in whatever state; None for a known one that is gone for good.

        One that is there but not shown to us is left out, and so is what nobody knew.
        """
        found: dict[Ref, Resource | None] = {}
        for some in _chunks(sorted(refs)):
            page = self.api.search(listing(some), 0, len(some))
            found |= {one.ref: one for one in page.resources}
            missing = (ref for ref in some if ref not in found and str(ref) in known)
            found |= {ref: None for ref in missing if self._gone(ref)}
        return found

    def _gone(self, ref: Ref) -> bool:
        """Tell gone from hidden: only the first has a sure sign."""
        return self.api.access(ref) == Access.NO_SUCH_RESOURCE

    def find(self, search: str) -> Iterable[HostId]:
        """Give every photo a search finds; !collection12 is collection 12. Raises `HostRefused`."""
        wanted, offset = replace(self.scope.search, text=search), 0
        try:
            while True:
                found = self.api.search(wanted, offset, self.recent).resources
                yield from (HostId(str(one.ref)) for one in found if self.scope.fits(one))
                if len(found) < self.recent:
                    return
                offset += self.recent
        except HostConfused:
            raise HostRefused(
                "it does not understand this search, or has no such collection"
            ) from None

    def within(self, candidates: Mapping[Ref, Resource], since: str) -> Iterable[Resource]:
        """Give those candidates that are in scope. They changed at `since` or later."""
        fitting = {ref: one for ref, one in candidates.items() if self.scope.fits(one)}
        if not self.scope.text or not fitting:
            return fitting.values()
        return [one for one in self._lately(since) if one.ref in fitting]

    def _lately(self, since: str) -> Iterator[Resource]:
        """Give what is in scope and changed since then, newest first."""
        search = replace(self.scope.search, order="modified", sort="desc")
        for page in range(_PAGES):
            found = self.api.search(search, page * self.recent, self.recent).resources
            for one in found:
                if one.modified < since:
                    return
                yield one
            if len(found) < self.recent:
                return

    def log(self, first: int, most: int) -> tuple[tuple[LogRow, ...], bool]:
        """Give log rows from `first` on, and whether there may be more.

        Rows can be 70 kB long: where so many are too much, fewer are asked for.
        """
        while True:
            try:
                rows = self.api.log(first, most)
            except AnswerTooLarge:
                if most == 1:
                    raise
                most = max(1, most // 4)
            else:
                return rows, len(rows) >= most

    def count(self, salt: int) -> int:
        """Count the resources in scope anew; another salt asks another question.

        ResourceSpace keeps the count of a question for half an hour, and says the end of the page
        where that is more (include/database_functions.php:1203). A state that no resource is in
        makes it another question; searches that take no notice of states keep their count.
        """
        states = (*self.scope.states, _NO_STATE + salt)
        return self.api.search(replace(self.scope.search, archive=states), 0, 0).total

    def newest(self) -> int:
        """Find the number of the newest log row, 0 where the log is empty.

        The log can only be asked for what comes after a number, so this is a search by halves.
        """
        low, step = self._next(1), 1
        if low == 0:
            return 0
        while beyond := self._next(low + step):
            low, step = beyond, step * 2
        high = low + step
        while high - low > 1:
            middle = (low + high) // 2
            if beyond := self._next(middle):
                low = beyond
            else:
                high = middle
        return low

    def _next(self, first: int) -> int:
        rows = self.api.log(first, 1)
        return rows[0].ref if rows else 0


def _chunks(refs: Iterable[Ref]) -> Iterator[tuple[Ref, ...]]:
    rest = iter(refs)
    while chunk := tuple(islice(rest, _AT_ONCE)):
        yield chunk
