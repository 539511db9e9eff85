"""What connecting a ResourceSpace takes besides: its fields, and what to set in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from config.resourcespace import ResourceSpaceHost
from connector.causes import Cause, Kind, texts
from connector.resourcespace import installing
from connector.resourcespace.api import Api, Search
from connector.resourcespace.fields import NO_PHOTO, seen_by
from connector.resourcespace.installing import SavedSearch
from connector.resourcespace.parts import Part
from connector.resourcespace.request import Account
from connector.resourcespace.rows import FieldRef
from connector.resourcespace.scope import Scope
from connector.resourcespace.setup import ResourceSpaceSetup
from connector.transport import Transport
from connector.values import HostName
from consent.ids import Actor
from consent.states import Status
from likeness.bootstrap.app import App, open_app
from likeness.bootstrap.connecting import Asked, Connected, connect_host
from likeness.bootstrap.errors import ConnectRefused
from likeness.bootstrap.host_health import look_once_more
from likeness.bootstrap.places import Places
from likeness.bootstrap.settings_file import append, change, section

YEARS_WITHOUT_END = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What the fields of a host are, and what is left to do by hand."""

    refs: Mapping[str, int]
    """Empty as long as some are missing: then nothing can be written."""
    by_hand: Sequence[str] = ()
    advice: Sequence[str] = ()
    searches: Sequence[SavedSearch] = ()
    empty: bool = False
    """Whether there is no photo yet: then not every search could be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A ResourceSpace to connect, and the keys for it."""

    name: str
    url: str
    user: str
    key: str = field(repr=False)
    """Empty = the one that is there."""
    admin: str = ""
    """A super administrator whose key is used once, to make fields; empty = none."""
    admin_key: str = field(default="", repr=False)


def connect_resourcespace(places: Places, site: Site, actor: Actor) -> tuple[Connected, Fields]:
    """Connect a ResourceSpace, and see to its fields. Safe to run again.

    The day that is shown where nothing ends is fixed here, for good. Raises what `connect_host`
    and `map_fields` raise.
    """
    with open_app(places) as app:
        year = app.deps.clock.today().year + YEARS_WITHOUT_END
    values = {
        "kind": "resourcespace",
        "url": site.url,
        "user": site.user,
        "nothing_ends_on": date(year, 12, 31),
    }
    made = connect_host(places, Asked(name=site.name, values=values, secret=site.key), actor)
    admin = Account(user=site.admin, key=site.admin_key) if site.admin else None
    return made, map_fields(places, site.name, admin)


def map_fields(places: Places, name: str, admin: Account | None) -> Fields:
    """Find our fields, make them where an administrator's key is given, and keep their numbers.

    Safe to run again. Raises `HostError`, and what `append` raises.
    """
    with open_app(places) as app:
        settings = _host(app, name)
        if settings.fields is None:
            plan = installing.planned(*_wanted(app, settings))
            api = _api(places, name, settings)
            refs, sure = _refs(api, plan, settings, admin)
            missing = installing.click_path(plan, refs)
            if missing:
                by_hand = missing if sure else [NO_PHOTO, *missing]
                return Fields(refs={}, by_hand=by_hand, empty=not sure)
            append(places, section(f"hosts.{name}.fields", {str(one): refs[one] for one in refs}))
    left = mend_fields(places, name, admin)
    with open_app(places) as app:
        look_once_more(app, HostName(name))
        if left:
            return Fields(refs=_numbers(_host(app, name)), by_hand=left)
        return _told(places, app, name, admin)


def mend_fields(places: Places, name: str, admin: Account | None) -> Sequence[str]:
    """Make again what was deleted, where an administrator's key is given, and keep new numbers.

    Gives what is left to do by hand. Fields that were made by hand are found by their titles. Safe
    to run again. Raises `HostError`, and what `change` raises.
    """
    with open_app(places) as app:
        settings, setup = _host(app, name), app.deps.hosts[HostName(name)].setup
        if not isinstance(setup, ResourceSpaceSetup) or setup.mapper is None:
            return ()
        causes = setup.mapper.look().causes
        gone = {dict(one.values)["part"] for one in causes if one.kind is Kind.FIELD_GONE}
        plan = [one for one in installing.planned(*_wanted(app, settings)) if one.part in gone]
        options = [one for one in causes if one.kind is Kind.OPTION_GONE]
        api = _api(places, name, settings)
        refs, _ = _refs(api, plan, settings, admin) if plan else ({}, True)
        if refs:
            values = {str(part): int(ref) for part, ref in refs.items()}
            change(places, f"hosts.{name}.fields", values)
        if admin is None:
            return (*installing.click_path(plan, refs), *texts(options))
        _make_options(replace(api, account=admin), _numbers(settings), options)
        unplanned = gone - {one.part for one in plan}
        return [one.text for one in causes if dict(one.values).get("part") in unplanned]


def _make_options(admin: Api, refs: Mapping[str, int], causes: Sequence[Cause]) -> None:
    """Make the options that are missing in fields that are there."""
    for place, one in enumerate(causes, start=1):
        values = dict(one.values)
        installing.make_option(admin, FieldRef(refs[values["part"]]), values["name"], place)


def _refs(
    api: Api,
    plan: Sequence[installing.Planned],
    settings: ResourceSpaceHost,
    admin: Account | None,
) -> tuple[dict[Part, FieldRef], bool]:
    """Find our fields, or make them; and say whether what is not found is sure to be missing."""
    if admin is not None:
        return installing.create(replace(api, account=admin), plan, settings.types), True
    seen, sure = seen_by(api, _photos(settings))
    return installing.adopted(plan, seen), sure


def _told(places: Places, app: App, name: str, admin: Account | None) -> Fields:
    """Say what to set in the host, and which searches are worth saving."""
    settings = _host(app, name)
    refs = {Part(key): ref for key, ref in _numbers(settings).items()}
    api = _api(places, name, settings)
    seen, sure = seen_by(api, _photos(settings))
    if admin is not None:
        seen, sure = replace(api, account=admin).every_field(settings.types), True
    names = {part: seen[FieldRef(ref)].name for part, ref in refs.items() if ref in seen}
    return Fields(
        refs=_numbers(settings),
        advice=installing.advice(refs, settings.types, settings.states),
        searches=_searches(api, app, settings, names),
        empty=not sure,
    )


def _photos(settings: ResourceSpaceHost) -> Search:
    return Scope(types=settings.types, states=settings.states).photos


def _searches(
    api: Api, app: App, settings: ResourceSpaceHost, names: Mapping[Part, str]
) -> list[SavedSearch]:
    """Make searches for what is usable today and through the end of next month, by channel."""
    words, channels, _ = _wanted(app, settings)
    refs = {Part(key): ref for key, ref in _numbers(settings).items()}
    status = _nodes(api, refs[Part.STATUS])
    ticked = _nodes(api, refs[Part.CHANNELS]) if Part.CHANNELS in refs else {}
    today = app.deps.clock.today()
    days = {"usable today": today.isoformat(), "usable through next month": _next_month(today)}
    wanted = {words[one]: one for one in (Status.BLOCKED, Status.REVIEW)}
    plain = {word: status[word.casefold()] for word in wanted if word.casefold() in status}
    uses = {one: ticked[one.casefold()] for one in channels.values() if one.casefold() in ticked}
    return [
        *installing.searches(settings.url, names, plain, {}),
        *(one for one in installing.searches(settings.url, names, uses, days) if "," in one.search),
    ]


def _nodes(api: Api, ref: int) -> dict[str, int]:
    return {name: one.ref for one in api.options(FieldRef(ref)) or () for name in one.names()}


def _next_month(today: date) -> str:
    """Give the last day of next month."""
    month = today.year * 12 + today.month + 1
    return (date(month // 12, month % 12 + 1, 1) - timedelta(days=1)).isoformat()


def _numbers(settings: ResourceSpaceHost) -> dict[str, int]:
    found = settings.fields.model_dump(exclude_none=True) if settings.fields else {}
    return {key: int(ref) for key, ref in found.items()}


def _wanted(app: App, settings: ResourceSpaceHost) -> tuple[dict[str, str], dict[str, str], str]:
    """Give the words of statuses and channels in the host's language, as the admin named them."""
    language = settings.language or app.settings.language
    words = {str(one): app.wording.status(one, language) for one in Status}
    channels = {one: app.wording.channel(one, language) for one in app.settings.channels}
    options = settings.options
    named = {str(one): text for one, text in options.status.items()}
    return words | named, channels | dict(options.channels), language


def _host(app: App, name: str) -> ResourceSpaceHost:
    found = app.settings.hosts.get(name)
    if not isinstance(found, ResourceSpaceHost):
        raise ConnectRefused("That host is no ResourceSpace.")
    return found


def _api(places: Places, name: str, settings: ResourceSpaceHost) -> Api:
    secret = places.secrets.find(name)
    return Api(
        sender=Transport(verify=str(settings.ca_file) if settings.ca_file else True),
        url=settings.url,
        account=Account(user=settings.user, key=secret.value.get_secret_value() if secret else ""),
    )
