"""Every kind of host: one line each. A new kind is a folder beside this file and a line in here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from config.section import Section
from connector.folder import connect as folder
from connector.host import Host, Wiring
from connector.nextcloud import connect as nextcloud
from connector.nextcloud import receiving
from connector.resourcespace import connect as resourcespace
from connector.webhooks import Reader, SignedMessages, WebhookKeys


class Ability(StrEnum):
    """What some kinds of host can do beyond feed, photos, marks and setup."""

    RESTRICT = "restrict"
    PUBLIC_LINKS = "public-links"
    COMMENT = "comment"
    MESSAGE = "message"
    CONSENTS = "consents"
    USES = "uses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of host."""

    kind: str
    connect: Callable[[Wiring], Host]
    """Put the parts together. Sends nothing and opens nothing yet."""
    abilities: frozenset[Ability] = frozenset()
    messages: Callable[[Section, WebhookKeys], Reader] | None = None
    """Read what a host of these settings sends; None: this kind sends nothing."""


def _signed(_settings: Section, keys: WebhookKeys) -> Reader:
    return SignedMessages(keys=keys)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        line.kind: line
        for line in (
            Kind(kind="folder", connect=folder.connect),
            Kind(
                kind="resourcespace",
                connect=resourcespace.connect,
                abilities=frozenset(
                    {Ability.RESTRICT, Ability.CONSENTS, Ability.USES, Ability.MESSAGE}
                ),
                messages=_signed,
            ),
            Kind(
                kind="nextcloud",
                connect=nextcloud.connect,
                abilities=frozenset({Ability.PUBLIC_LINKS, Ability.COMMENT, Ability.MESSAGE}),
                messages=receiving.messages,
            ),
        )
    }
)
