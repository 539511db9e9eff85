"""Errors of the product package itself; its folders have their own."""


class LikenessError(Exception):
    """Anything this package says no to. Never raised itself."""


class BackupRefused(LikenessError):
    """Stop: the backup cannot or must not be made like this; the message says what to do."""


class ExportRefused(LikenessError):
    """Stop: nothing was exported; the message says what to do."""
