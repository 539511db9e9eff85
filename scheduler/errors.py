"""Errors of jobs.

A leaf says what the caller must do; messages are sentences for the person who asked.
"""

from collections.abc import Mapping

from consent.ids import PersonId


class JobError(Exception):
    """Anything that makes a job say no. Never raised itself."""


class NoSuchRow(JobError):
    """Forget: what was asked for is not there (any more)."""


class ConsentMissing(JobError):
    """Stop: a consent must be recorded first; the message says which."""


class ModeRefused(JobError):
    """Stop.

    The mode lacks a recorded legal basis, DPIA reference or attestation; the message says which.
    """


class ChoiceNeeded(JobError):
    """Stop: the request fits several things; the message lists them without personal data."""


class LikelyHere(JobError):
    """Stop: it may be somebody who is here; whoever asked says which it is."""

    def __init__(self, candidates: tuple[PersonId, ...]) -> None:
        """Keep whom it may be."""
        super().__init__("This may be somebody who is here. Send it again with new, or same_as.")
        self.candidates = candidates


class LinkOver(JobError):
    """Forget: this link opens nothing. Unknown, used up and ended look the same from outside."""


class NoticeMissing(JobError):
    """Stop: a text must be published first; the message says which."""


class TextNeeded(ChoiceNeeded):
    """Stop: nobody chose a text yet; the message says how to choose."""


class TextStands(JobError):
    """Stop: something has a text already. The message says what replacing it would end, and how."""


class StaleClaim(JobError):
    """Forget: somebody else has the lease now."""


class StageRefused(JobError):
    """Stop: the host is in a stage from which this does not follow; the message says which."""


class PostError(Exception):
    """Anything that keeps a letter from going out. `word` says why, without personal data.

    Never raised itself.
    """

    def __init__(self, word: str) -> None:
        """Keep the word."""
        super().__init__(word)
        self.word = word


class PostRefused(PostError):
    """Stop: this letter will never be taken."""


class PostDelayed(PostError):
    """Retry: this letter is not taken now."""


class PostDown(PostError):
    """Retry: no letter can be handed over now; this one is not to blame."""


class PostCut(PostError):
    """Retry or hold: the connection ended while a letter was handed over.

    It may have arrived. No other can be handed over on this connection.
    """


class TableRefused(JobError):
    """Stop: a file is no table we can read; the message says what to do. It repeats no cell."""


class EncodingUnclear(TableRefused):
    """Stop: a file can be read in several encodings; somebody must say which."""

    def __init__(self, message: str, *, samples: Mapping[str, str]) -> None:
        """Keep some words in each reading, for the eyes of whoever has the file."""
        super().__init__(message)
        self.samples = samples


class DatesUnclear(TableRefused):
    """Stop: the days of a column can be read with the day or the month first."""
