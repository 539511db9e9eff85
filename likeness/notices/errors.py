"""What keeps a text from being used; messages say which file and what is wrong."""


class NoticeFileError(Exception):
    """Root of everything that is wrong with a text. Never raised itself."""


class NoSuchNotice(NoticeFileError):
    """Stop: there is no text of this name; the message lists those there are."""


class BrokenNotice(NoticeFileError):
    """Stop: a file cannot be read as a text; the message says why."""
