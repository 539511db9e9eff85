"""A listener on this machine, and a browser the size of a phone in front of it."""

import contextlib
import ctypes
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.likeness.web.people.visitor import Town

CHROMIUM = "/usr/bin/chromium"
ATOMIC = "libatomic.so.1"
"""What the node program inside the package playwright is linked against."""
PATIENCE_MS = 120_000
"""How long a busy machine may take for one act."""
PHONE: ViewportSize = {"width": 360, "height": 740}
WATCH = "window.canary = window.canary || 0; window.alert = () => { window.canary += 1; };"


def missing() -> str:
    """Say why no browser can be used; empty where one can."""
    if not shutil.which(CHROMIUM):
        return f"no {CHROMIUM}: install Debian's chromium"
    try:
        ctypes.CDLL(ATOMIC)
    except OSError:
        return f"no {ATOMIC}, which drives the browser: install Debian's libatomic1"
    return ""


@contextlib.contextmanager
def served(town: Town) -> Iterator[str]:
    """Serve the pages on a free port; gives the address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(64)
        app = town.listener().app
        config = uvicorn.Config(app, log_config=None, lifespan="off", ws="none", http="h11")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(60)


@dataclass(slots=True)
class Phone:
    """A phone with or without JavaScript, which remembers what went wrong on its pages."""

    browser: Browser
    address: str
    scripts: bool = True
    language: str = "en-GB"
    policy: bool = True
    """Whether the policy of the page holds; axe puts a script into it."""
    troubles: list[str] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        """Switch it on."""
        self.context = self.browser.new_context(
            viewport=PHONE,
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale=self.language,
            java_script_enabled=self.scripts,
            bypass_csp=not self.policy,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda said: self._heard(said.type, said.text))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "404" not in text and "422" not in text:
            self.troubles.append(text)

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.address + path)

    def answer(self, person: int, **uses: str) -> None:
        """Choose yes or no for each use of one person."""
        for use, choice in uses.items():
            self.page.check(f'input[name="p{person}-use-{use}"][value="{choice}"]')

    def press(self, label: str) -> None:
        """Press a button or follow a link by its words."""
        found = self.page.get_by_role("button", name=label, exact=True)
        (found if found.count() else self.page.get_by_role("link", name=label)).first.click()

    def text(self) -> str:
        """Give the words of the page."""
        return self.page.locator("body").inner_text()

    def close(self) -> None:
        """Switch it off."""
        self.context.close()
