"""Passwords as they are kept: argon2id. The only module that knows the library."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from likeness.accounts.passwords import normal

_TIME_COST, _MEMORY_KIB, _LANES = 3, 65_536, 1
"""64 MiB and three passes: RFC 9106 section 4, second recommended option, in one lane."""
_AT_ONCE = 2
"""Passwords hashed at the same time: more would let strangers fill the memory."""


class Hashing:
    """Hashes and checks passwords. Slow on purpose: do it outside transactions."""

    def __init__(self, *, memory_kib: int = _MEMORY_KIB, time_cost: int = _TIME_COST) -> None:
        """Prepare; a decoy is checked where there is no login, so that it takes as long."""
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._hasher = PasswordHasher(
            time_cost=time_cost, memory_cost=memory_kib, parallelism=_LANES
        )
        self._decoy = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Give what is kept of a password."""
        with self._turns:
            return self._hasher.hash(normal(password))

    def fits(self, kept: str, password: str) -> bool:
        """Tell whether a password is the one that is kept; with nothing kept it takes as long."""
        try:
            with self._turns:
                self._hasher.verify(kept or self._decoy, normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return bool(kept)

    def is_outdated(self, kept: str) -> bool:
        """Tell whether the settings of hashing became stricter since."""
        return self._hasher.check_needs_rehash(kept)
