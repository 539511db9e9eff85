"""A browser without a window, for tests of pages: one event loop for all requests of a test run.

A TestClient of its own starts a loop and its threads for every request; that costs more than most
requests.
"""

import atexit
from contextlib import ExitStack
from functools import cache

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi.testclient import TestClient
from starlette.types import ASGIApp


@cache
def _loop() -> BlockingPortal:
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(start_blocking_portal())


def new_browser(app: ASGIApp, *, base_url: str = "http://localhost") -> TestClient:
    """Open a browser that follows no redirects and keeps cookies of its own."""
    made = TestClient(app, base_url=base_url, follow_redirects=False)
    made.portal = _loop()
    return made
