"""What storage does for a feed, in memory: which photo is known, and where it lies."""

from dataclasses import dataclass, field

from connector.host import Feed
from connector.values import HostId, Known, Page, PhotoChange


@dataclass(slots=True)
class Library:
    """The photos of one host as they were reported."""

    known: dict[str, Known] = field(default_factory=dict)

    def locate(self, photo: HostId) -> str | None:
        """Give the place of a photo, as the feed reported it last."""
        return next((e.place for e in self.known.values() if e.ref.id == photo), None)

    def apply(self, page: Page) -> None:
        """Take over one page."""
        for change in page.changes:
            self._apply(change)

    def poll(self, feed: Feed) -> list[PhotoChange]:
        """Take over all pages of one poll; return every change in it."""
        changes: list[PhotoChange] = []
        cursor, complete = "", False
        while not complete:
            page = feed.changes(cursor, dict(self.known))
            self.apply(page)
            changes += page.changes
            cursor, complete = page.cursor, page.complete
        return changes

    def _apply(self, change: PhotoChange) -> None:
        self.known = {p: e for p, e in self.known.items() if e.ref != change.ref}
        if not change.deleted:
            self.known[change.place] = Known(
                ref=change.ref,
                version=change.version,
                place=change.place,
                content=change.content,
                also=change.also,
            )
