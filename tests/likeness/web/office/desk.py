"""An office with one person at work, for tests of its pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape

from fastapi.testclient import TestClient
from httpx2 import Response

from config import sections
from connector.values import Health
from consent.ids import Actor
from likeness.accounts.hashing import Hashing
from likeness.accounts.limits import Limits
from likeness.accounts.logins import Logins
from likeness.accounts.values import Account, AccountId
from likeness.bootstrap.running import StoreKeys
from likeness.i18n.words import Wording
from likeness.metrics import Metrics
from likeness.web.listeners import office_listener
from likeness.web.office import Office
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.pictures import Pictures
from tests.fakes.browsing import new_browser
from tests.scheduler.world import ME, World

PASSWORD = "four cold windows sing"  # noqa: S105 - made up
LABELS = {
    "website": {"en": "Website", "nl": "Website"},
    "print": {"en": "Print", "nl": "Drukwerk"},
}
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class Ready:
    """Is always ready."""

    def checks(self) -> tuple[Health, ...]:
        return ()


@dataclass(slots=True)
class Desk:
    """A world, its office, and a browser that nobody is logged in with yet."""

    world: World
    language: str = "en"
    limits: Limits = field(default_factory=Limits)
    logins: Logins = field(init=False)
    browser: TestClient = field(init=False)
    account: Account = field(init=False)
    link: str = field(init=False)
    pages: OfficePages = field(init=False)

    def __post_init__(self) -> None:
        """Open the office."""
        store, clock = self.world.store, self.world.clock
        self.logins = Logins(
            store=store,
            hashing=Hashing(memory_kib=64, time_cost=1),
            now=clock.now,
            limits=self.limits,
        )
        self.account = self.make("Ada Office", language=self.language)
        self.pages = OfficePages(
            deps=self.world.deps,
            store=store,
            logins=self.logins,
            pictures=Pictures(self.world.deps),
            wording=Wording(labels=LABELS),
            language="en",
            secure=False,
            key=b"k" * 32,
            controller="Example Foundation",
            timezone="Europe/Amsterdam",
            public_url="https://consent.example.org",
            hosts={self.world.host.name: "memory"},
            channels=("website", "print"),
        )
        self.browser = self.new_browser()

    def make(self, name: str, *, language: str = "") -> Account:
        """Make a login; its link is kept."""
        account = Account(
            id=AccountId(f"account-{name.split(maxsplit=1)[0].lower()}"),
            name=name,
            language=language,
            made_at=self.world.clock.now(),
        )
        self.link = self.logins.add(account, Actor("cli:test"))
        return account

    def new_browser(self) -> TestClient:
        """Open another browser."""
        office = Office(
            keys=StoreKeys(store=self.world.store),
            readiness=Ready(),
            metrics=Metrics(),
            now=self.world.clock.now,
            version="1",
            pages=self.pages,
        )
        app = office_listener(office, sections.Office()).app
        return new_browser(app)

    def enter(self) -> "Desk":
        """Log in for the first time."""
        page = self.browser.get(f"/first/{self.link}").text
        answer = self.browser.post(
            f"/first/{self.link}",
            data={"csrf": token(page), "password": PASSWORD, "again": PASSWORD},
        )
        assert answer.status_code == 303, answer.text
        return self

    def get(self, path: str) -> Response:
        """Look at a page."""
        return self.browser.get(path)

    def text(self, path: str) -> str:
        """Give what a page says, with its entities as letters."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return unescape(answer.text)

    def send(self, path: str, **fields: str | Sequence[str]) -> Response:
        """Send a form as our own page does."""
        return self.browser.post(path, data={"csrf": self.token(path), **fields})

    def token(self, path: str) -> str:
        """Give the token that a form of ours, sent to this path, would carry."""
        secret = self.browser.cookies.get("likeness", "")
        found = self.logins.who(secret) if secret else None
        reader = f"session {found[1].hash}" if found else "nobody"
        return self.pages.tokens.make(reader, [path.partition("?")[0]])

    def log_in(
        self, password: str = PASSWORD, name: str = "Ada Office", back: str = "/"
    ) -> Response:
        """Type a name and a password."""
        csrf = token(self.browser.get("/login").text)
        fields = {"csrf": csrf, "name": name, "password": password, "next": back}
        return self.browser.post("/login", data=fields)

    def seen(self) -> list[tuple[str, tuple[str, ...]]]:
        """Give what the access log says, oldest first."""
        with self.world.store.read() as tx:
            return [(line.what, line.subjects) for line in reversed(tx.access.latest(1000))]

    def wait(self, **time: float) -> None:
        """Let time go by."""
        self.world.clock.moment += timedelta(**time)


def token(page: str) -> str:
    """Give what the forms of a page carry."""
    found = _CSRF.search(page)
    assert found, page[:500]
    return found[1]


__all__ = ["ME", "PASSWORD", "Desk", "token"]
