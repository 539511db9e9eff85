"""Errors of the demo. A leaf says what the caller must do; messages are for who asked."""


class DemoError(Exception):
    """Anything that keeps the demo from running. Never raised itself."""


class SourceMissing(DemoError):
    """Stop: a picture the demo is made of is not installed, or is not the picture we know."""


class FolderTaken(DemoError):
    """Stop: the folder is there and was not made by the demo; it stays untouched."""


class DemoStumbled(DemoError):
    """Stop: the demo met something else than it was written for."""
