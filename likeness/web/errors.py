"""Errors of the listeners. Messages are sentences for the admin."""


class WebError(Exception):
    """Anything that keeps a listener from listening. Never raised itself."""


class ListenRefused(WebError):
    """Stop: the address is taken, not ours, or not allowed."""


class ListenerLost(WebError):
    """Stop: a listener ended by itself; start the service again."""
