"""What the office pages are made of: handed in by the composition root."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from connector.values import HostName
from consent.notices import Audience
from likeness.accounts.logins import Logins
from likeness.accounts.values import Account
from likeness.i18n.language_names import NAMES
from likeness.i18n.words import Wording
from likeness.storage.store import SqlStore
from likeness.web.office_pages.form_tokens import FormTokens
from likeness.web.office_pages.memory import AnswerMemory
from likeness.web.office_pages.pictures import Pictures
from likeness.web.once import Once
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

    @property
    def tokens(self) -> FormTokens:
        """Give what makes and checks the tokens of forms."""
        return FormTokens(key=self.key)

    @property
    def once(self) -> Once:
        """Give what uses forms up."""
        return Once(store=self.store, secret=self.key, now=self.deps.clock.now)

    def languages(self) -> dict[str, str]:
        """Give the languages people may get letters and texts in, with their names."""
        with self.store.read() as tx:
            published = {
                language
                for notice in tx.notices.ids()
                for audience in Audience
                for language in tx.notices.languages(notice, audience)
            }
        there = dict.fromkeys((*self.wording.pages.languages(), *sorted(published)))
        return {one: NAMES.get(one, one) for one in there}

    def saw(self, who: Account, what: str, subjects: Iterable[str], reason: str = "") -> None:
        """Note in the access log that somebody sees personal data, before they do."""
        with self.store.begin() as tx:
            tx.access.add(who.actor, what, subjects, self.deps.clock.now(), reason)
