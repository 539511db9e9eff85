"""When a letter that was not taken is tried again, as a value. Pure: the jitter is an argument."""

from datetime import datetime, timedelta

FIRST_WAIT_S = 60.0
LONGEST_WAIT_S = 14_400.0
MAX_ATTEMPTS = 15
"""Tries before a letter is called failed: about two days, as mail servers do among themselves."""
DOWN_WAIT_S = 30.0
"""A mail server that is down is asked again this often; that never counts against a letter."""


def next_try(attempts: int, now: datetime, jitter: float) -> datetime | None:
    """Say when to try again; None: give up.

    `attempts` counts the tries that failed before this one, from 0; `jitter` is 0 to 1.
    """
    if attempts + 1 >= MAX_ATTEMPTS:
        return None
    wait_s = min(FIRST_WAIT_S * 4.0**attempts, LONGEST_WAIT_S) * (1.0 + jitter / 4)
    return now + timedelta(seconds=wait_s)
