"""What changed in a Nextcloud: new uploads by a search, everything by walking etags.

The search is quick and may miss things; the walk is the truth. A changed etag alone is no changed
photo: a lock changes it, too, so the content is compared wherever a hash is known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from math import inf
from typing import Protocol

from connector.errors import (
    Forget,
    HostBusy,
    HostConfused,
    HostUnavailable,
    PhotoChanged,
    PhotoGone,
)
from connector.nextcloud import cursor as cursors
from connector.nextcloud import dav
from connector.nextcloud.api import Api
from connector.nextcloud.catalogue import Catalogue
from connector.nextcloud.photos import size_of
from connector.nextcloud.rows import Node
from connector.nextcloud.walk import Walk, is_photo, media
from connector.values import (
    ContentHash,
    HashKind,
    HostId,
    HostName,
    Known,
    MediaKind,
    Page,
    PhotoChange,
    PhotoRef,
)

PAGE = 200
OVERLAP_S = 60
"""Uploads are stamped in whole seconds, some before they can be found."""
_RESTLESS = "changed-since"


class Fingerprints(Protocol):
    """What tells whether a photo with another etag is another photo."""

    def fingerprint(self, node: Node, *, original: bool) -> ContentHash:
        """Hash the file itself (`original`) where we may have it, else what is looked at.

        Raises `Forget` where there is neither.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """How often to look, in seconds, and in which steps."""

    walk_s: float = 60.0
    sweep_s: float = 86_400.0
    absence_s: float = 900.0
    unshared_s: float = 604_800.0
    """How long a photo must be missing that went with a whole team folder or share."""
    page: int = PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudFeed:
    """The changes of one Nextcloud."""

    name: HostName
    api: Api
    prints: Fingerprints
    now: Callable[[], datetime]
    zone: tzinfo
    folders: tuple[str, ...] = ()
    pacing: Pacing = Pacing()

    def changes(self, cursor: str, known: Mapping[str, Known]) -> Page:
        """Give the next page. Photos that are gone come with the last one.

        Raises `HostUnavailable` (also where everything is gone at once) and `HostRefused`.
        """
        progress, at = cursors.read(cursor), self.now().timestamp()
        walk = Walk(api=self.api, progress=progress, catalogue=Catalogue.of(known.values()))
        roots = self._roots(walk)
        if not progress.walking:
            if at - progress.swept >= self.pacing.sweep_s:
                progress.folders.clear()
                progress.swept = at
                walk.deep = bool(known)
            elif at - progress.walked < self.pacing.walk_s:
                return self._quick(walk, roots)
        return self._walk(walk, roots, at)

    def _roots(self, walk: Walk) -> list[Node]:
        """Look at the folders that are watched; one that is gone hides its photos, no more."""
        roots: list[Node] = []
        for place in self.folders or ("",):
            try:
                roots.append(self.api.node(place))
            except PhotoGone:
                if not place:
                    raise HostUnavailable("the account has no files at all") from None
                walk.unreadable[place] = "vanished"
            except HostBusy:
                if len(self.folders) <= 1:
                    raise
                walk.unreadable[place] = "unavailable"
        return roots

    def _quick(self, walk: Walk, roots: list[Node]) -> Page:
        """Search for new uploads, where anything changed at all."""
        changed = [one for one in roots if not walk.progress.is_told(one.place, one.etag)]
        if not changed:
            return self._page(walk, (), complete=True)
        try:
            changes, complete = self._take(walk, self._uploads(walk, changed))
        except (HostConfused, PhotoGone):
            return self._page(walk, (), complete=True)
        return self._page(walk, changes, complete=complete)

    def _uploads(self, walk: Walk, roots: Iterable[Node]) -> Iterator[Node]:
        # What was put on the server's disk has no time of upload: then all that has one is new.
        since = str(max(1, walk.progress.newest - OVERLAP_S))
        where = ("gte", dav.nc("upload_time"), since)
        for root in roots:
            first, more = 0, True
            while more:
                found = self.api.search(where, below=root.place, first=first, count=PAGE)
                yield from (one for one in found if is_photo(one) and walk.differs(one))
                first, more = first + len(found), len(found) == PAGE

    def _walk(self, walk: Walk, roots: list[Node], at: float) -> Page:
        progress = walk.progress
        changes, complete = self._take(walk, walk.entries(roots))
        self._note_missing(walk, at)
        progress.walking = not complete
        if complete:
            changes = (*changes, *self._deleted(walk, at))
            progress.walked = at
        return self._page(walk, changes, complete=complete)

    def _note_missing(self, walk: Walk, at: float) -> None:
        """Note what was not there, and from when on it counts as deleted."""
        progress, known, pacing = walk.progress, walk.catalogue.by_id, self.pacing
        unshared: set[str] = set()
        for photo, entry in walk.lost.items():
            if photo in walk.seen or walk.hides(entry.place):
                continue
            share = walk.unshared(entry.place)
            patience = pacing.unshared_s if share else pacing.absence_s
            progress.missing[photo] = min(progress.missing.get(photo, inf), at + patience)
            unshared |= {share} - {""}
        progress.missing = {
            photo: due
            for photo, due in progress.missing.items()
            if photo in known and photo not in walk.seen
        }
        progress.saw_mounts(walk.mounts)
        walk.unreadable |= dict.fromkeys(unshared, "vanished")

    def _deleted(self, walk: Walk, at: float) -> tuple[PhotoChange, ...]:
        """Give what has been missing for long enough."""
        progress, known = walk.progress, walk.catalogue.by_id
        due = [HostId(photo) for photo, when in progress.missing.items() if when <= at]
        if due and len(due) == len(known) and not walk.seen:
            raise HostUnavailable("every photo is gone: is the account still in its folders?")
        for photo in due:
            del progress.missing[photo]
        return tuple(_deleted(known[photo]) for photo in due)

    def _take(self, walk: Walk, nodes: Iterator[Node]) -> tuple[tuple[PhotoChange, ...], bool]:
        """Take one page of changes; also say whether that was all."""
        changes: list[PhotoChange] = []
        for node in nodes:
            if len(changes) == self.pacing.page:
                return tuple(changes), False
            change = self._change(walk, node)
            if change:
                changes.append(change)
        return tuple(changes), True

    def _change(self, walk: Walk, node: Node) -> PhotoChange | None:
        """Look closer at one photo; None where it does not hold still, so that it is seen again."""
        ref = PhotoRef(host=self.name, id=HostId(str(node.id)))
        try:
            hashes = self._hashes(node, walk.catalogue.by_id.get(ref.id))
        except PhotoChanged:
            walk.unreadable[node.place] = _RESTLESS
            return None
        taken = datetime.fromtimestamp(node.taken, UTC) if node.taken else None
        return PhotoChange(
            ref=ref,
            version=node.etag,
            place=node.place,
            media=media(node),
            content=hashes[0],
            also=tuple(hashes[1:]),
            captured_at=taken.replace(tzinfo=self.zone) if taken else None,
        )

    def _hashes(self, node: Node, known: Known | None) -> list[ContentHash]:
        """Give what tells the content apart, strongest first.

        An etag is new after a lock, too: so what was hashed before is hashed again, in the same
        way, unless the uploader's own checksum was there before and is here now.
        """
        listed = [size_of(node)]
        if node.checksum:
            listed.insert(0, ContentHash(kind=HashKind.HOST, value=node.checksum))
        if known is None:
            return listed
        kinds = {one.kind for one in listed}
        if known.version == node.etag:
            listed += (one for one in known.hashes if one.kind not in kinds)
            return sorted(listed, key=_strength)
        before = {one.kind for one in known.hashes}
        compared = HashKind.HOST in kinds & before or before <= {HashKind.PARTIAL}
        if compared or media(node) is MediaKind.VIDEO:
            return listed
        try:
            again = self.prints.fingerprint(node, original=HashKind.ORIGINAL in before)
        except Forget:
            return listed
        return sorted((*listed, again), key=_strength)

    def _page(self, walk: Walk, changes: tuple[PhotoChange, ...], *, complete: bool) -> Page:
        return Page(
            changes=changes,
            cursor=walk.progress.write(),
            complete=complete,
            unreadable=dict(walk.unreadable),
        )


def _strength(content: ContentHash) -> int:
    return list(HashKind).index(content.kind)


def _deleted(entry: Known) -> PhotoChange:
    return PhotoChange(
        ref=entry.ref,
        version=entry.version,
        place=entry.place,
        content=entry.content,
        deleted=True,
    )
