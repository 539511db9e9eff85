"""What every writer of letters has at hand: addresses of pages, words, the organisation's name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from consent.asks import LinkKind
from likeness.i18n.places import day
from likeness.i18n.words import Wording
from likeness.mail.drafts import Block, Draft
from likeness.mail.readers import Reader
from scheduler.ports.asking import LinkSecrets

ADDRESS_PATH = "a"
PATHS = {LinkKind.ASK: "s", LinkKind.RECEIPT: "r", LinkKind.FRESH: "m"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft and where it goes; an empty address reaches nobody."""

    draft: Draft
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What letters of one installation share."""

    secrets: LinkSecrets
    public_url: str
    """Without a slash at the end; empty where people portrayed have no pages."""
    office_url: str
    controller: str
    language: str
    zone: ZoneInfo
    wording: Wording
    alerts_to: tuple[str, ...] = ()
    now: Callable[[], datetime]

    def link(self, kind: LinkKind, about: str, serial: int) -> str:
        """Give the address of a page; empty where there are no pages."""
        if not self.public_url:
            return ""
        return f"{self.public_url}/{PATHS[kind]}/{self.secrets.make(kind, about, serial)}"

    def pen(self, language: str) -> "Pen":
        """Write in a language: the reader's where we have texts in it, else ours."""
        return Pen(desk=self, language=self.wording.pages.known(language) or self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Writes in one language."""

    desk: Desk
    language: str

    def gettext(self, text: str) -> str:
        """Translate a text."""
        return self.desk.wording.pages.of(self.language).gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Translate a text with a number."""
        return self.desk.wording.pages.of(self.language).ngettext(one, many, count)

    def day(self, value: date) -> str:
        """Write a day."""
        return day(value, self.language)

    def local(self, moment: datetime) -> date:
        """Give the local day of an instant."""
        return moment.astimezone(self.desk.zone).date()

    def listed(self, words: Sequence[str]) -> str:
        """Join words; empty for none."""
        return self.desk.wording.listed(words, self.language)

    def uses(self, channels: Sequence[str]) -> tuple[str, ...]:
        """Name uses."""
        return tuple(self.desk.wording.channel(name, self.language) for name in sorted(channels))

    def letter(self, reader: Reader, subject: str, *blocks: Block) -> Written:
        """Put a letter together: greeting, body, who it is from."""
        hello = self.gettext("Dear {name},").format(name=reader.name)
        greeting = hello if reader.name else self.gettext("Hello,")
        return Written(draft=self.draft(subject, greeting, *blocks), address=reader.email)

    def draft(self, subject: str, *blocks: Block) -> Draft:
        """Put a draft together, signed by the organisation."""
        kept = tuple(block for block in blocks if block != "")
        return Draft(subject=subject, blocks=(*kept, self.desk.controller), language=self.language)
