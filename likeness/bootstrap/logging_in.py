"""Puts logging in together: the limits of the settings, and the store."""

from datetime import timedelta

from likeness.accounts.hashing import Hashing
from likeness.accounts.limits import Limits
from likeness.accounts.logins import Logins
from likeness.bootstrap.app import App


def logins_of(app: App) -> Logins:
    """Give the logins of an installation."""
    office = app.settings.office
    return Logins(
        store=app.store,
        hashing=Hashing(),
        now=app.deps.clock.now,
        limits=Limits(
            idle=timedelta(minutes=office.idle_minutes),
            longest=timedelta(hours=office.session_hours),
        ),
    )
