"""What the office pages are made of: handed in by the composition root."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from connector.values import HostName
from likeness.accounts.logins import Logins
from likeness.accounts.values import Account
from likeness.i18n.words import Wording
from likeness.storage.store import SqlStore
from likeness.web.office_pages.memory import AnswerMemory
from likeness.web.office_pages.pictures import Pictures
from scheduler.deps import Deps


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePages:
    """The parts of the pages. One per listener."""

    deps: Deps
    store: SqlStore
    logins: Logins
    pictures: Pictures
    wording: Wording
    language: str
    """Of people who ask for none of ours."""
    secure: bool
    """Whether people come by https: then the cookie is for this host alone, never sent plain."""
    key: bytes = field(repr=False)
    """Signs what forms carry."""
    controller: str = ""
    timezone: str = "UTC"
    public_url: str = ""
    hosts: Mapping[HostName, str] = field(default_factory=dict)
    """Host -> what kind it is."""
    channels: tuple[str, ...] = ()
    memory: AnswerMemory = field(default_factory=AnswerMemory, repr=False)

    def saw(self, who: Account, what: str, subjects: Iterable[str], reason: str = "") -> None:
        """Note in the access log that somebody sees personal data, before they do."""
        with self.store.begin() as tx:
            tx.access.add(who.actor, what, subjects, self.deps.clock.now(), reason)
