"""Logging in, staying in, and ending it: the acts behind the login pages and the command."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from consent.ids import Actor
from likeness.accounts.errors import (
    LinkSpent,
    LoginRefused,
    NoSuchAccount,
    PasswordRefused,
    TooManyTries,
)
from likeness.accounts.hashing import Hashing
from likeness.accounts.limits import Limits
from likeness.accounts.passwords import weakness
from likeness.accounts.values import Account, AccountId, WebSession
from likeness.storage.accounts import hashed
from likeness.storage.store import SqlStore, SqlTx
from scheduler.values import Act

SECRET_BYTES = 32
_KEPT = timedelta(days=30)
"""Sessions that ended stay listed for so long."""
_SEEN_EVERY_S = 60.0
"""A busy session writes that it was seen no more often than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    """A session just begun, with the secret for the cookie."""

    account: Account
    session: WebSession
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logins:
    """Logins of one installation. Thread-safe."""

    store: SqlStore
    hashing: Hashing
    now: Callable[[], datetime]
    limits: Limits = field(default_factory=Limits)

    def add(self, account: Account, actor: Actor) -> str:
        """Make a login; gives the secret of the link for its first use. Raises `NameTaken`."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        now = self.now()
        with self.store.begin() as tx:
            tx.accounts.add(account)
            tx.accounts.put_link(account.id, secret, now, now + self.limits.link)
            _act(tx, actor, "account-added", account.id, now)
        return secret

    def reset(self, account: AccountId, actor: Actor) -> str:
        """Take the password away and end all sessions; gives the secret of a fresh link."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        now = self.now()
        with self.store.begin() as tx:
            tx.accounts.save(replace(tx.accounts.get(account), password_hash="", disabled_at=None))
            tx.web_sessions.revoke_all(account, now)
            tx.accounts.put_link(account, secret, now, now + self.limits.link)
            _act(tx, actor, "account-reset", account, now)
        return secret

    def disable(self, account: AccountId, actor: Actor) -> None:
        """Shut a login and end its sessions at once."""
        now = self.now()
        with self.store.begin() as tx:
            tx.accounts.save(replace(tx.accounts.get(account), disabled_at=now))
            tx.accounts.drop_links(account)
            tx.web_sessions.revoke_all(account, now)
            _act(tx, actor, "account-disabled", account, now)

    def linked(self, secret: str) -> Account:
        """Give the login a one-time link is for, changing nothing. Raises `LinkSpent`."""
        with self.store.read() as tx:
            account = tx.accounts.linked(secret, self.now())
        if account is None:
            raise LinkSpent("This link was used already, or has ended.")
        return account

    def begin(self, link: str, password: str) -> LoggedIn:
        """Choose the first password through a one-time link, and log in.

        Raises `LinkSpent` and `PasswordRefused`.
        """
        account = self.linked(link)
        kept = self._checked(account, password)
        now = self.now()
        with self.store.begin() as tx:
            if tx.accounts.linked(link, now) is None:
                raise LinkSpent("This link was used already, or has ended.")
            tx.accounts.drop_links(account.id)
            tx.accounts.save(replace(account, password_hash=kept, seen_at=now))
            _act(tx, account.actor, "account-password-set", account.id, now)
            return self._session(tx, account, now)

    def log_in(self, name: str, password: str, address: str) -> LoggedIn:
        """Begin a session. Raises `LoginRefused` (which never says why) and `TooManyTries`."""
        now = self.now()
        self._knock(name, address, now)
        with self.store.read() as tx:
            account = tx.accounts.named(name)
        if not self._fits(account, password) or account is None or not account.may_log_in:
            raise LoginRefused("The name or the password is not right.")
        kept = account.password_hash
        fresh = self.hashing.hash(password) if self.hashing.is_outdated(kept) else kept
        with self.store.begin() as tx:
            current = tx.accounts.get(account.id)
            if not current.may_log_in or current.password_hash != account.password_hash:
                raise LoginRefused("The name or the password is not right.")
            tx.accounts.save(replace(current, seen_at=now, password_hash=fresh))
            _act(tx, account.actor, "account-login", account.id, now)
            return self._session(tx, account, now)

    def who(self, secret: str) -> tuple[Account, WebSession] | None:
        """Give who a cookie belongs to; None where it opens nothing (any more)."""
        now = self.now()
        with self.store.read() as tx:
            found = tx.web_sessions.find(secret)
        if found is None:
            return None
        session, account = found
        if not session.holds(now, self.limits.idle) or not account.may_log_in:
            return None
        if (now - session.seen_at).total_seconds() > _SEEN_EVERY_S:
            with self.store.begin() as tx:
                tx.web_sessions.saw(session.hash, now)
        return account, session

    def prove(self, account: Account, session: WebSession, password: str, address: str) -> None:
        """Type the password again before a dangerous act. Raises as `log_in` does."""
        now = self.now()
        self._knock(account.name, address, now)
        if not self._fits(account, password):
            raise LoginRefused("The password is not right.")
        with self.store.begin() as tx:
            tx.web_sessions.proved(session.hash, now)

    def change_password(self, account: Account, session: WebSession, password: str) -> None:
        """Set another password and end every other session. Raises `PasswordRefused`."""
        kept = self._checked(account, password)
        now = self.now()
        with self.store.begin() as tx:
            tx.accounts.save(replace(tx.accounts.get(account.id), password_hash=kept))
            tx.web_sessions.revoke_all(account.id, now, but=session.id)
            _act(tx, account.actor, "account-password-set", account.id, now)

    def log_out(self, account: Account, session: str) -> bool:
        """End one session of a login; False where there is none that lives."""
        now = self.now()
        with self.store.begin() as tx:
            ended = tx.web_sessions.revoke(account.id, session, now)
            if ended:
                _act(tx, account.actor, "account-session-ended", account.id, now)
        return ended

    def end_sessions(self, account: AccountId, session: str, actor: Actor) -> int:
        """End one session of a login, or all where none is named; gives how many."""
        now = self.now()
        with self.store.begin() as tx:
            ended = (
                int(tx.web_sessions.revoke(account, session, now))
                if session
                else tx.web_sessions.revoke_all(account, now)
            )
            _act(tx, actor, "account-session-ended", account, now)
        return ended

    def named(self, name: str) -> Account:
        """Find a login by its name or id. Raises `NoSuchAccount`."""
        with self.store.read() as tx:
            found = tx.accounts.named(name)
            known = {account.id: account for account in tx.accounts.all()}
        account = found or known.get(AccountId(name))
        if account is None:
            raise NoSuchAccount("There is no such login.")
        return account

    def _checked(self, account: Account, password: str) -> str:
        weak = weakness(password, account.name, account.email)
        if weak is not None:
            raise PasswordRefused(weak)
        return self.hashing.hash(password)

    def _fits(self, account: Account | None, password: str) -> bool:
        return self.hashing.fits(account.password_hash if account else "", password)

    def _session(self, tx: SqlTx, account: Account, now: datetime) -> LoggedIn:
        secret = secrets.token_urlsafe(SECRET_BYTES)
        session = WebSession(
            hash=hashed(secret),
            id=secrets.token_hex(8),
            account=account.id,
            made_at=now,
            seen_at=now,
            proved_at=now,
            ends_at=now + self.limits.longest,
        )
        tx.web_sessions.purge(now - _KEPT, self.limits.idle)
        tx.web_sessions.add(session)
        return LoggedIn(account=account, session=session, secret=secret)

    def _knock(self, name: str, address: str, now: datetime) -> None:
        """Count one try, right or wrong. Raises `TooManyTries`."""
        limits, window_s = self.limits, int(self.limits.window.total_seconds())
        tries = (
            ("login-name", " ".join(name.casefold().split()), limits.per_name),
            ("login-address", address, limits.per_address),
            ("login", "", limits.everybody),
        )
        with self.store.begin() as tx:
            counts = [tx.knocks.count(what, who, now, window_s) for what, who, _ in tries]
        if any(count > most for count, (*_, most) in zip(counts, tries, strict=True)):
            raise TooManyTries("Too many tries. Wait a quarter of an hour.")


def _act(tx: SqlTx, actor: Actor, act: str, account: AccountId, now: datetime) -> None:
    tx.records.act(Act(actor=actor, act=act, subjects=(account,)), now)
