"""What connecting a Nextcloud takes besides: its folders, and its tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from config.nextcloud import NextcloudHost, NextcloudTags
from connector.causes import Cause, Kind
from connector.errors import HostError, PhotoGone
from connector.nextcloud import identity, making, mounts, tagging
from connector.nextcloud.api import Account, Api
from connector.nextcloud.connect import client
from connector.nextcloud.identity import Me
from connector.nextcloud.rows import TagId
from connector.nextcloud.setup import NextcloudSetup
from connector.values import HostName
from consent.ids import Actor
from consent.states import Status
from likeness.bootstrap.app import App, open_app
from likeness.bootstrap.cloud_login import (
    address,
    administrator,
    helped_by,
    is_there,
    nextcloud_of,
    password_of,
    sender_for,
)
from likeness.bootstrap.configuration import read_settings
from likeness.bootstrap.connecting import Asked, Connected, connect_host
from likeness.bootstrap.errors import ConnectRefused
from likeness.bootstrap.host_health import look_once_more
from likeness.bootstrap.places import Places
from likeness.bootstrap.settings_file import append, change, section

GROUP = "consent-bots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """A Nextcloud to connect, and what to connect it with."""

    name: str
    url: str
    user: str = ""
    """As the account logs in. Empty: it is connected already."""
    password: str = field(default="", repr=False)
    """An app password; empty = the one that is there."""
    folders: Sequence[str] = ()
    """Empty = every team folder and share."""
    group: str = GROUP
    """Of our account alone: it may put our tags on files."""
    channels: bool = False
    """Whether channels get tags, too."""
    admin: Account | None = None
    """Used once, and not kept."""
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """The tags of a host, and what is left to do by hand."""

    status: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)
    by_hand: Sequence[str] = ()
    refused: str = ""
    """Why the administrator who was named could not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudConnected:
    """What connecting a Nextcloud came to."""

    made: Connected
    tags: Tags
    folders: tuple[str, ...]
    administrator: bool
    """Our account may do everything: more than it should."""


def connect_nextcloud(places: Places, cloud: Cloud, actor: Actor) -> CloudConnected:
    """Connect a Nextcloud, and see to its tags. Safe to run again.

    Raises what `connect_host` and `map_tags` raise, and `ConnectRefused` where nothing was shared
    with the account.
    """
    known = read_settings(places).settings.hosts.get(cloud.name)
    if isinstance(known, NextcloudHost) and not cloud.user:
        asked, me = _asked_again(places, cloud, known)
    else:
        asked, me = _asked(cloud, known if isinstance(known, NextcloudHost) else None)
    made = connect_host(places, asked, actor)
    try:
        tags = map_tags(places, cloud)
    except HostError as error:
        if cloud.admin is None:
            raise
        tags = replace(map_tags(places, replace(cloud, admin=None)), refused=str(error))
    settings = read_settings(places).settings.hosts[cloud.name]
    folders = settings.folders if isinstance(settings, NextcloudHost) else ()
    return CloudConnected(made=made, tags=tags, folders=folders, administrator=me.is_admin)


def _asked_again(places: Places, cloud: Cloud, known: NextcloudHost) -> tuple[Asked, Me]:
    me = identity.who_am_i(client(known, password_of(places, cloud.name)))
    values = {"kind": "nextcloud", "url": address(cloud.url)}
    return Asked(name=cloud.name, values=values), me


def _asked(cloud: Cloud, known: NextcloudHost | None) -> tuple[Asked, Me]:
    """Find out what the section of the host has to say. Raises `HostError`, `ConnectRefused`.

    A login name that is no user name works as bearer alone: Nextcloud compares it otherwise.
    """
    url = address(cloud.url)
    api = Api(
        sender=sender_for(cloud.ca_file),
        url=url,
        account=Account(user=cloud.user, password=cloud.password),
    )
    is_there(api)
    me = identity.who_am_i(api)
    values: dict[str, object] = {"kind": "nextcloud", "url": url, "user": me.user}
    if me.user != cloud.user:
        values["login"] = "bearer"
    if cloud.ca_file is not None:
        values["ca_file"] = str(cloud.ca_file.expanduser().absolute())
    if known is None:
        api.account = Account(user=me.user, password=cloud.password, bearer=me.user != cloud.user)
        values["folders"] = _folders(api, cloud.folders)
    return Asked(name=cloud.name, values=values, secret=cloud.password), me


def _folders(api: Api, named: Sequence[str]) -> list[str]:
    """Give the folders to watch: those that were named, else all that were shared."""
    for place in named:
        try:
            api.node(place.strip("/"))
        except PhotoGone:
            raise ConnectRefused(
                f"Nothing was connected: this account does not see the folder {place}. Make it a "
                "member, or write the folder as the account sees it."
            ) from None
    found = list(named) or list(mounts.watched(api))
    if not found:
        raise ConnectRefused(
            "Nothing was connected: nobody shared a folder with this account. Make it a "
            "member of your team folders, with the right to write, and run this again."
        )
    return found


def map_tags(places: Places, cloud: Cloud) -> Tags:
    """Find our tags, make them where an administrator helps, and keep their numbers.

    Safe to run again. Raises `HostError`, and what `append` raises.
    """
    with open_app(places) as app:
        settings = nextcloud_of(app, cloud.name)
        plan = _plan(app, settings, cloud)
        if settings.tags is not None:
            return _mended(places, app, cloud, settings.tags, plan)
        api = client(settings, password_of(places, cloud.name))
    if cloud.admin is not None:
        with helped_by(cloud.admin):
            _make(administrator(settings, cloud.admin), plan, cloud.group, settings.user)
    found = tagging.find(plan, api.tags())
    by_hand = tagging.by_hand(plan, found, settings.url, settings.user)
    if by_hand:
        return Tags(by_hand=by_hand)
    tags = Tags(
        status=tagging.numbers(plan.status, found.usable),
        channels=tagging.numbers(plan.channels, found.usable),
    )
    append(places, _sections(cloud.name, tags))
    return tags


def _mended(
    places: Places, app: App, cloud: Cloud, tags: NextcloudTags, plan: tagging.Plan
) -> Tags:
    """Make again the tags that are gone, and let our group use the others; keep new numbers.

    Without an administrator it says what is in the way.
    """
    host, settings = HostName(cloud.name), nextcloud_of(app, cloud.name)
    setup = app.deps.hosts[host].setup
    bad = setup.book.again() if isinstance(setup, NextcloudSetup) else {}
    numbers = {
        "status": {str(key): int(number) for key, number in tags.status.items()},
        "channels": {key: int(number) for key, number in tags.channels.items()},
    }
    if not bad or cloud.admin is None:
        by_hand = [one.text for one in bad.values()]
        return Tags(status=numbers["status"], channels=numbers["channels"], by_hand=by_hand)
    wanted = {"status": plan.status, "channels": plan.channels}
    with helped_by(cloud.admin):
        admin = administrator(settings, cloud.admin)
        identity.join(admin, cloud.group, settings.user)
        for kind, known in numbers.items():
            new = _remade(admin, known, wanted[kind], bad)
            if new != known:
                change(places, f"hosts.{host}.tags.{kind}", new)
                numbers[kind] = new
    with open_app(places) as again:
        look_once_more(again, host)
    return Tags(status=numbers["status"], channels=numbers["channels"])


def _remade(
    admin: Api,
    known: Mapping[str, int],
    wanted: Mapping[str, making.Wanted],
    bad: Mapping[TagId, Cause],
) -> dict[str, int]:
    """Give the number of each tag, made anew where it is gone."""
    found = dict(known)
    for word, number in known.items():
        trouble = bad.get(TagId(number))
        if trouble is None or word not in wanted:
            continue
        if trouble.kind is Kind.TAG_GONE:
            found[word] = int(making.make(admin, wanted[word]))
        else:
            making.regroup(admin, TagId(number), wanted[word].group)
    return found


def _make(admin: Api, plan: tagging.Plan, group: str, user: str) -> None:
    identity.join(admin, group, user)
    for wanted in plan.all:
        making.make(admin, wanted)


def _sections(name: str, tags: Tags) -> str:
    said = section(f"hosts.{name}.tags.status", tags.status)
    return said + (section(f"hosts.{name}.tags.channels", tags.channels) if tags.channels else "")


def _plan(app: App, settings: NextcloudHost, cloud: Cloud) -> tagging.Plan:
    """Plan in the words of the host's language."""
    language = settings.language or app.settings.language
    words = {str(one): app.wording.status(one, language) for one in Status}
    named = app.settings.channels if cloud.channels else ()
    channels = {one: app.wording.channel(one, language) for one in named}
    return tagging.planned(words, channels, cloud.group)
