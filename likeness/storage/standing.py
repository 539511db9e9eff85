"""What is the same for every photo: sessions, modes, bases, consents, stages. Kept in memory.

Whoever changes one of them renews a token in the same transaction. What was read under a token
holds for as long as the token is there; it is random, so a change that was rolled back leaves
nothing behind that could be taken for another.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from likeness.storage.facts import SqlFacts

STANDING = "likeness:standing"
TOKEN_BYTES = 8
T = TypeVar("T")

Memory = dict[str, tuple[str, Any]]
"""What was read, and under which token. Shared by all transactions of a store."""


class SqlStanding:
    """Reads through the memory of a store, in one transaction."""

    def __init__(self, connection: Connection, memory: Memory) -> None:
        """Work in one transaction."""
        self._facts, self._memory = SqlFacts(connection), memory
        self._token: str | None = None

    def get(self, what: str, read: Callable[[], T]) -> T:
        """Give what is in memory; reads it where it was changed since.

        The token is read first: what is read after it is as new or newer.
        """
        if self._token is None:
            self._token = self._facts.get(STANDING)
        known = self._memory.get(what)
        if known is None or known[0] != self._token:
            known = self._memory[what] = (self._token, read())
        value: T = known[1]
        return value

    def renew(self) -> None:
        """Let nobody use what was read before this transaction."""
        self._token = secrets.token_hex(TOKEN_BYTES)
        self._facts.put(STANDING, self._token)
