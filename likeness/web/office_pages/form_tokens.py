"""Tokens of the office's forms: each is bound to who reads the page and to where the form is sent.

Templates print `PLACE`; the shell puts the tokens in when the page is rendered, so no form can be
forgotten. A form whose buttons lead to several places carries one signature for each.
"""

import base64
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Final
from urllib.parse import unquote, urlsplit

PLACE: Final = "token-of-this-form"
"""What templates print. What people typed is escaped, so it cannot stand in a tag of ours."""
_NONCE_BYTES = 16
_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_SENT_TO = re.compile(r"<(?:form|button)\b[^>]*?\b(?:form)?action=\"([^\"]+)\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTokens:
    """Makes and checks the tokens under one key."""

    key: bytes = field(repr=False)

    def put_into(self, page: str, reader: str) -> str:
        """Give a page with the tokens of its forms; each of them names where it is sent."""

        def signed(found: re.Match[str]) -> str:
            form = found[0]
            paths = {path_of(unescape(one)) for one in _SENT_TO.findall(form)}
            return form.replace(f'value="{PLACE}"', f'value="{self.make(reader, paths)}"')

        return _FORM.sub(signed, page)

    def make(self, reader: str, paths: Iterable[str]) -> str:
        """Make a token that holds for these paths."""
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        return ".".join([nonce, *(self._mac(reader, path, nonce) for path in sorted(paths))])

    def holds(self, token: str, reader: str, path: str) -> bool:
        """Tell whether a token is one of this reader for this path."""
        nonce, *macs = token.split(".")
        wanted = self._mac(reader, path, nonce).encode()
        return any(hmac.compare_digest(wanted, mac.encode()) for mac in macs)

    def _mac(self, reader: str, path: str, nonce: str) -> str:
        digest = hmac.digest(self.key, f"{reader}|{path}|{nonce}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def path_of(address: str) -> str:
    """Give the path of an address, as a request names it; empty where there is none."""
    return unquote(urlsplit(address).path)
