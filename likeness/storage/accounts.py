"""Logins, their one-time links and their sessions in the database."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from likeness.accounts.errors import NameTaken, NoSuchAccount
from likeness.accounts.values import Account, AccountId, SessionHash, WebSession
from likeness.storage.tables.accounts import account_links, accounts, web_sessions


class SqlAccounts:
    """Logins."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def add(self, account: Account) -> None:
        """Keep a new login. Raises `NameTaken`."""
        if self.named(account.name) is not None:
            raise NameTaken("There is a login with this name already.")
        self._connection.execute(sa.insert(accounts).values(**_to_row(account)))

    def get(self, account: AccountId) -> Account:
        """Give a login. Raises `NoSuchAccount`."""
        return self._one(accounts.c.id == account)

    def named(self, name: str) -> Account | None:
        """Give the login of this name, whatever its case."""
        query = sa.select(accounts).where(accounts.c.login == _login(name))
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _to_account(row)

    def all(self) -> tuple[Account, ...]:
        """Give all logins by name."""
        query = sa.select(accounts).order_by(accounts.c.login)
        return tuple(_to_account(row) for row in self._connection.execute(query))

    def save(self, account: Account) -> None:
        """Change a login."""
        row = _to_row(account)
        self._connection.execute(
            sa.update(accounts).where(accounts.c.id == account.id).values(**row)
        )

    def put_link(self, account: AccountId, secret: str, now: datetime, ends: datetime) -> None:
        """Keep a one-time link instead of any earlier one."""
        self.drop_links(account)
        self._connection.execute(
            sa.insert(account_links).values(
                hash=hashed(secret), account=account, made_at=now, ends_at=ends
            )
        )

    def linked(self, secret: str, now: datetime) -> Account | None:
        """Give the login a link is for; None where it was used, ended or never was."""
        query = (
            sa.select(accounts)
            .join(account_links, account_links.c.account == accounts.c.id)
            .where(
                account_links.c.hash == hashed(secret),
                account_links.c.ends_at > now,
                accounts.c.disabled_at.is_(None),
            )
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _to_account(row)

    def drop_links(self, account: AccountId) -> None:
        """End all links of a login."""
        self._connection.execute(sa.delete(account_links).where(account_links.c.account == account))

    def _one(self, where: sa.ColumnElement[bool]) -> Account:
        row = self._connection.execute(sa.select(accounts).where(where)).one_or_none()
        if row is None:
            raise NoSuchAccount("There is no such login.")
        return _to_account(row)


class SqlWebSessions:
    """Browsers that are logged in."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def add(self, session: WebSession) -> None:
        """Keep a new session."""
        self._connection.execute(
            sa.insert(web_sessions).values(
                hash=session.hash,
                id=session.id,
                account=session.account,
                made_at=session.made_at,
                seen_at=session.seen_at,
                proved_at=session.proved_at,
                ends_at=session.ends_at,
                revoked_at=session.revoked_at,
            )
        )

    def find(self, secret: str) -> tuple[WebSession, Account] | None:
        """Give the session of a cookie with its login, also where it has ended: ask `holds`."""
        query = sa.select(web_sessions).where(web_sessions.c.hash == hashed(secret))
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        return _to_session(row), SqlAccounts(self._connection).get(AccountId(row.account))

    def of(self, account: AccountId) -> tuple[WebSession, ...]:
        """Give the sessions of a login that nobody ended, newest first."""
        query = (
            sa.select(web_sessions)
            .where(web_sessions.c.account == account, web_sessions.c.revoked_at.is_(None))
            .order_by(web_sessions.c.made_at.desc(), web_sessions.c.id)
        )
        return tuple(_to_session(row) for row in self._connection.execute(query))

    def saw(self, session: SessionHash, now: datetime) -> None:
        """Note that it was used."""
        self._set(web_sessions.c.hash == session, seen_at=now)

    def proved(self, session: SessionHash, now: datetime) -> None:
        """Note that the password was typed again."""
        self._set(web_sessions.c.hash == session, proved_at=now)

    def revoke(self, account: AccountId, session: str, now: datetime) -> bool:
        """End one session of a login; False where there is none that lives."""
        alive = (web_sessions.c.account == account) & web_sessions.c.revoked_at.is_(None)
        return self._set(alive & (web_sessions.c.id == session), revoked_at=now) == 1

    def revoke_all(self, account: AccountId, now: datetime, *, but: str = "") -> int:
        """End all sessions of a login, but for one; gives how many."""
        alive = (web_sessions.c.account == account) & web_sessions.c.revoked_at.is_(None)
        return self._set(alive & (web_sessions.c.id != but), revoked_at=now)

    def purge(self, before: datetime, idle: timedelta) -> int:
        """Delete sessions that ended before this instant; gives how many."""
        over = (web_sessions.c.ends_at < before) | (web_sessions.c.seen_at < before - idle)
        return self._connection.execute(sa.delete(web_sessions).where(over)).rowcount

    def _set(self, where: sa.ColumnElement[bool], **values: datetime) -> int:
        statement = sa.update(web_sessions).where(where).values(**values)
        return self._connection.execute(statement).rowcount


def hashed(secret: str) -> SessionHash:
    """Give what is kept of a secret of 256 bits."""
    return SessionHash(hashlib.sha256(secret.encode()).hexdigest())


def _login(name: str) -> str:
    return " ".join(name.casefold().split())


def _to_row(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "login": _login(account.name),
        "name": account.name,
        "email": account.email,
        "language": account.language,
        "password_hash": account.password_hash,
        "made_at": account.made_at,
        "disabled_at": account.disabled_at,
        "seen_at": account.seen_at,
    }


def _to_account(row: Row[Any]) -> Account:
    return Account(
        id=AccountId(row.id),
        name=row.name,
        email=row.email,
        language=row.language,
        password_hash=row.password_hash,
        made_at=row.made_at,
        disabled_at=row.disabled_at,
        seen_at=row.seen_at,
    )


def _to_session(row: Row[Any]) -> WebSession:
    return WebSession(
        hash=SessionHash(row.hash),
        id=row.id,
        account=AccountId(row.account),
        made_at=row.made_at,
        seen_at=row.seen_at,
        proved_at=row.proved_at,
        ends_at=row.ends_at,
        revoked_at=row.revoked_at,
    )
