"""What people do in a Nextcloud, and what it does then: etags go up to the root."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha1

from tests.fakes.nextcloud.rows import Comment, Entry, Fault, Share, Tag

USER = "svc-consent"
PASSWORD = "app-password-of-the-fake"  # noqa: S105 - of nobody
ADMIN = "admin"
INSTANCE = "ocd51448c3z5"
BEGAN = 1_795_218_500
MOST_FAILED = 10
TEAM = "Photo Desk"


@dataclass(slots=True)
class Site:
    """The whole server. Tests act on it from outside, as editors would."""

    url: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    tags: dict[int, Tag] = field(default_factory=dict)
    last_tag: int = 0
    """No number is given twice."""
    tagged: dict[int, list[int]] = field(default_factory=dict)
    """File -> tags, in the order they were put."""
    comments: list[Comment] = field(default_factory=list)
    shares: dict[int, Share] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    """Requests by method."""
    before: Callable[[str, str], None] | None = None
    """Called with method and path before each answer: for what happens in between."""
    admin: bool = False
    """Whether our account is an admin for once."""
    confirmed: bool = False
    """Whether the request came with a login password."""
    password: str = PASSWORD
    """The app password of our account."""
    office: object = None
    """What only administrators see: tests.fakes.nextcloud.administering."""
    maintenance: bool = False
    failed_logins: int = 0
    sessions: int = 0
    clock: int = BEGAN
    paged: bool = True
    forgetful: bool = False
    """Its cache of listings loses entries: later pages have holes."""
    infinity: bool = True
    """Off: a listing of everything below is one of the first level, silently."""
    ruled: bool = False
    """Whether the team folder has advanced permissions: rules about what is in it."""
    quality: int = 75
    """Of the previews, as another program or setting makes them."""
    version: str = "34.0.1"
    talks: bool = True
    """Whether the app comments is switched on."""
    apps: tuple[str, ...] = ("dav", "systemtags", "files_sharing")
    healed: threading.Event = field(default_factory=threading.Event)
    """Ends all dawdling."""
    lock: "threading.RLock" = field(default_factory=threading.RLock)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(100))

    def __post_init__(self) -> None:
        """Begin with a team folder."""
        self.entries[""] = self._entry("", folder=True)
        self.folder(TEAM).mount = True

    # What editors do

    def folder(self, place: str) -> Entry:
        """Make a folder, with those above it."""
        if place in self.entries:
            return self.entries[place]
        if "/" in place:
            self.folder(place.rpartition("/")[0])
        self.entries[place] = made = self._entry(place, folder=True)
        self._stir(place)
        return made

    def put(self, place: str, data: bytes, *, checksum: bool = True) -> Entry:
        """Upload; the etag of everything above changes, and its own even for the same bytes."""
        self.folder(place.rpartition("/")[0])
        entry = self.entries.get(place) or self._entry(place, folder=False)
        self.clock += 1
        entry.data, entry.uploaded, entry.etag = data, self.clock, self._etag()
        entry.made = entry.etag
        entry.checksum = sha1(data, usedforsecurity=False).hexdigest() if checksum else ""
        self.entries[place] = entry
        self._stir(place)
        return entry

    def move(self, place: str, to: str) -> None:
        """Move a file or folder: number and etag stay."""
        self.folder(to.rpartition("/")[0])
        for old in [one for one in self.entries if one == place or one.startswith(f"{place}/")]:
            entry = self.entries.pop(old)
            entry.place = to + old.removeprefix(place)
            self.entries[entry.place] = entry
        self._stir(place)
        self._stir(to)

    def copy(self, place: str, to: str) -> Entry:
        """Copy: another number, the same etag, no tags."""
        old = self.entries[place]
        entry = self.put(to, old.data, checksum=bool(old.checksum))
        entry.etag = entry.made = old.etag
        return entry

    def delete(self, place: str) -> None:
        """Put into the bin of whoever does it: our account cannot see it any more."""
        for old in [one for one in self.entries if one == place or one.startswith(f"{place}/")]:
            del self.entries[old]
        self._stir(place)

    def hold(self, place: str, *, locked: bool = True) -> None:
        """Lock or unlock: the etag changes, the content does not."""
        entry = self.entries[place]
        entry.locked, entry.etag = locked, self._etag()
        self._stir(place)

    def tag(self, name: str, *, ours: bool = True) -> Tag:
        """Make a tag, as an admin; without our group it is not ours to put."""
        number = self.last_tag = max(self.last_tag, *self.tags, 0) + 1
        groups = ("consent-bots",) if ours else ()
        self.tags[number] = Tag(number, name, groups=groups, color="2E7D32" if ours else "")
        return self.tags[number]

    def drop_tag(self, number: int) -> None:
        """Delete a tag, as an admin: it is gone from every file."""
        del self.tags[number]
        for own in self.tagged.values():
            if number in own:
                own.remove(number)

    def put_tag(self, file: int, tag: int) -> None:
        """Put a tag on a file, as somebody else."""
        self.tagged.setdefault(file, []).append(tag)

    def tamper(self, file: int) -> None:
        """Take all tags off, as an editor can by the bulk address of 34.0.1."""
        self.tagged.pop(file, None)

    def share(self, place: str, owner: str = "alice") -> Share:
        """Make a public link."""
        number = max(self.shares, default=0) + 1
        self.shares[number] = Share(number, place, owner)
        return self.shares[number]

    # What the server does

    def by_id(self, number: int) -> Entry | None:
        return next((one for one in self.entries.values() if one.id == number), None)

    def in_team_folder(self, entry: Entry) -> bool:
        """Tell whether a file or folder is in a team folder, or is one."""
        return any(
            one.mount and f"{entry.place}/".startswith(f"{one.place}/")
            for one in self.entries.values()
        )

    def below(self, place: str) -> list[Entry]:
        """Give what lies directly in a folder."""
        return [
            one for path, one in self.entries.items() if path and path.rpartition("/")[0] == place
        ]

    def fault_for(self, method: str, path: str, headers: Mapping[str, str]) -> Fault | None:
        for fault in self.faults:
            name, value = fault.headers
            fits = fault.method in {"", method} and fault.path in path
            if fault.times and fits and headers.get(name, "") == value:
                fault.times -= 1
                return fault
        return None

    def number(self) -> int:
        return next(self._numbers)

    def _entry(self, place: str, *, folder: bool) -> Entry:
        return Entry(id=self.number(), place=place, folder=folder, etag=self._etag())

    def _etag(self) -> str:
        return f"{next(self._numbers):032x}"

    def _stir(self, place: str) -> None:
        """Change the etag of every folder above."""
        while place:
            place = place.rpartition("/")[0]
            if place in self.entries:
                self.entries[place].etag = self._etag()
