"""What keeps a file of words from being used; messages say what is wrong."""

from likeness.errors import LikenessError


class BrokenWords(LikenessError):
    """Stop: a file of words cannot be read; the message says why."""
