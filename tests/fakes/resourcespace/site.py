"""The state of a fake ResourceSpace, and what a test does to it as its editors would.

`site = Site()`, then `ref = site.put(jpeg)`, `site.edit(ref, 91, "...")`, `site.purge(ref)`.
"""

import csv
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from tests.fakes.resourcespace.consents import Consents
from tests.fakes.resourcespace.items import (
    ADMIN,
    BOT,
    EDITOR,
    Field,
    Item,
    Line,
    Node,
    Upload,
    User,
)

STATUS_OPTIONS = (
    "✓ Cleared",
    "◐ Cleared for some uses",
    "? Not decided yet",
    "✗ Not cleared",
    "– No people",  # noqa: RUF001 - the sign of PRODUCT's table
    "… Not checked",
)
CHANNEL_OPTIONS = ("Website", "Social media", "Print", "Press", "Internal", "Advertising")


def standard_fields() -> tuple[Field, ...]:
    """Give fields that are there from the start, and ours."""
    return (
        Field(8, "title", "Title", 0),
        Field(12, "date", "Date", 4),
        Field(29, "person", "Named person(s)", 9),
        Field(51, "originalfilename", "Original filename", 0),
        Field(88, "consentstatus", "Consent status", 3),
        Field(89, "consentchannels", "Consent channels", 2),
        Field(90, "consentend", "Consent until", 10),
        Field(91, "consentnote", "Consent note", 1),
        Field(93, "consentchecked", "Consent checked", 10),
        Field(96, "consentwarning", "Consent warning", 13),
        Field(97, "consentlink", "Consent explained", 0),
    )


@dataclass(slots=True)
class Site:
    """One ResourceSpace."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 20, 23, 49, 14))  # noqa: DTZ001 - its database knows no zones
    zone: tzinfo = UTC
    hidden_paths: bool = True
    """$hide_real_filepath: previews through download.php with a key, or as plain files."""
    hides_others: bool = False
    """Whether our user is not told of alternative files."""
    narrow: bool = False
    """An old database whose characters have at most three bytes."""
    version: str = "SVN Trunk"
    """What it says it is; empty = it does not say."""
    joined: frozenset[int] = frozenset({88, 90})
    """$data_joins: fields that come with every row of a search, cut after 200 characters."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    users: dict[str, User] = field(default_factory=dict)
    fields: dict[int, Field] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    collections: dict[int, list[int]] = field(default_factory=dict)
    owners: dict[int, str] = field(default_factory=dict)
    """Who owns a collection; only the API of our plugin tells."""
    plugin: bool = False
    """Whether our plugin is installed."""
    messages: list[tuple[str, str]] = field(default_factory=list)
    """User and text of what was shown on screens."""
    consents: Consents = field(default_factory=Consents)
    total_cache: dict[str, int] = field(default_factory=dict)
    _next: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Move the first users and fields in."""
        for ref, name, permissions in ((1, "admin", ADMIN), (2, "svc", BOT), (3, "editor", EDITOR)):
            self.users[name] = User(ref, name, permissions)
        self._next["node"] = 300
        for one in standard_fields():
            self.fields[one.ref] = one
        for name in STATUS_OPTIONS:
            self.option(88, name)
        for name in CHANNEL_OPTIONS:
            self.option(89, name)

    # Settings of the site

    def number(self, kind: str) -> int:
        """Count one kind of thing."""
        self._next[kind] = self._next.get(kind, 0) + 1
        return self._next[kind]

    def option(self, field_ref: int, name: str) -> int:
        """Add an option; the same name again is the one there is."""
        for node in self.fields[field_ref].nodes.values():
            if node.name == name:
                return node.ref
        ref = self.number("node")
        self.fields[field_ref].nodes[ref] = Node(ref, name)
        return ref

    def rename_option(self, field_ref: int, old: str, new: str) -> None:
        self.node(field_ref, old).name = new

    def drop_option(self, field_ref: int, name: str) -> None:
        """Delete an option: no resource has it any more."""
        gone = self.node(field_ref, name).ref
        del self.fields[field_ref].nodes[gone]
        for item in self.items.values():
            item.nodes[field_ref] = [ref for ref in item.nodes.get(field_ref, []) if ref != gone]

    def drop_field(self, field_ref: int) -> Field:
        """Delete a field: what resources held in it is gone, too."""
        for item in self.items.values():
            item.nodes.pop(field_ref, None)
            item.texts.pop(field_ref, None)
        return self.fields.pop(field_ref)

    def retype(self, field_ref: int, kind: int) -> None:
        """Give a field another type: what it held stays, read as the new type reads it."""
        about = self.fields[field_ref]
        was_listed, about.type = about.listed, kind
        for item in self.items.values():
            if was_listed and not about.listed:
                held = [about.nodes[ref].name for ref in item.nodes.pop(field_ref, [])]
                item.texts[field_ref] = ", ".join(held)

    def node(self, field_ref: int, name: str) -> Node:
        return next(n for n in self.fields[field_ref].nodes.values() if n.name == name)

    def take(self, user: str, *permissions: str) -> None:
        """Take permissions away."""
        self.users[user].permissions -= set(permissions)

    def give(self, user: str, *permissions: str) -> None:
        self.users[user].permissions |= set(permissions)

    # What people do

    def tick(self) -> datetime:
        """Let a second pass: times have no finer grain."""
        self.now += timedelta(seconds=1)
        return self.now

    def write(self, item: Item, code: str, by: str | None, **more: str | int) -> None:
        """Write a line into the log; every line bumps `modified`."""
        user = self.users[by].ref if by else None
        line = Line(self.number("log"), item.ref, code, user, self.tick(), **more)  # type: ignore[arg-type]
        self.lines.append(line)
        item.modified = self.now

    def put(
        self,
        upload: Upload | bytes,
        *,
        resource_type: int = 1,
        archive: int = 0,
        by: str = "editor",
    ) -> int:
        """Upload a picture; no bytes = a resource without a file."""
        made = self.tick()
        item = Item(self.number("item"), resource_type, self.users[by].ref, made, archive)
        self.items[item.ref] = item
        self.write(item, "c", by, notes="Created from API")
        upload = upload if isinstance(upload, Upload) else Upload(upload)
        if upload.data:
            self.replace(item.ref, upload, by=by)
        return item.ref

    def replace(self, ref: int, upload: Upload | bytes, *, by: str = "editor") -> None:
        """Upload another file into a resource."""
        item, new = self.items[ref], upload if isinstance(upload, Upload) else Upload(upload)
        self.write(item, "t", by, diff="Upload file")
        item.data, item.extension = new.data, new.extension
        item.preview = new.preview or new.data
        item.width, item.height = new.size
        item.has_image, item.sizes = 0, {}
        item.file_modified = self.now
        if new.previews:
            self.make_previews(ref, by=by)
        self.write(item, "u", by)

    def add_other(self, ref: int, extension: str, *, by: str = "editor") -> None:
        """Put an alternative file beside the one of a resource."""
        self.items[ref].others.append(extension)
        self.write(self.items[ref], "b", by)

    def make_previews(self, ref: int, *, by: str | None = None) -> None:
        """Make the previews, at once or (by nobody) later by a job."""
        item = self.items[ref]
        item.make_previews(self.now)
        self.write(item, "t", by, diff="Create previews")

    def edit(self, ref: int, field_ref: int, value: str, *, by: str = "editor") -> None:
        """Change one field on the edit page."""
        item, about = self.items[ref], self.fields[field_ref]
        if about.listed:
            item.nodes[field_ref] = [self.node(field_ref, name).ref for name in split(value)]
        else:
            item.texts[field_ref] = value
        self.write(item, "e", by, field=field_ref, diff=f"+ {value}")

    def save_form(self, ref: int, *, by: str = "editor") -> None:
        """Save a stale edit page: every field of ours is empty again."""
        for field_ref in (88, 89, 90, 91, 96):
            self.edit(ref, field_ref, "", by=by)

    def set_access(self, ref: int, level: int, *, by: str = "editor") -> None:
        self.items[ref].access = level
        self.write(self.items[ref], "a", by, notes="access")

    def set_archive(self, ref: int, state: int, *, by: str = "editor") -> None:
        self.items[ref].archive = state
        self.write(self.items[ref], "s", by)

    def set_type(self, ref: int, resource_type: int, *, by: str = "editor") -> None:
        self.items[ref].type = resource_type
        self.write(self.items[ref], "EDT", by)

    def delete(self, ref: int, *, by: str = "editor") -> None:
        """Delete for the first time: into the bin."""
        self.items[ref].archive = 3
        self.write(self.items[ref], "x", by, diff="- 0\n+ 3")

    def purge(self, ref: int, *, by: str = "editor") -> None:
        """Delete for good."""
        item = self.items[ref]
        self.write(item, "x", by)
        self.write(item, "xx", by)
        del self.items[ref]

    def collect(self, collection: int, refs: Iterable[int], *, owner: str = "editor") -> None:
        """Put resources into a collection; no log tells."""
        self.collections.setdefault(collection, []).extend(refs)
        self.owners[collection] = owner

    # What a test looks at

    def shown(self, ref: int) -> Mapping[int, str]:
        """Give what people see in each field that is not empty."""
        item = self.items[ref]
        found = {
            one.ref: ", ".join(one.nodes[n].name for n in item.nodes.get(one.ref, []))
            if one.listed
            else item.texts.get(one.ref, "")
            for one in self.fields.values()
            if one.fits(item.type)
        }
        return {number: value for number, value in found.items() if value}

    def writes(self, user: str = "svc") -> list[tuple[str, int | None]]:
        """Give what somebody changed: code and field of each line."""
        ref = self.users[user].ref
        return [(line.code, line.field) for line in self.lines if line.user == ref]


def split(value: str) -> list[str]:
    """Read a value as the host reads it: CSV, single quotes around all, or its own separator."""
    if "@@|@@" in value:
        return [word.strip() for word in value.split("@@|@@") if word.strip()]
    if value[:1] == "'" and value[-1:] == "'" and len(value) > 1:
        return [value[1:-1]]
    rows = list(csv.reader([value], skipinitialspace=True))
    return [word.strip() for word in (rows[0] if rows else []) if word.strip()]
