"""Whether a Nextcloud is fit for use: looked at, never changed."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from connector.causes import Cause
from connector.errors import HostError, PhotoGone
from connector.nextcloud import answers, dav, listing, mounts
from connector.nextcloud.api import Api
from connector.nextcloud.book import COMMENTS_OFF, TagBook, troubles
from connector.nextcloud.mounts import Mount
from connector.nextcloud.rows import WRITE, Node
from connector.values import Health

OLDEST = 31
"""The first version with colours of tags; older ones were not tried."""
_APPS = ("dav", "systemtags", "files_sharing")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudSetup:
    """The health of one Nextcloud host."""

    api: Api
    book: TagBook
    folders: tuple[str, ...] = ()
    comment: bool = True

    def probe(self) -> tuple[Health, ...]:
        """Look at address, version, account, folders and tags: a handful of calls."""
        try:
            status = self.api.status()
        except HostError:
            return (_bad("server", _SERVER),)
        lines = [
            _line("server", ok=True),
            _line("maintenance", ok=not status.maintenance, advice=_MAINTENANCE),
            _line("version", ok=status.major >= OLDEST, advice=_VERSION),
        ]
        if status.maintenance:
            return tuple(lines)
        account = self._try("account", self._account)
        lines += account
        if all(line.ok for line in account):
            lines += self._try("folders", self._folders)
            lines += self._try("tags", self._tags)
        return tuple(lines)

    def examine(self) -> tuple[Health, ...]:
        """Look at apps, previews, and whether editors see our tags, too."""
        lines = self.probe()
        if not all(line.ok for line in lines if line.name in {"server", "maintenance", "account"}):
            return lines
        more = {
            "apps": self._apps,
            "previews": self._previews,
            "look of tags": self._looks,
            "advanced permissions": self._rules,
        }
        return (*lines, *(line for name, look in more.items() for line in self._try(name, look)))

    def causes(self) -> tuple[Cause, ...]:
        """Look anew at our tags, and whether there are comments."""
        return self.book.causes()

    def _try(self, name: str, look: Callable[[], Iterator[Health]]) -> list[Health]:
        """Look at one thing; what goes wrong is its answer."""
        try:
            return list(look())
        except HostError as error:
            return [_bad(name, f"Nextcloud did not tell: {error}.")]

    def _account(self) -> Iterator[Health]:
        user = self.api.ocs("cloud/user")
        found = str(user.get("id", "")) if isinstance(user, dict) else ""
        yield _line("account", ok=found == self.api.account.user, advice=_ACCOUNT)

    def _folders(self) -> Iterator[Health]:
        if not self.folders:
            shared = [one for one in listing.children(self.api, "") if one.folder]
            yield _line("folders", ok=bool(shared), advice=_NOTHING_SHARED)
            return
        for number, place in enumerate(self.folders, 1):
            yield self._folder(f"folder {number}", place)

    def _folder(self, name: str, place: str) -> Health:
        try:
            node: Node = self.api.node(place)
        except PhotoGone:
            return _bad(name, _NO_MEMBER)
        # A folder needs no W of its own: C (create) says that files in it may be written.
        writes = bool({WRITE, "C"} & set(node.permissions))
        return _line(name, ok=node.folder and writes, advice=_READ_ONLY)

    def _rules(self) -> Iterator[Health]:
        """Point out team folders in which parts may be hidden from our account: nobody tells."""
        if any(one.ruled for one in self._mounts()):
            yield Health(name="advanced permissions", ok=True, advice=_RULED)

    def _mounts(self) -> Iterator[Mount]:
        if not self.folders:
            yield from mounts.folders(self.api)
        for place in self.folders:
            with suppress(PhotoGone):
                yield from mounts.folders(self.api, place, depth=0)

    def _tags(self) -> Iterator[Health]:
        seen = {tag.id: tag for tag in self.api.tags()}
        bad = troubles(self.book.tags, seen)
        for number, word in self.book.tags.words.items():
            name = f"tag {word}"
            if number in bad:
                yield _bad(name, bad[number].text)
            else:
                yield _line(name, ok=not seen[number].assignable, advice=_ANYBODYS)
        if self.book.comments and not self.api.has_comments():
            yield _bad("comments", COMMENTS_OFF.text)

    def _looks(self) -> Iterator[Health]:
        ours = [tag for tag in self.api.tags() if tag.id in self.book.tags.status.values()]
        if ours:
            # Lists show one or two tags of a file, and sort them by name: letters come last.
            first = all(not tag.name[:1].isalpha() for tag in ours)
            yield _line("names of tags", ok=first, advice=_LATE)
            yield _line("colours of tags", ok=all(tag.color for tag in ours), advice=_GREY)

    def _apps(self) -> Iterator[Health]:
        said = self.api.ocs("cloud/capabilities")
        known = said.get("capabilities", {}) if isinstance(said, dict) else {}
        missing = [app for app in _APPS if app not in known]
        yield _line("apps", ok=not missing, advice=f"Switch on the apps {', '.join(missing)}.")

    def _previews(self) -> Iterator[Health]:
        """Ask for previews of each kind of picture that we cannot look at without one."""
        for kind, name, advice in _PREVIEWED:
            found = [one for place in self.folders or ("",) for one in self._of_kind(kind, place)]
            if found:
                yield _line(name, ok=any(map(self._has_preview, found)), advice=advice)

    def _of_kind(self, kind: str, place: str) -> Iterator[Node]:
        """Give a few photos of a kind below a folder; none where it is not ours to see."""
        asked = ("like", dav.dav("getcontenttype"), kind)
        with suppress(PhotoGone):
            found = self.api.search(asked, below=place, first=0, count=_TRIED)
            yield from (one for one in found if one.size)

    def _has_preview(self, node: Node) -> bool:
        reply = self.api.preview(node.id, 64)
        answers.expect(reply, HTTPStatus.OK, HTTPStatus.NOT_FOUND)
        return reply.status == HTTPStatus.OK


def _line(name: str, *, ok: bool, advice: str = "") -> Health:
    return Health(name=name, ok=ok, advice="" if ok else advice)


def _bad(name: str, advice: str) -> Health:
    return Health(name=name, ok=False, advice=advice)


_SERVER = "Correct `url`, or bring Nextcloud up: its status.php does not answer."
_MAINTENANCE = "Nextcloud is in maintenance mode: wait, or end it with occ maintenance:mode --off."
_VERSION = f"Update Nextcloud to {OLDEST} or later: colours of tags came with it."
_ACCOUNT = "Set `user` to the user name of the account: the app password is another one's."
_NOTHING_SHARED = "Make the account a member of the team folders, or share folders with it."
_NO_MEMBER = "The account does not see this folder: make it a member, or correct `folders`."
_READ_ONLY = "Give the account the right to write in this folder: without it no tag can be put."
_RULED = (
    "A team folder has advanced permissions: let the account read and write everywhere in it. "
    "A photo it may not read looks deleted to it, and keeps its tag whatever happens."
)
_ANYBODYS = "Everybody may put this tag on a file: make it restricted, so that it means something."
_LATE = "Let the names of our tags begin with a sign, such as !: lists show the first tags only."
_GREY = "Give our tags a colour: in a list a colour is seen before a word is read."
_PREVIEWS = "Nextcloud made no preview of a photo: see enabledPreviewProviders in its config.php."
_RAW = "RAW photos are not checked: Nextcloud makes no previews of them, and we cannot read them."
_HEIC = (
    "HEIC photos are not checked: we cannot read them. Let Nextcloud make previews of them: add "
    "OC\\Preview\\HEIC to enabledPreviewProviders in its config.php."
)
_TRIED = 5
"""One alone may be damaged."""
_PREVIEWED = (
    ("image/jpeg", "previews", _PREVIEWS),
    ("image/x-dcraw", "previews of RAW", _RAW),
    ("image/heic", "previews of HEIC", _HEIC),
)
