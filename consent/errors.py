"""What consent refuses, by what the caller must do. Messages carry no personal data."""


class ConsentError(Exception):
    """Root of everything consent refuses."""


class StopError(ConsentError):
    """Stop: doing it again gives the same refusal until somebody changes something."""


class ContradictoryInput(StopError):
    """Two inputs cannot both be true; deciding would be a guess."""


class NaiveInstant(StopError):
    """An instant without a time zone cannot be ordered against the others."""


class InvalidTransition(StopError):
    """This event cannot follow the present state."""


class NotAllowed(StopError):
    """The rules forbid this act; the message says what to do instead."""


class AnswerRefused(NotAllowed):
    """This answer does not fit this face; the message says what to do instead."""


class ParticularsRefused(StopError):
    """A name, address, birth date or language cannot be kept. The message is one of `Unfit`."""
