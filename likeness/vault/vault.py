"""The vault: a person's own key, wrapped under the key file, seals everything of that person."""

import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from likeness.vault.errors import KekWrong, KeysForeign, NoKey
from likeness.vault.kek import Kek
from likeness.vault.keyring import Keyring
from likeness.vault.sealing import DOMAIN, NONCE_BYTES, Cipher, Label, associated, new_key

KEY = Label(kind="key")
INSTALLATION = "installation"
KEK_ID = "kek"


class Vault:
    """Seals and opens records. Thread-safe; keeps no person's key in memory between calls."""

    def __init__(self, installation: str, kek: Kek, keyring: Keyring) -> None:
        """Bind the key file, keys.sqlite and the installation. Raises `KekWrong`, `KeysForeign`."""
        self._installation, self._keyring = installation, keyring
        self._kek_id, self._wrap, self._kek = kek.id, AESGCM(kek.key), kek.key
        self._derived: dict[str, bytes] = {}
        if _bind(keyring, INSTALLATION, installation) != installation:
            raise KeysForeign(
                "keys.sqlite belongs to another installation than the database."
                " Restore both from the same backup."
            )
        if _bind(keyring, KEK_ID, kek.id) != kek.id:
            raise KekWrong(
                "This is not the key file that the persons' keys were wrapped under."
                " Restore the right one; without it the templates are lost."
            )

    def make_key(self, person: str) -> None:
        """Make a person's key, durably, before the person's row is committed."""
        nonce = os.urandom(NONCE_BYTES)
        place = associated(self._installation, person, KEY)
        wrapped = nonce + self._wrap.encrypt(nonce, new_key(), place)
        self._keyring.add(person, wrapped, self._kek_id)

    def derive(self, purpose: str) -> bytes:
        """Give 32 secret bytes for one purpose, the same each time for this key file."""
        known = self._derived.get(purpose)
        if known is None:
            salt, info = self._installation.encode(), f"{DOMAIN} {purpose}".encode()
            known = HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(self._kek)
            self._derived[purpose] = known
        return known

    def own_cipher(self, purpose: str) -> Cipher:
        """Give a cipher for what belongs to no person yet, under a key derived for one purpose."""
        return Cipher(self.derive(purpose), self._installation, "")

    def settle(self, persons: Iterable[str]) -> None:
        """Note that the persons' rows are committed."""
        self._keyring.settle(persons)

    def drop_unsettled(self, persons: Iterable[str]) -> None:
        """Throw away keys of persons who were never committed."""
        self._keyring.drop_unsettled(persons)

    def cipher(self, person: str) -> Cipher:
        """Unwrap a person's key for a moment. Raises `NoKey` and `KekWrong`."""
        wrapped = self._keyring.wrapped(person)
        if wrapped is None:
            raise NoKey("this person has no key: unknown or erased")
        return self._unwrap(person, wrapped)

    def ciphers(self, persons: frozenset[str]) -> Iterator[tuple[str, Cipher]]:
        """Unwrap many persons' keys, one after the other; those without a key are left out."""
        for person, wrapped in self._keyring.some_wrapped(persons).items():
            yield person, self._unwrap(person, wrapped)

    def persons(self) -> dict[str, bool]:
        """Give all persons with a key, and whether it is settled."""
        return dict(self._keyring.persons())

    def erased(self) -> frozenset[str]:
        """Give the persons whose keys were destroyed."""
        return self._keyring.erased()

    def destroy(self, person: str) -> None:
        """Destroy a person's key: what is sealed under it opens never again. Safe to run twice."""
        self._keyring.erase(person)

    def checkpoint(self) -> bool:
        """Leave nothing destroyed in the write-ahead log of keys.sqlite.

        False while a reader prevents it.
        """
        return self._keyring.checkpoint()

    def close(self) -> None:
        """Close keys.sqlite."""
        self._keyring.close()

    def _unwrap(self, person: str, wrapped: bytes) -> Cipher:
        place = associated(self._installation, person, KEY)
        try:
            key = self._wrap.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], place)
        except InvalidTag as error:
            raise KekWrong(
                "A person's key in keys.sqlite does not open under this key file."
                " Restore keys.sqlite and the key file that belong together."
            ) from error
        return Cipher(key, self._installation, person)


def _bind(keyring: Keyring, key: str, value: str) -> str:
    """Give a fact of keys.sqlite, after setting it where it was never set."""
    if not keyring.fact(key):
        keyring.put_fact(key, value)
    return keyring.fact(key)
