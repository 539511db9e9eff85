"""The mail server and the desk of letters, as the settings say. Opens nothing yet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from config.errors import SettingsError
from config.secrets import Secrets
from config.settings import Settings
from likeness.i18n.words import Wording
from likeness.mail.farewell import Farewell
from likeness.mail.message import From
from likeness.mail.smtp import MailServer, SmtpMailer
from likeness.mail.writing import Desk
from scheduler.ports import Clock, Store
from scheduler.ports.asking import LinkSecrets

MAIL_SECRET = "mail"  # noqa: S105 - the name of the file, not what is in it
FAREWELL_S = 10.0
"""Seconds that somebody who is erased waits at most for their last letter to go out."""


def mailer(settings: Settings, secrets: Secrets, now: Callable[[], datetime]) -> SmtpMailer | None:
    """Give the way to the mail server; None where none is configured. Raises `SecretRefused`."""
    mail = settings.mail
    if mail.host is None or mail.sender is None:
        return None
    secret = secrets.find(MAIL_SECRET)
    server = MailServer(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        sender=From(name=settings.controller, address=mail.sender, reply_to=mail.reply_to or ""),
        user=mail.user,
        password=secret.value.get_secret_value() if secret else "",
        ca_file=mail.ca_file,
        deadline_s=mail.deadline_s,
    )
    return SmtpMailer(server=server, now=now)


def desk(settings: Settings, links: LinkSecrets, wording: Wording, clock: Clock) -> Desk:
    """Give what letters share."""
    return Desk(
        secrets=links,
        public_url=settings.public.public_url or "",
        office_url=settings.office.begins_with,
        controller=settings.controller,
        language=settings.language,
        zone=ZoneInfo(settings.timezone),
        wording=wording,
        alerts_to=settings.alerts.to,
        now=clock.now,
    )


def farewell(settings: Settings, secrets: Secrets, store: Store, at: Desk) -> Farewell:
    """Give what says goodbye to somebody who is erased."""

    def find() -> SmtpMailer | None:
        try:
            found = mailer(settings, secrets, at.now)
        except SettingsError:
            return None
        if found is None:
            return None
        server = found.server
        hurried = replace(server, deadline_s=min(server.deadline_s, FAREWELL_S))
        return replace(found, server=hurried)

    return Farewell(store=store, desk=at, find_mailer=find)
