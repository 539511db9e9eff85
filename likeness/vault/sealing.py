"""Sealing with AES-256-GCM: what is sealed for one place opens nowhere else.

Pure but for the nonce.
"""

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from likeness.vault.errors import SealBroken

DOMAIN = "likeness/1"
NONCE_BYTES = 12
KEY_BITS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Where a sealed record belongs, besides its person. `pack` is empty for all but templates."""

    kind: str
    pack: str = ""
    record: str = ""


def new_key() -> bytes:
    """Make a random 256-bit key."""
    return AESGCM.generate_key(KEY_BITS)


def associated(installation: str, person: str, label: Label) -> bytes:
    """Write every part with its length before it, so that no two places give the same bytes."""
    return _owner(installation, person) + _place(label)


def _owner(installation: str, person: str) -> bytes:
    return _part(DOMAIN) + _part(installation) + _part(person)


def _place(label: Label) -> bytes:
    return _part(label.kind) + _part(label.pack) + _part(label.record)


def _part(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(4, "big") + data


class Cipher:
    """Seals and opens records of one person in one installation."""

    __slots__ = ("_aead", "_owner")

    def __init__(self, key: bytes, installation: str, person: str) -> None:
        """Bind a key to the one person and installation it belongs to."""
        self._aead, self._owner = AESGCM(key), _owner(installation, person)

    def seal(self, label: Label, data: bytes) -> bytes:
        """Give nonce and ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, data, self._owner + _place(label))

    def open(self, label: Label, sealed: bytes) -> bytes:
        """Give the data back. Raises `SealBroken`."""
        place = self._owner + _place(label)
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
        except (InvalidTag, ValueError) as error:
            raise SealBroken(
                f"A sealed {label.kind} record was changed or belongs elsewhere;"
                " restore the database and keys.sqlite from the same backup."
            ) from error
