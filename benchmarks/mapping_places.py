"""Hosts whose mapping gets into trouble, as their editors see them, and the troubles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from config.nextcloud import NextcloudTags
from connector.host import BriefMemory, Host
from connector.values import HostId, HostName
from tests.contracts import nextcloud, resourcespace
from tests.fakes.library import Library
from tests.fakes.nextcloud.site import PASSWORD, TEAM, USER
from tests.fakes.nextcloud.site import Site as Cloud
from tests.fakes.resourcespace.items import Field, Node
from tests.fakes.resourcespace.server import FakeHost
from tests.fakes.resourcespace.site import Site
from tests.scheduler.world import PRINT, WEB

JPEG = b"\xff\xd8\xff"
STATUS, CHANNELS, END, NOTE, WARNING, LINK, CHECKED = 88, 89, 90, 91, 96, 97, 93
YES, NO = "✓ Cleared", "✗ Not cleared"
YES_SIGNS = ("✓", "◐", "–")  # noqa: RUF001 - the sign of PRODUCT's table
DAM, CLOUD = HostName("dam"), HostName("cloud")

PutRight = Callable[[], object]


class Place(Protocol):
    """A host on which photos stand, as its editors see them."""

    name: HostName

    def connect(self) -> Host:
        """Connect as a service does that is started now."""
        ...

    def put(self, name: str) -> HostId:
        """Upload a photo."""
        ...

    def shown(self, photo: HostId) -> object:
        """Give all that is shown of ours."""
        ...

    def says_yes(self, photo: HostId) -> bool:
        """Tell whether it looks as if the photo might be used."""
        ...

    def warns(self, photo: HostId) -> bool:
        """Tell whether something says that it must not be."""
        ...


@dataclass(slots=True)
class Dam:
    """A ResourceSpace."""

    fake: FakeHost
    name: HostName = DAM
    memory: BriefMemory = field(default_factory=BriefMemory)

    @property
    def site(self) -> Site:
        """Give what it holds."""
        return self.fake.site

    def connect(self) -> Host:
        """Connect."""
        settings = resourcespace.settings_of(self.fake.url)
        key = self.site.users["svc"].key
        return resourcespace.connected(settings, key, memory=self.memory)

    def put(self, name: str) -> HostId:
        """Upload a photo."""
        return HostId(str(self.site.put(JPEG + name.encode())))

    def shown(self, photo: HostId) -> object:
        """Give every field but the day of the check."""
        return {ref: text for ref, text in self.site.shown(int(photo)).items() if ref != CHECKED}

    def says_yes(self, photo: HostId) -> bool:
        """Tell whether status or a ticked channel says so."""
        shown = self.site.shown(int(photo))
        return shown.get(STATUS, "").startswith(YES_SIGNS) or CHANNELS in shown

    def warns(self, photo: HostId) -> bool:
        """Tell whether there is a warning, or a no."""
        shown = self.site.shown(int(photo))
        return WARNING in shown or shown.get(STATUS, "").startswith("✗")


@dataclass(slots=True)
class Drive:
    """A Nextcloud."""

    site: Cloud
    name: HostName = CLOUD
    library: Library = field(default_factory=Library)
    tags: Mapping[str, int] = field(init=False)
    ticks: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Make our tags."""
        words = ("cleared", "partly", "review", "blocked")
        self.tags = {word: self.site.tag(f"! {word}").id for word in words}
        self.ticks = {word: self.site.tag(f"✓ {word}").id for word in (WEB, PRINT)}

    def connect(self) -> Host:
        """Connect."""
        tags = NextcloudTags.model_validate({"status": self.tags, "channels": self.ticks})
        settings = nextcloud.settings_of(self.site.url, USER, tags=tags)
        return nextcloud.connected(settings, PASSWORD, self.library, locate=self._locate)

    def _locate(self, photo: HostId) -> str | None:
        entry = self.site.by_id(int(photo))
        return entry.place if entry else None

    def put(self, name: str) -> HostId:
        """Upload a photo."""
        return HostId(str(self.site.put(f"{TEAM}/{name}.jpg", JPEG + name.encode()).id))

    def _tags(self, photo: HostId) -> set[int]:
        own = self.site.tagged.get(int(photo), [])
        return {tag for tag in own if self.site.tags[tag].visible}

    def _comment(self, photo: HostId) -> str:
        said = [one.text for one in self.site.comments if one.file == int(photo)]
        return said[0] if said and self.site.talks else ""

    def shown(self, photo: HostId) -> object:
        """Give tags and comment."""
        return self._tags(photo), self._comment(photo)

    def says_yes(self, photo: HostId) -> bool:
        """Tell whether a tag says so."""
        yes = {self.tags["cleared"], self.tags["partly"], *self.ticks.values()}
        return bool(self._tags(photo) & yes)

    def warns(self, photo: HostId) -> bool:
        """Tell whether a tag or the comment says no."""
        return self.tags["blocked"] in self._tags(photo) or "✗" in self._comment(photo)


def _renamed(about: int, old: str, new: str) -> Callable[[Dam], PutRight]:
    def begin(dam: Dam) -> PutRight:
        dam.site.rename_option(about, old, new)
        return lambda: dam.site.rename_option(about, new, old)

    return begin


def _dropped(about: int, name: str) -> Callable[[Dam], PutRight]:
    def begin(dam: Dam) -> PutRight:
        dam.site.drop_option(about, name)
        return lambda: dam.site.option(about, name)

    return begin


def _gone(about: int) -> Callable[[Dam], PutRight]:
    """Delete a field; what is made again is empty, with options of other numbers."""

    def begin(dam: Dam) -> PutRight:
        old = dam.site.drop_field(about)

        def again() -> None:
            new = Field(old.ref, old.name, old.title, old.type, types=old.types)
            for node in old.nodes.values():
                ref = dam.site.number("node")
                new.nodes[ref] = Node(ref, node.name)
            dam.site.fields[about] = new

        return again

    return begin


def _hidden(about: int) -> Callable[[Dam], PutRight]:
    def begin(dam: Dam) -> PutRight:
        dam.site.give("svc", f"f-{about}")
        return lambda: dam.site.take("svc", f"f-{about}")

    return begin


def _locked(about: int) -> Callable[[Dam], PutRight]:
    def begin(dam: Dam) -> PutRight:
        dam.site.take("svc", f"F-{about}")
        return lambda: dam.site.give("svc", f"F-{about}")

    return begin


def _retyped(about: int, kind: int) -> Callable[[Dam], PutRight]:
    def begin(dam: Dam) -> PutRight:
        before = dam.site.fields[about].type
        dam.site.retype(about, kind)

        def again() -> None:
            dam.site.retype(about, before)
            for item in dam.site.items.values():
                item.texts.pop(about, None)

        return again

    return begin


def _of_videos(about: int) -> Callable[[Dam], PutRight]:
    def begin(dam: Dam) -> PutRight:
        before, dam.site.fields[about].types = dam.site.fields[about].types, frozenset({3})

        def again() -> None:
            dam.site.fields[about].types = before

        return again

    return begin


def _plugin_off(dam: Dam) -> PutRight:
    dam.site.plugin = False
    return lambda: None


IN_RESOURCESPACE: Mapping[str, Callable[[Dam], PutRight]] = {
    "option of the no renamed": _renamed(STATUS, NO, "✗ Niet vrijgegeven"),
    "option of the yes renamed": _renamed(STATUS, YES, "✓ Vrij"),
    "option of a channel renamed": _renamed(CHANNELS, "Website", "Site"),
    "option of the no deleted": _dropped(STATUS, NO),
    "option of the yes deleted": _dropped(STATUS, YES),
    "option of a channel deleted": _dropped(CHANNELS, "Print"),
    **{
        f"field of the {word} {what}": act
        for word, about in {
            "status": STATUS,
            "channels": CHANNELS,
            "end": END,
            "warning": WARNING,
            "note": NOTE,
            "link": LINK,
        }.items()
        for what, act in {
            "deleted": _gone(about),
            "hidden": _hidden(about),
            "locked": _locked(about),
            "given to videos": _of_videos(about),
        }.items()
    },
    "field of the status a text": _retyped(STATUS, 0),
    "field of the channels a text": _retyped(CHANNELS, 0),
    "field of the end a text": _retyped(END, 0),
    "plugin off": _plugin_off,
}


def _tag(status: str, act: Callable[[Drive, int], PutRight]) -> Callable[[Drive], PutRight]:
    return lambda drive: act(drive, {**drive.ticks, **drive.tags}[status])


def _tag_renamed(drive: Drive, tag: int) -> PutRight:
    before, drive.site.tags[tag].name = drive.site.tags[tag].name, "! something else"
    return lambda: setattr(drive.site.tags[tag], "name", before)


def _tag_refused(drive: Drive, tag: int) -> PutRight:
    before, drive.site.tags[tag].groups = drive.site.tags[tag].groups, ()
    return lambda: setattr(drive.site.tags[tag], "groups", before)


def _tag_hidden(drive: Drive, tag: int) -> PutRight:
    drive.site.tags[tag].visible = False
    return lambda: setattr(drive.site.tags[tag], "visible", True)


def _tag_deleted(drive: Drive, tag: int) -> PutRight:
    """Delete a tag. No tag ever gets its number again: what mends it is another connecting."""
    kept = drive.site.tags[tag]
    drive.site.drop_tag(tag)
    return lambda: drive.site.tags.__setitem__(tag, kept)


def _comments_off(drive: Drive) -> PutRight:
    drive.site.talks = False
    return lambda: setattr(drive.site, "talks", True)


IN_NEXTCLOUD: Mapping[str, Callable[[Drive], PutRight]] = {
    **{
        f"tag {word} {what}": _tag(word, act)
        for word in ("blocked", "cleared", "website")
        for what, act in {
            "renamed": _tag_renamed,
            "deleted": _tag_deleted,
            "not assignable": _tag_refused,
            "invisible": _tag_hidden,
        }.items()
    },
    "comments off": _comments_off,
}
