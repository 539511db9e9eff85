"""The public listener and somebody with a browser, for tests of its pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

import lxml.html
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.types import ASGIApp

from config import sections
from config.settings import Settings
from consent.asks import Link, LinkKind
from consent.ids import PersonId, SessionId, SignerId
from likeness.bootstrap.people_pages import people_pages
from likeness.i18n.words import Wording
from likeness.metrics import Metrics
from likeness.web.listeners import PublicPages, public_listener
from likeness.web.pages.parts import Parts
from likeness.web.serving import Listener
from scheduler.jobs.ask_session import open_session_link
from tests.fakes.browsing import new_browser
from tests.scheduler.asking import TOWN, session
from tests.scheduler.world import ME, World

LABELS = {
    "website": {"en": "Website", "nl": "Website"},
    "print": {"en": "Print", "nl": "Drukwerk"},
}


def _page(answer: Response) -> lxml.html.HtmlElement:
    found = lxml.html.fromstring(answer.text)
    assert isinstance(found, lxml.html.HtmlElement)
    return found


def words(answer: Response) -> str:
    """Give the words a reader sees."""
    return " ".join("".join(_page(answer).itertext()).split())


def fields(answer: Response, form: int = 0) -> dict[str, str]:
    """Give what a form would send as it stands."""
    found = _page(answer).forms[form]
    return {name: value for name, value in found.fields.items() if value is not None}


@dataclass(slots=True)
class Town:
    """A world and its public listener."""

    world: World
    controller: str = "Town"
    parts: Parts = field(init=False)
    browser: TestClient = field(init=False)
    _app: tuple[Parts, ASGIApp] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Open the listener."""
        settings = Settings(
            timezone="Europe/Amsterdam",
            controller=self.controller,
            public=sections.Public(public_url="http://localhost"),
        )
        wording = Wording(labels=LABELS)
        self.parts = people_pages(settings, self.world.deps, self.world.store, wording)
        self.browser = self.new_browser()

    def wording(self, wording: Wording) -> None:
        """Speak with other words from now on."""
        self.parts = replace(self.parts, wording=wording)
        self.browser = self.new_browser()

    def listener(self) -> Listener:
        """Make the public listener."""
        settings = sections.Public(public_url="http://localhost")
        made = public_listener(settings, "en", Metrics(), None, PublicPages(people=self.parts))
        assert made is not None
        return made

    def new_browser(self) -> TestClient:
        """Open another browser, on the pages as they are now."""
        if self._app is None or self._app[0] is not self.parts:
            self._app = self.parts, self.listener().app
        return new_browser(self._app[1])

    def fair(self) -> tuple[SessionId, str]:
        """Make a session; gives the path at which everybody signs."""
        made = session(self.world)
        return made, f"/s/{open_session_link(self.world.deps, made, TOWN, ME)}"

    def get(self, path: str, language: str = "en") -> Response:
        """Read a page."""
        return self.browser.get(path, headers={"Accept-Language": language})

    def post(
        self, path: str, said: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Response:
        """Send a form."""
        return self.browser.post(path, data=dict(said), headers=dict(headers or {}))

    def mine(self, place: str, number: int = 0) -> str:
        """Give the address of a page about somebody on the personal page, as it links to it."""
        cards = _page(self.get("/me")).xpath("//section[@class='card'][@id]/@id")
        return f"/me/{cards[number]}/{place}"

    def form(self, page: str, action: str = "", language: str = "en") -> tuple[str, dict[str, str]]:
        """Read a page; gives where its form is sent, and what it would send as it stands.

        `action`: the end of where that form is sent; empty = the first form.
        """
        found = [one for one in _page(self.get(page, language)).forms if one.method == "POST"]
        wanted = next(one for one in found if (one.action or "").endswith(action))
        given = {name: value for name, value in wanted.fields.items() if value is not None}
        place = wanted.action or page
        return page.partition("?")[0] + place if place.startswith("?") else place, given

    def press(self, page: str, action: str = "", **said: str) -> Response:
        """Read a page, fill in one of its forms, send it. A `_` in a name stands for a dash."""
        place, given = self.form(page, action)
        given |= {name.replace("_", "-"): value for name, value in said.items()}
        return self.post(place, given)

    def fill(self, path: str, **said: str) -> Response:
        """Read a page, fill in its form, send it. A `_` in a name stands for a dash."""
        given = fields(self.get(path))
        given |= {name.replace("_", "-"): value for name, value in said.items()}
        return self.post(path, given)

    def visit(self, *persons: PersonId, signer: SignerId | None = None) -> None:
        """Come in by a fresh link."""
        secret = f"fresh-{uuid4()}"
        link = Link(
            hash=self.world.deps.secrets.hash_of(secret),
            kind=LinkKind.FRESH,
            made_at=self.world.clock.now(),
            ends_at=self.world.clock.now() + timedelta(minutes=15),
            persons=persons,
            signer=signer or SignerId(persons[0]),
        )
        with self.world.store.begin() as tx:
            tx.links.put(link)
        assert self.fill(f"/m/{secret}").status_code == 303
