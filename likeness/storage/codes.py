"""One-time codes (implements `scheduler.ports.pages.Codes`).

The digits are derived from the id, the address is sealed: a copy of the database gives neither.
"""

import hmac
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from likeness.storage.tables.pages import one_time_codes
from likeness.vault.errors import SealBroken
from likeness.vault.sealing import Cipher, Label
from scheduler.errors import NoSuchRow
from scheduler.ports.pages import OneTimeCode

DIGITS = 6
MOST_TRIES = 5
"""Wrong digits after which a code is used up: 5 in 1,000,000 is luck nobody has."""
_WORD = 8


class SqlCodes:
    """Codes in the database."""

    def __init__(self, connection: Connection, cipher: Cipher, secret: bytes) -> None:
        """Work in one transaction; `secret` makes the digits."""
        self._connection, self._cipher, self._secret = connection, cipher, secret

    def make(self, code_id: str, email: str, language: str, ends_at: datetime) -> OneTimeCode:
        """Keep a new code, its address sealed; gives it."""
        self._connection.execute(
            sa.insert(one_time_codes).values(
                id=code_id,
                sealed=self._cipher.seal(_label(code_id), email.encode()),
                language=language,
                tries=0,
                ends_at=ends_at,
            )
        )
        return self.get(code_id)

    def get(self, code_id: str) -> OneTimeCode:
        """Give one. Raises `NoSuchRow` where it is unknown or was used up."""
        query = sa.select(one_time_codes).where(one_time_codes.c.id == code_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NoSuchRow("there is no such code (any more)")
        try:
            email = self._cipher.open(_label(code_id), row.sealed).decode()
        except SealBroken as error:
            raise NoSuchRow("this code cannot be opened") from error
        return OneTimeCode(
            id=code_id,
            email=email,
            language=row.language,
            digits=self._digits(code_id),
            ends_at=row.ends_at,
        )

    def try_digits(self, code_id: str, digits: str, now: datetime) -> bool:
        """Count a try and tell whether the digits are right, in time and not tried too often."""
        mine = one_time_codes.c.id == code_id
        open_still = mine & (one_time_codes.c.tries < MOST_TRIES) & (one_time_codes.c.ends_at > now)
        tried = sa.update(one_time_codes).where(open_still)
        counted = self._connection.execute(tried.values(tries=one_time_codes.c.tries + 1)).rowcount
        right = hmac.compare_digest(self._digits(code_id).encode(), digits.encode())
        return counted == 1 and right

    def drop(self, code_id: str) -> None:
        """Forget one."""
        gone = sa.delete(one_time_codes).where(one_time_codes.c.id == code_id)
        self._connection.execute(gone)

    def forget(self, now: datetime) -> int:
        """Delete the codes that are over; gives how many."""
        over = sa.delete(one_time_codes).where(one_time_codes.c.ends_at <= now)
        return self._connection.execute(over).rowcount

    def _digits(self, code_id: str) -> str:
        digest = hmac.digest(self._secret, code_id.encode(), "sha256")
        return f"{int.from_bytes(digest[:_WORD], 'big') % 10**DIGITS:0{DIGITS}d}"


def _label(code_id: str) -> Label:
    return Label(kind="code", record=code_id)
