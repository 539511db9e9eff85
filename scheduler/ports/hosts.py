"""What the jobs need from a host: the four protocols of connector.host, put together."""

from typing import Protocol

from connector.host import (
    Feed,
    Finder,
    Marks,
    Message,
    Originals,
    Photos,
    PublicLinks,
    Restrict,
    Setup,
    Uses,
)
from connector.records import HostConsents
from connector.values import HostName


class Host(Protocol):
    """One connected host with all its parts."""

    @property
    def name(self) -> HostName: ...
    @property
    def feed(self) -> Feed: ...
    @property
    def photos(self) -> Photos: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def setup(self) -> Setup: ...
    @property
    def names(self) -> bool:
        """Whether the admin switched person names on for this host."""
        ...

    @property
    def language(self) -> str:
        """The language editors of this host read."""
        ...

    @property
    def restrict(self) -> Restrict | None:
        """What closes photos by their status; None where nothing does."""
        ...

    @property
    def originals(self) -> Originals | None:
        """What hashes the original bytes; None where `fetch` gives them, or nobody may."""
        ...

    @property
    def finder(self) -> Finder | None:
        """What finds photos by a search; None where the host has folders instead."""
        ...

    @property
    def links(self) -> PublicLinks | None:
        """What finds public links of photos; None where the host has none."""
        ...

    @property
    def consents(self) -> HostConsents | None:
        """What reads the host's own consent records; None where it keeps none."""
        ...

    @property
    def uses(self) -> Uses | None:
        """What says who took a photo for use; None where the host does not say."""
        ...

    @property
    def message(self) -> Message | None:
        """What shows messages to users of the host; None where nothing does."""
        ...
