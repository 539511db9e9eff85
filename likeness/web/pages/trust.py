"""Whether a form that comes back is one of ours: a token bound to its page, and the browser's word.

A token names a page (a link, a visit) and carries a random part. It needs no cookie and no row.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

FIELD: Final = "token"
NONCE_BYTES = 16
_FIXED: Final = "fixed"
_OURS = frozenset({"same-origin", "none"})
"""What browsers say of a form of our own page; `none`: sent again by hand. Old ones say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Makes and checks the tokens of forms."""

    secret: bytes = field(repr=False)

    def token(self, page: str, nonce: str = "") -> str:
        """Make the token of a form on a page; random unless a nonce is given."""
        part = nonce or secrets.token_urlsafe(NONCE_BYTES)
        return f"{part}.{self._mac(page, part)}"

    def fixed(self, page: str) -> str:
        """Make the token of a form that must look the same each time."""
        return self.token(page, _FIXED)

    def is_fixed(self, token: str) -> bool:
        """Tell whether a token is one that looks the same each time."""
        return token.startswith(f"{_FIXED}.")

    def nonce(self, page: str, token: str) -> str:
        """Give the random part of a token of this page. Raises 403 for any other token."""
        part, _, mac = token.partition(".")
        if not hmac.compare_digest(self._mac(page, part).encode(), mac.encode()):
            raise HTTPException(403)
        return part

    def name(self, signer: str, person: str) -> str:
        """Give what stands for a person in the addresses of one signer: opaque, always the same."""
        digest = hmac.digest(self.secret, f"who|{signer}|{person}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest[:NONCE_BYTES]).decode().rstrip("=")

    def _mac(self, page: str, part: str) -> str:
        digest = hmac.digest(self.secret, f"{page}|{part}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def nonce_of(token: str) -> str:
    """Give the random part of a token that was checked before."""
    return token.partition(".")[0]


def require_own_page(headers: Headers) -> None:
    """Refuse a form that another site sent. Raises 403."""
    if headers.get("sec-fetch-site", "same-origin") not in _OURS:
        raise HTTPException(403)
