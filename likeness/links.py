"""Links to the explanation of a photo: signed, revocable, and telling nothing by themselves.

A link holds the random number we gave the photo and a signature over it and its version. Raising
the version ends the link. No picture, no name and nothing of the host is in it.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass, field

from consent.ids import AssetId

PATH = "photo"
ID_BYTES = 16
SIGNATURE_BYTES = 16
"""128 bits of HMAC-SHA256: RFC 2104 section 5 allows half of the hash."""
_VERSION_BYTES = 8
_LABEL = b"likeness/1 explanation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLinks:
    """Makes and reads links (implements `scheduler.ports.Links`)."""

    secret: bytes = field(repr=False)
    place: str
    """What addresses begin with, without a slash at its end; empty = no links are made."""

    def address(self, asset: AssetId, version: int) -> str:
        """Give the address of a photo's explanation; empty where no address is configured."""
        if not self.place:
            return ""
        return f"{self.place}/{PATH}/{token(self.secret, asset, version)}"


def token(secret: bytes, asset: AssetId, version: int) -> str:
    """Make the signed part of a link, 43 characters."""
    number = bytes.fromhex(asset)
    signature = _signature(secret, number, version)
    return base64.urlsafe_b64encode(number + signature).decode().rstrip("=")


def asset_in(text: str) -> AssetId | None:
    """Give the photo a token claims to be about; None where it is no token. Proves nothing."""
    raw = _bytes_of(text)
    return AssetId(raw[:ID_BYTES].hex()) if raw else None


def holds(secret: bytes, text: str, asset: AssetId, version: int) -> bool:
    """Tell whether a token is the one of this photo and version, in constant time."""
    return hmac.compare_digest(token(secret, asset, version).encode(), text.encode())


def _signature(secret: bytes, number: bytes, version: int) -> bytes:
    message = _LABEL + number + version.to_bytes(_VERSION_BYTES, "big")
    return hmac.digest(secret, message, "sha256")[:SIGNATURE_BYTES]


def _bytes_of(text: str) -> bytes | None:
    """Read the characters; None for anything we would not have written exactly so."""
    try:
        raw = base64.b64decode(f"{text}=".encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return None
    same = base64.urlsafe_b64encode(raw).decode().rstrip("=") == text
    return raw if same and len(raw) == ID_BYTES + SIGNATURE_BYTES else None
