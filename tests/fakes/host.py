"""An in-memory host that speaks the same protocols as the real ones, with faults that a test switches on.

Use: `host = MemoryHost()`, then `ref = host.put("2024/a.jpg", jpeg)`.

- `host.fail(Fault.UNAVAILABLE)`: every call fails, until `host.heal()`.
- `host.fail(Fault.GONE, place="2024/a.jpg")`: this photo only.
- `host.fail(Fault.DISK_FULL, times=1)`: the next write only.
- `gate = host.hold(Call.WRITE)`: the next write waits; `gate.reached.wait(5)`, then `gate.go.set()`.
"""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from connector.causes import Cause
from connector.errors import (
    DiskFull,
    HostConfused,
    HostError,
    HostRefused,
    HostUnavailable,
    MarkRefused,
    PhotoChanged,
    PhotoGone,
    PhotoUnreadable,
)
from connector.host import Finder, Message, Originals, PublicLinks, Restrict, Uses
from connector.records import HostConsents
from connector.values import (
    ContentHash,
    HashKind,
    Health,
    HostId,
    HostName,
    Known,
    MarkSet,
    MediaKind,
    Page,
    PhotoChange,
    PhotoFile,
    PhotoRef,
    Written,
)

DEADLINE_S = 30.0


class Call(StrEnum):
    """What a scheduler may ask of a host."""

    CHANGES = "changes"
    FETCH = "fetch"
    READ = "read"
    WRITE = "write"
    PROBE = "probe"


class Fault(StrEnum):
    """What may go wrong. The first two hit every call, the others the call they can happen in."""

    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    GONE = "gone"
    CHANGED = "changed"
    NO_PERMISSION = "no-permission"
    TOO_LARGE = "too-large"
    READ_ONLY = "read-only"
    DISK_FULL = "disk-full"
    CONFUSED = "confused"


_ERRORS: Mapping[Fault, tuple[frozenset[Call], HostError]] = {
    Fault.UNAVAILABLE: (frozenset(Call), HostUnavailable("switched off by the test")),
    Fault.REFUSED: (frozenset(Call), HostRefused("switched off by the test")),
    Fault.GONE: (frozenset({Call.FETCH, Call.READ, Call.WRITE}), PhotoGone("gone")),
    Fault.CHANGED: (frozenset({Call.FETCH, Call.WRITE}), PhotoChanged("changed while reading")),
    Fault.NO_PERMISSION: (frozenset({Call.FETCH}), PhotoUnreadable("no-permission")),
    Fault.TOO_LARGE: (frozenset({Call.FETCH}), PhotoUnreadable("too-large")),
    Fault.READ_ONLY: (frozenset({Call.WRITE}), MarkRefused("read-only")),
    Fault.DISK_FULL: (frozenset({Call.WRITE}), DiskFull("no room left")),
    Fault.CONFUSED: (frozenset({Call.FETCH, Call.READ, Call.WRITE}), HostConfused("error note")),
}


@dataclass(slots=True)
class Gate:
    """Stops one call in the middle: `reached` says that it is there, `go` lets it continue."""

    call: Call
    place: str | None
    reached: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class _Switched:
    fault: Fault
    place: str | None
    times: int | None


@dataclass(slots=True)
class Asset:
    """One photo as the memory host holds it."""

    ref: PhotoRef
    place: str
    data: bytes
    version: str
    media: MediaKind
    media_type: str
    captured_at: datetime | None


class MemoryHost:
    """A host in memory: Feed, Photos, Marks and Setup in one object."""

    def __init__(self, name: str = "memory", page_size: int = 500) -> None:
        self.name = HostName(name)
        self.names = False
        self.language = "en"
        self.restrict: Restrict | None = None
        self.originals: Originals | None = None
        self.finder: Finder | None = None
        self.links: PublicLinks | None = None
        self.consents: HostConsents | None = None
        self.uses: Uses | None = None
        self.message: Message | None = None
        self.page_size = page_size
        self.shown: dict[HostId, MarkSet] = {}
        self.unreadable: dict[str, str] = {}
        self.in_the_way: tuple[Cause, ...] = ()
        """While this is not empty, writes are taken in and said to wait."""
        self.knows_content = True
        """Whether changes say what is in a photo, as not every host can."""
        self.calls: list[tuple[Call, HostId | None]] = []
        self._assets: dict[str, Asset] = {}
        self._count = 0
        self._switched: list[_Switched] = []
        self._gates: list[Gate] = []

    # What a test does to it

    def put(
        self,
        place: str,
        data: bytes,
        *,
        media: MediaKind = MediaKind.PICTURE,
        media_type: str = "image/jpeg",
        captured_at: datetime | None = None,
    ) -> PhotoRef:
        """Add a photo, or replace the content of the one at this place."""
        self._count += 1
        old = self._assets.get(place)
        ref = old.ref if old else PhotoRef(host=self.name, id=HostId(f"photo-{self._count}"))
        self._assets[place] = Asset(
            ref=ref,
            place=place,
            data=data,
            version=f"v{self._count}",
            media=media,
            media_type=media_type,
            captured_at=captured_at,
        )
        return ref

    def ref(self, place: str) -> PhotoRef:
        """Return the ref of the photo at a place."""
        return self._assets[place].ref

    def data(self, place: str) -> bytes:
        """Return the bytes that were put."""
        return self._assets[place].data

    def move(self, place: str, to: str) -> None:
        """Move a photo; it stays the same photo."""
        asset = self._assets.pop(place)
        asset.place = to
        self._assets[to] = asset

    def renumber(self, place: str, ref: PhotoRef) -> None:
        """Give a photo the number it had before: it was taken out of the bin."""
        self._assets[place].ref = ref

    def delete(self, place: str) -> None:
        """Take a photo away, with its marks."""
        self.shown.pop(self._assets.pop(place).ref.id, None)

    def fail(self, fault: Fault, *, place: str | None = None, times: int | None = None) -> None:
        """Switch a fault on: for one photo or all, for so many calls or until `heal`."""
        self._switched.append(_Switched(fault, place, times))

    def heal(self) -> None:
        """Switch all faults off."""
        self._switched.clear()

    def hold(self, call: Call, *, place: str | None = None) -> Gate:
        """Make the next such call wait for `go`: for races and slow hosts."""
        gate = Gate(call, place)
        self._gates.append(gate)
        return gate

    def locate(self, photo: HostId) -> str | None:
        """Tell where a photo lies."""
        return next((a.place for a in self._assets.values() if a.ref.id == photo), None)

    # The protocols

    @property
    def feed(self) -> "MemoryHost":
        """This object is its own feed."""
        return self

    @property
    def photos(self) -> "MemoryHost":
        """This object is its own photos."""
        return self

    @property
    def setup(self) -> "MemoryHost":
        """This object is its own setup."""
        return self

    @property
    def marks(self) -> "MemoryHost":
        """This object is its own marks; what was written is in `shown`."""
        return self

    def changes(self, cursor: str, known: Mapping[str, Known]) -> Page:
        """Compare what is here with what is known; gone photos come with the first page."""
        self._enter(Call.CHANGES, None)
        by_id = {entry.ref.id: entry for entry in known.values()}
        here = {asset.ref.id for asset in self._assets.values()}
        gone = [e for e in known.values() if e.ref.id not in here and not self._hidden(e.place)]
        changes = [] if cursor else [_deleted(entry) for entry in gone]
        waiting = [
            asset
            for place, asset in sorted(self._assets.items())
            if place > cursor and not self._hidden(place) and _differs(asset, by_id)
        ]
        room = waiting[: self.page_size]
        told = [_change(asset, told=self.knows_content) for asset in room]
        complete = len(waiting) <= self.page_size
        return Page(
            changes=(*changes, *told),
            cursor="" if complete else room[-1].place,
            complete=complete,
            unreadable=dict(self.unreadable),
        )

    def fetch(self, ref: PhotoRef, want_px: int) -> PhotoFile:
        """Return the bytes that were put; `want_px` makes no difference here."""
        del want_px
        asset = self._enter(Call.FETCH, ref)
        if asset.media is MediaKind.VIDEO or not asset.data:
            raise PhotoUnreadable("empty" if asset.media is MediaKind.PICTURE else "video")
        return PhotoFile(
            ref=ref,
            data=asset.data,
            media_type=asset.media_type,
            version=asset.version,
            content=_content(asset),
        )

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Return our marks, or None where there are none."""
        self._enter(Call.READ, ref)
        return self.shown.get(ref.id)

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Write our marks; `not-assessed` takes them away."""
        self._enter(Call.WRITE, ref)
        before = self.shown.get(ref.id)
        wanted = None if marks.status == "not-assessed" else marks
        if wanted and before and replace(wanted, checked_on=before.checked_on) == before:
            wanted = before
        if wanted is None:
            self.shown.pop(ref.id, None)
        else:
            self.shown[ref.id] = wanted
        found = before.status if before else ""
        waits = bool(self.in_the_way)
        return Written(changed=wanted != before, found=found, causes=self.in_the_way, waits=waits)

    def clear(self, ref: PhotoRef) -> Written:
        """Take our marks away."""
        return self.write(ref, MarkSet(status="not-assessed"))

    def probe(self) -> tuple[Health, ...]:
        """Say whether the host is well."""
        self._enter(Call.PROBE, None)
        return (Health(name="memory", ok=True),)

    def examine(self) -> tuple[Health, ...]:
        """Say the same."""
        return self.probe()

    def causes(self) -> tuple[Cause, ...]:
        """Say what a test put in the way."""
        self._enter(Call.PROBE, None)
        return self.in_the_way

    def _enter(self, call: Call, ref: PhotoRef | None) -> Asset:
        """Note the call, wait at a gate, raise what is switched on; return the photo it is about."""
        self.calls.append((call, ref.id if ref else None))
        place = self.locate(ref.id) if ref else None
        for gate in [g for g in self._gates if g.call == call and g.place in {None, place}][:1]:
            self._gates.remove(gate)
            gate.reached.set()
            assert gate.go.wait(DEADLINE_S), "the test never let this call go on"
        for switched in list(self._switched):
            self._raise(switched, call, place)
        if ref is None:
            return _NO_ASSET
        place = self.locate(ref.id)
        if place is None:
            raise PhotoGone("not in this host")
        return self._assets[place]

    def _raise(self, switched: _Switched, call: Call, place: str | None) -> None:
        calls, error = _ERRORS[switched.fault]
        if call not in calls or switched.place not in {None, place}:
            return
        if switched.times is not None:
            switched.times -= 1
            if switched.times == 0:
                self._switched.remove(switched)
        raise _again(error)

    def _hidden(self, place: str) -> bool:
        return any(place == up or place.startswith(f"{up}/") for up in self.unreadable)


_NO_ASSET = Asset(
    ref=PhotoRef(host=HostName("-"), id=HostId("-")),
    place="",
    data=b"",
    version="",
    media=MediaKind.OTHER,
    media_type="",
    captured_at=None,
)


def _again(error: HostError) -> HostError:
    """Make a fresh exception of the same kind: a raised one keeps its traceback."""
    return type(error)(*error.args)


def _differs(asset: Asset, known: Mapping[HostId, Known]) -> bool:
    entry = known.get(asset.ref.id)
    return entry is None or (entry.version, entry.place) != (asset.version, asset.place)


def _content(asset: Asset) -> ContentHash:
    return ContentHash(kind=HashKind.ORIGINAL, value=hashlib.sha256(asset.data).hexdigest())


def _change(asset: Asset, *, told: bool) -> PhotoChange:
    return PhotoChange(
        ref=asset.ref,
        version=asset.version,
        place=asset.place,
        media=asset.media,
        content=_content(asset) if told else None,
        captured_at=asset.captured_at,
    )


def _deleted(entry: Known) -> PhotoChange:
    return PhotoChange(
        ref=entry.ref,
        version=entry.version,
        place=entry.place,
        content=entry.content,
        deleted=True,
    )
