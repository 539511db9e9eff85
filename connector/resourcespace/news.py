"""From resources that were read to changes that are told: compared with what is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo

from connector.errors import HostUnavailable
from connector.resourcespace import judging
from connector.resourcespace.judging import Hints
from connector.resourcespace.rows import DELETED, Ref, Resource
from connector.resourcespace.scope import Finder
from connector.resourcespace.sweeping import Swept
from connector.values import HostId, HostName, Known, PhotoChange

Changes = Mapping[Ref, PhotoChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Says what is new about resources of one host."""

    host: HostName
    zone: tzinfo
    finder: Finder

    def told(self, hints: Hints, known: Mapping[str, Known]) -> Changes:
        """Say what became of the resources that the log hints at."""
        here = self.finder.read(hints.resources, known)
        strangers = {ref: one for ref, one in here.items() if one and str(ref) not in known}
        familiar = {ref: one for ref, one in here.items() if str(ref) in known}
        fresh = self.finder.within(strangers, hints.since)
        found = self._of_known(familiar, known, hints.touched | hints.altered)
        again = {
            ref: replace(one, look_again=True)
            for ref, one in found.items()
            if ref in hints.altered and not one.deleted
        }
        return found | again | self._of_strangers(fresh)

    def swept(self, part: Swept, known: Mapping[str, Known]) -> Changes:
        """Say what a part of the look at everything shows, and what is missing in it.

        Raises `HostUnavailable` where not one resource is left of a host that held photos.
        """
        whole = not self.finder.scope.text and part.above == 0 and part.onward is None
        if known and whole and not part.resources:
            raise HostUnavailable("it shows no photo at all any more: is this its database?")
        here: dict[Ref, Resource | None] = {one.ref: one for one in part.resources}
        missing = (ref for ref in _within(known, part) if ref not in here)
        here |= self.finder.read(missing, known)
        familiar = {ref: one for ref, one in here.items() if str(ref) in known}
        strangers = (one for ref, one in here.items() if one and ref not in familiar)
        fresh = (one for one in strangers if self.finder.scope.fits(one))
        return self._of_known(familiar, known, frozenset()) | self._of_strangers(fresh)

    def _of_strangers(self, resources: Iterable[Resource]) -> dict[Ref, PhotoChange]:
        return {
            one.ref: judging.change(self.host, one, self.zone, touched=False) for one in resources
        }

    def _of_known(
        self,
        here: Mapping[Ref, Resource | None],
        known: Mapping[str, Known],
        touched: frozenset[Ref],
    ) -> dict[Ref, PhotoChange]:
        found = {
            ref: self._change(known[str(ref)], one, touched=ref in touched)
            for ref, one in here.items()
        }
        return {ref: change for ref, change in found.items() if change}

    def _change(
        self, before: Known, resource: Resource | None, *, touched: bool
    ) -> PhotoChange | None:
        """Say what became of a photo we know; None where it is as it was.

        Where all but the picture changed (its type, say), marks may have to be written anew.
        """
        if resource is None or resource.archive == DELETED:
            return _deleted(before)
        now = judging.change(self.host, resource, self.zone, touched=touched, known=before.hashes)
        if now.version == before.version:
            return now if touched else None
        same_picture = now.content is not None and now.content in before.hashes
        return replace(now, touched=touched or same_picture)


def _within(known: Mapping[str, Known], part: Swept) -> Iterable[Ref]:
    refs = (judging.ref_of(HostId(place)) for place in known)
    return (ref for ref in refs if ref and part.above < ref <= part.upto)


def _deleted(entry: Known) -> PhotoChange:
    return PhotoChange(
        ref=entry.ref,
        version=entry.version,
        place=entry.place,
        content=entry.content,
        deleted=True,
    )
