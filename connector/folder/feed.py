"""What changed in a folder: polled, in pages. Only what the quick version tells apart is read.

`known` holds every asset of this host that was not reported as deleted, keyed by place, and each
page must be applied to it before the next is asked for. A cursor is the place a page ended with;
an empty one starts over.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connector.errors import HostUnavailable, PhotoChanged, PhotoGone
from connector.folder import identity, places
from connector.folder.closer import Look
from connector.folder.scan import Entry, Walk
from connector.values import ContentHash, HostId, HostName, Known, Page, PhotoChange, PhotoRef

PAGE = 500
_RESTLESS = "changed-since"
"""The reason word of a file that changed or moved while it was looked at."""


@dataclass(slots=True)
class _Survey:
    """One walk: what differs (at most a page and one), and which known places were met."""

    walk: Walk
    differing: list[Entry] = field(default_factory=list)
    met: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class FolderFeed:
    """The changes of one folder host."""

    name: HostName
    look: Look
    new_id: Callable[[], HostId]
    page: int = PAGE

    def changes(self, cursor: str, known: Mapping[str, Known]) -> Page:
        """Give the next page. Moved and deleted photos come with the first one.

        Raises `HostUnavailable` where the root is missing, or empty though it held photos, and
        `HostRefused` where it may not be read.
        """
        if cursor:
            return self._page(self._survey(cursor, known), known, ())
        survey = self._survey("", known)
        gone = [
            entry
            for place, entry in known.items()
            if place not in survey.met and not survey.walk.hides(place)
        ]
        if known and len(gone) == len(known) and self.look.tree.is_empty():
            raise HostUnavailable("the folder is empty: is its disk or share mounted?")
        return self._page(survey, known, self._lost(gone, known) if gone else ())

    def _survey(self, after: str, known: Mapping[str, Known]) -> _Survey:
        """Walk: the first time to the end, to see what is gone, later until the page is full."""
        survey = _Survey(Walk(self.look.tree, after))
        for entry in survey.walk.entries():
            before = known.get(entry.place)
            if before:
                survey.met.add(entry.place)
            if not before or before.version != entry.version:
                survey.differing.append(entry)
                if after and len(survey.differing) > self.page:
                    break
                del survey.differing[self.page + 1 :]
        return survey

    def _lost(self, gone: list[Known], known: Mapping[str, Known]) -> tuple[PhotoChange, ...]:
        """Tell where the photos went that are no longer in their places: moved, or deleted."""
        lost = identity.Lost(gone)
        walk = Walk(self.look.tree)
        fresh = {
            entry.place: entry
            for entry in walk.entries()
            if entry.place not in known and lost.may_be(entry)
        }
        moved = identity.moved(lost, fresh.values(), self._content)
        back = {entry.place for entry in moved.values()}
        deleted = (entry for entry in gone if entry.place not in back)
        found = (self._change(fresh[place], moved[place], walk) for place in sorted(moved))
        return (
            *(change for change in found if change),
            *(_deleted(entry) for entry in deleted if not walk.hides(entry.place)),
        )

    def _page(
        self, survey: _Survey, known: Mapping[str, Known], lost: tuple[PhotoChange, ...]
    ) -> Page:
        told = {change.ref for change in lost}
        taken = {change.place for change in lost}
        versions = {e.version: e.place for e in known.values() if e.ref not in told}
        now, complete = survey.differing[: self.page], len(survey.differing) <= self.page
        changes: list[PhotoChange] = []
        for entry in now:
            before = known.get(entry.place)
            if entry.place in taken:
                continue
            if not before and self._has_left(versions.get(entry.version)):
                survey.walk.unreadable[entry.place] = _RESTLESS
                continue
            change = self._change(entry, before, survey.walk)
            if change and (not before or before.version != change.version):
                changes.append(change)
        return Page(
            changes=(*lost, *changes),
            cursor="" if complete else now[-1].place,
            complete=complete,
            unreadable=dict(survey.walk.unreadable),
        )

    def _has_left(self, place: str | None) -> bool:
        """Tell whether a known photo left its place since its part of the tree was walked.

        What looks like a new photo is that one, moved; the next poll tells them together.
        """
        return place is not None and not os.path.lexists(places.path(self.look.tree.root, place))

    def _change(self, entry: Entry, before: Known | None, walk: Walk) -> PhotoChange | None:
        """Look closer; None where the file does not hold still, so that the next poll sees it."""
        try:
            seen = self.look.at(entry)
        except (PhotoChanged, PhotoGone):
            walk.unreadable[entry.place] = _RESTLESS
            return None
        return PhotoChange(
            ref=before.ref if before else PhotoRef(host=self.name, id=self.new_id()),
            version=seen.version,
            place=entry.place,
            media=entry.media,
            content=seen.content,
            captured_at=seen.captured_at,
        )

    def _content(self, entry: Entry) -> ContentHash | None:
        try:
            return self.look.at(entry).content
        except (PhotoChanged, PhotoGone):
            return None


def _deleted(entry: Known) -> PhotoChange:
    return PhotoChange(
        ref=entry.ref,
        version=entry.version,
        place=entry.place,
        content=entry.content,
        deleted=True,
    )
