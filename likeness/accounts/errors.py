"""What logging in refuses. Messages are sentences for the person at the keyboard."""

from likeness.accounts.passwords import Weak
from likeness.errors import LikenessError


class AccountError(LikenessError):
    """Anything about logins that is refused. Never raised itself."""


class LoginRefused(AccountError):
    """Stop: the name or the password is wrong, or the login may not be used. Says not which."""


class TooManyTries(AccountError):
    """Stop for a while: too many wrong tries."""


class PasswordRefused(AccountError):
    """Stop: this password is too easy to guess; `weak` says why."""

    def __init__(self, weak: Weak) -> None:
        """Say why."""
        super().__init__("Choose another password: 12 characters or more, and not a common one.")
        self.weak = weak


class NameTaken(AccountError):
    """Stop: there is a login with this name already."""


class NoSuchAccount(AccountError):
    """Forget: there is no such login."""


class LinkSpent(AccountError):
    """Stop: the link was used, ended, or never was."""
