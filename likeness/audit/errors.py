"""Errors of the audit log."""


class AuditError(Exception):
    """Anything the audit log says no to. Never raised itself."""


class ChainBroken(AuditError):
    """Stop.

    An entry was changed, removed or added behind the product's back; the message says which.
    """


class ReasonRefused(AuditError):
    """Stop: say the reason again, without addresses and paths."""


class EntryRefused(AuditError):
    """Stop: a programming mistake; the entry may hold personal data."""
