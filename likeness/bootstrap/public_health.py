"""Whether people reach their pages: a test link is followed, addresses that may change are named.

A code on a poster lives as long as the poster; an address that changes makes it a dead one.
"""

import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from config.addresses import is_near
from connector.errors import HostError
from connector.transport import Sending, Transport
from connector.values import Health
from likeness.bootstrap.app import App
from likeness.bootstrap.people_pages import page_forms
from likeness.web.link_test import PATH, LinkTest

NAME = "public address"
TEST_S = 10.0
ANSWER_BYTES = 10_000
_LOCAL_ENDS = (".local", ".lan", ".home", ".internal", ".test", ".invalid", ".localhost")

Follow = Callable[[str], str]
"""Reads an address; gives what it answered, or raises `HostError`."""


def about_public(app: App, follow: Follow | None = None) -> Health:
    """Follow a test link through public_url, as somebody at home would."""
    url = app.settings.public.public_url
    if not url:
        return Health(name=NAME, ok=True, advice="Nobody can sign: public.public_url is not set.")
    test = LinkTest(forms=page_forms(app.store))
    try:
        said = (follow or _follow)(f"{url}/{PATH}/{test.question}")
    except HostError as error:
        why = str(error).rstrip(".")
        advice = f"Nobody gets through to {url} ({why}). Is `likeness serve` running?"
        return Health(name=NAME, ok=False, advice=advice)
    if said.strip() != test.answer:
        advice = f"{url} leads elsewhere, not to this installation. Look at your proxy."
        return Health(name=NAME, ok=False, advice=advice)
    return Health(name=NAME, ok=True, advice=may_change(url))


def may_change(url: str) -> str:
    """Say why an address should not be printed; empty where nothing speaks against it. Pure."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost"):
        return "Only this machine knows this address: do not print it."
    if _is_address(host):
        return "An address of numbers can change: get a name before you print codes."
    if is_near(host) or host.endswith(_LOCAL_ENDS):
        return "Only your own network knows this name: people at home cannot use the code."
    if parts.scheme != "https":
        return "It is not https: set up your proxy before you print codes."
    return ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _follow(url: str) -> str:
    transport = Transport()
    try:
        sending = Sending(url=url, total_s=TEST_S, limit=ANSWER_BYTES)
        return transport.send(sending).data.decode(errors="replace")
    finally:
        transport.close()
