"""Secrets of the links people get: 256 bits, made anew each time from the key file.

A letter that is sent again after a crash carries the same link. The database keeps only a hash.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

from consent.asks import LinkKind
from consent.ids import LinkHash

PURPOSE = "links"
LENGTH = 43


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeSecrets:
    """Makes secrets under one key (implements `scheduler.ports.asking.LinkSecrets`)."""

    key: bytes = field(repr=False)

    def make(self, kind: LinkKind, about: str, serial: int) -> str:
        """Give the secret of a link: 256 bits, 43 characters."""
        message = f"{kind.value}|{about}|{serial}".encode()
        raw = hmac.digest(self.key, message, "sha256")
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def hash_of(self, secret: str) -> LinkHash:
        """Give what is kept of a secret."""
        return LinkHash(hashlib.sha256(secret.encode()).hexdigest())
