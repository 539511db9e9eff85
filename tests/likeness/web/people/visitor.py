"""The public listener and somebody with a browser, for tests of its pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import lxml.html
from fastapi.testclient import TestClient
from httpx2 import Response

from config import sections
from consent.asks import Link, LinkKind
from consent.ids import PersonId, SessionId, SignerId
from likeness.exporting.person import Cover, person_zip
from likeness.i18n.words import Wording
from likeness.metrics import Metrics
from likeness.web.listeners import PublicPages, public_listener
from likeness.web.pages.carrying import Carrier
from likeness.web.pages.limits import Limits
from likeness.web.pages.parts import Parts
from likeness.web.pages.trust import Forms
from likeness.web.serving import Listener
from scheduler.jobs.ask_session import open_session_link
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

    def __post_init__(self) -> None:
        """Open the listener."""
        store = self.world.store
        self.parts = Parts(
            deps=self.world.deps,
            forms=Forms(secret=store.derive("forms")),
            carrier=Carrier(cipher=store.own_cipher("pages")),
            limits=Limits(store=store),
            wording=Wording(labels=LABELS),
            controller=self.controller,
            public_url="http://localhost",
            secure=False,
            find_person=store.find_person,
            person_data=self.data_of,
        )
        self.browser = self.new_browser()

    def wording(self, wording: Wording) -> None:
        """Speak with other words from now on."""
        self.parts = replace(self.parts, wording=wording)
        self.browser = self.new_browser()

    def data_of(self, person: PersonId, signer: SignerId | None) -> bytes:
        """Give the ZIP of a person."""
        cover = Cover(controller="Town", day=self.world.clock.today(), language="en")
        with self.world.store.read() as tx:
            return person_zip(tx, person, cover, signer=signer)

    def listener(self) -> Listener:
        """Make the public listener."""
        settings = sections.Public(public_url="http://localhost")
        made = public_listener(settings, "en", Metrics(), None, PublicPages(people=self.parts))
        assert made is not None
        return made

    def new_browser(self) -> TestClient:
        """Open another browser."""
        return TestClient(self.listener().app, base_url="http://localhost", follow_redirects=False)

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

    def fill(self, path: str, **said: str) -> Response:
        """Read a page, fill in its form, send it. A `_` in a name stands for a dash."""
        given = fields(self.get(path))
        given |= {name.replace("_", "-"): value for name, value in said.items()}
        return self.post(path, given)

    def visit(self, *persons: PersonId, signer: SignerId | None = None) -> None:
        """Come in by a fresh link."""
        secret = f"fresh-{len(self.browser.cookies)}-{persons[0]}"
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
