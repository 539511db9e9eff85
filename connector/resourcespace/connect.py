"""Putting the parts of a ResourceSpace host together."""

from collections.abc import Mapping
from typing import Any

from config.resourcespace import ResourceSpaceFields, ResourceSpaceHost
from connector.errors import HostRefused
from connector.host import Host, Marks, Wiring
from connector.resourcespace.api import Api, Search
from connector.resourcespace.consents import ResourceSpaceConsents
from connector.resourcespace.feed import ResourceSpaceFeed
from connector.resourcespace.fields import Mapper
from connector.resourcespace.marks import NoMarks, ResourceSpaceMarks
from connector.resourcespace.news import News
from connector.resourcespace.parts import Part, Wanted
from connector.resourcespace.people import People
from connector.resourcespace.photos import ResourceSpacePhotos
from connector.resourcespace.request import Account
from connector.resourcespace.restrict import ResourceSpaceRestrict
from connector.resourcespace.rows import FieldRef
from connector.resourcespace.scope import Finder, Scope
from connector.resourcespace.setup import ResourceSpaceSetup
from connector.resourcespace.uses import ResourceSpaceMessage, ResourceSpaceUses
from connector.transport import Transport


def connect(wiring: Wiring) -> Host:
    """Connect a ResourceSpace; `wiring.where` is its address. Sends nothing yet.

    Raises `HostRefused` without settings of this kind.
    """
    settings = wiring.settings
    if not isinstance(settings, ResourceSpaceHost):
        raise HostRefused("a ResourceSpace needs its settings")
    api = Api(
        sender=Transport(verify=str(settings.ca_file) if settings.ca_file else True),
        url=wiring.where,
        account=Account(user=settings.user, key=wiring.secret),
    )
    scope = Scope(text=settings.scope, types=settings.types, states=settings.states)
    mapper = _mapper(api, settings, wiring, scope.photos)
    finder = Finder(api=api, scope=scope)
    news = News(host=wiring.name, zone=wiring.zone, finder=finder)
    return Host(
        name=wiring.name,
        feed=ResourceSpaceFeed(
            news=news,
            now=wiring.now,
            sweep_every_s=settings.sweeps_every_s,
            ours=frozenset(mapper.wanted.written.values()) if mapper else frozenset(),
        ),
        photos=ResourceSpacePhotos(api=api, now=wiring.now, originals=settings.originals),
        marks=_marks(api, mapper, settings),
        setup=ResourceSpaceSetup(
            api=api, mapper=mapper, scope=scope, zone=wiring.zone, now=wiring.now
        ),
        names=wiring.names,
        language=wiring.language,
        restrict=ResourceSpaceRestrict(api=api, levels=_levels(settings)),
        finder=finder,
        consents=ResourceSpaceConsents(api=api),
        uses=ResourceSpaceUses(api=api),
        message=ResourceSpaceMessage(api=api),
    )


def _mapper(api: Api, settings: ResourceSpaceHost, wiring: Wiring, photos: Search) -> Mapper | None:
    if settings.fields is None:
        return None
    wanted = Wanted(
        fields=_refs(settings.fields),
        names=wiring.names,
        status=dict(wiring.words) | _plain(settings.options.status),
        channels=dict(wiring.channels) | _plain(settings.options.channels),
    )
    return Mapper(api=api, wanted=wanted, photos=photos, memory=wiring.memory)


def _levels(settings: ResourceSpaceHost) -> dict[str, int]:
    return {str(status): int(level) for status, level in settings.restrict.items()}


def _plain(names: Mapping[Any, str]) -> dict[str, str]:
    return {str(word): name for word, name in names.items()}


def _refs(fields: ResourceSpaceFields) -> dict[Part, FieldRef]:
    """Give the fields; where names are not wanted (any more), those there are taken back."""
    every = fields.model_dump().items()
    return {Part(name): FieldRef(ref) for name, ref in every if ref is not None}


def _marks(api: Api, mapper: Mapper | None, settings: ResourceSpaceHost) -> Marks:
    if mapper is None:
        return NoMarks()
    people = mapper.wanted.fields.get(Part.PEOPLE)
    return ResourceSpaceMarks(
        api=api,
        mapper=mapper,
        people=People(about=people) if people else None,
        nothing_ends_on=settings.nothing_ends_on,
    )
