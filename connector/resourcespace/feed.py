"""What changed in ResourceSpace: its log read on, and now and then every resource looked through.

A log row is a hint; the resource is read before anything is said about it. Every page reads the log
first, so that what people do is seen at once even while thousands of photos are taken in. A photo
once taken in is watched until it is deleted, also where it leaves the scope: its marks would
otherwise stay in the host and grow old.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from connector.errors import HostConfused, HostRefused
from connector.resourcespace import judging
from connector.resourcespace.cursor import Cursor, Sweep
from connector.resourcespace.news import News
from connector.resourcespace.scope import Finder
from connector.resourcespace.sweeping import Sweeper
from connector.values import Known, Page

PAGE = 200
LOG_ROWS = 1000
NEEDED = {
    "s": "The service user may not search: give its group the permission s.",
    "v": "The service user does not see the log, nor every photo: give its group the permission v.",
}


@dataclass(slots=True, kw_only=True)
class ResourceSpaceFeed:
    """The changes of one ResourceSpace."""

    news: News
    now: Callable[[], datetime]
    sweep_every_s: float
    ours: frozenset[int] = frozenset()
    """The fields we write: an edit of one by somebody else is told."""
    page: int = PAGE
    log_rows: int = LOG_ROWS
    _user: list[int | None] = field(default_factory=list)

    @property
    def finder(self) -> Finder:
        """Give what searches."""
        return self.news.finder

    def changes(self, cursor: str, known: Mapping[str, Known]) -> Page:
        """Give the next page: what the log tells, and the next part of a look at everything.

        Raises `HostUnavailable`, and `HostRefused` where the service user lacks a permission.
        """
        at = Cursor.read(cursor) or self._start()
        rows, more = self.finder.log(at.first, self.log_rows)
        if not rows and at.log:
            at = self._start()
        hints = judging.hints(at.fresh(rows), self._own_user(), self.ours)
        changes = dict(self.news.told(hints, known))
        at, total, seen = self._begin_sweep(at.after(rows)), 0, 0
        if at.sweep and not more:
            part = Sweeper(finder=self.finder, page=self.page).part(at.sweep)
            changes = {**self.news.swept(part, known), **changes}
            at, total = replace(at, sweep=part.onward), part.total
            seen = part.onward.offset if part.onward else total
        return Page(
            changes=tuple(changes.values()),
            cursor=at.text(),
            complete=not more and at.sweep is None,
            total=total and max(total, seen),
            seen=seen,
        )

    def _start(self) -> Cursor:
        """Begin with a look at everything; the log is read on from where it is now.

        So, too, where the log lost rows it had: it was cleared, or the database is an older one.
        """
        self._check_permissions()
        return Cursor(log=self.finder.newest(), sweep=Sweep(), swept=self._seconds())

    def _begin_sweep(self, at: Cursor) -> Cursor:
        if at.sweep or self._seconds() - at.swept < self.sweep_every_s:
            return at
        self._check_permissions()
        return replace(at, sweep=Sweep(), swept=self._seconds())

    def _check_permissions(self) -> None:
        """Refuse what would look like a host without photos and without changes."""
        for permission, advice in NEEDED.items():
            if not self.finder.api.may(permission):
                raise HostRefused(advice)

    def _seconds(self) -> int:
        return int(self.now().timestamp())

    def _own_user(self) -> int | None:
        """Give our own number, to tell our own rows; without it they are looked at once more."""
        if not self._user:
            try:
                self._user.append(self.finder.api.user())
            except HostConfused:
                return None
        return self._user[0]
