"""Puts together what writes and sends letters, as the settings say."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from config.settings import Settings
from connector.values import Health, HostName
from consent.alerts import AlertPlan
from likeness.bootstrap.app import App
from likeness.bootstrap.mailing import MAIL_SECRET, desk, mailer
from likeness.mail.digests import trial
from likeness.mail.drafts import to_mail
from likeness.mail.letters import LetterComposer
from likeness.mail.smtp import SmtpMailer
from likeness.mail.writing import Desk
from likeness.metrics import OutboxCounts
from likeness.posting import Letters
from scheduler.errors import PostError
from scheduler.jobs.plan_alerts import AlertRules
from scheduler.jobs.send_letters import message_id
from scheduler.particulars import learn
from scheduler.ports.outbox import OutboxState
from scheduler.ports.post import Post


def letters_of(app: App) -> Letters:
    """Give the service that plans and sends letters. Raises `SecretRefused`."""
    return Letters(app.deps, post_of(app), alert_rules(app.settings))


def post_of(app: App) -> Post:
    """Give everything that sends. Raises `SecretRefused`."""
    mail = app.settings.mail
    return Post(
        composer=LetterComposer(store=app.store, desk=desk_of(app)),
        mailer=_asking(app, mailer_of(app)),
        bells={
            name: host.message for name, host in app.deps.hosts.items() if host.message is not None
        },
        per_minute=mail.per_minute,
        hold_after_crash=mail.after_crash == "hold",
        lease_s=2 * mail.deadline_s + 60.0,
    )


def mailer_of(app: App) -> SmtpMailer | None:
    """Give the way to the mail server; None where none is configured. Raises `SecretRefused`."""
    return mailer(app.settings, app.places.secrets, app.deps.clock.now)


def _asking(app: App, way: SmtpMailer | None) -> SmtpMailer | None:
    """Let every connection tell what the mail server offers."""
    if way is None:
        return None
    return replace(way, learn=lambda offered: learn(app.deps, offered=offered))


def desk_of(app: App) -> Desk:
    """Give what letters share."""
    return desk(app.settings, app.deps.secrets, app.wording, app.deps.clock)


def alert_rules(settings: Settings) -> AlertRules:
    """Say when whom is told what."""
    alerts = settings.alerts
    return AlertRules(
        plan=AlertPlan(
            share=alerts.share,
            days=alerts.days,
            person_days=alerts.person_days,
            person_expired=alerts.person_expired,
            desk=bool(alerts.to),
        ),
        zone=ZoneInfo(settings.timezone),
        hour=alerts.hour,
        to=alerts.to,
        screens=tuple(_screen(text) for text in alerts.on_screen),
        missing_after_days=alerts.missing_after_days,
    )


def outbox_counts(app: App) -> OutboxCounts:
    """Count letters by state."""
    with app.store.read() as tx:
        counts, doubts = tx.outbox.counts(), tx.outbox.doubts()
    return OutboxCounts(
        states={state.value: count for state, count in counts.items()}, doubts=doubts
    )


def about_mail(app: App) -> Iterator[Health]:
    """Say whether letters go out: knocks at the mail server, and counts what is stuck."""
    mail = app.settings.mail
    with app.store.read() as tx:
        counts = tx.outbox.counts()
    stuck = counts[OutboxState.HELD] + counts[OutboxState.FAILED]
    if stuck:
        advice = f"{stuck} letters wait for you: likeness outbox list"
        yield Health(name="letters", ok=False, advice=advice)
    way = mailer_of(app)
    if way is None:
        advice = "not set up: letters wait, and links can be copied instead"
        yield Health(name="mail", ok=True, advice=advice)
        return
    if mail.user and app.places.secrets.find(MAIL_SECRET) is None:
        advice = "The password is missing: write it into secrets/mail, mode 0600."
        yield Health(name="mail", ok=False, advice=advice)
        return
    yield _knock(way, "" if mail.security != "none" else "letters go unencrypted")


def _knock(way: SmtpMailer, advice: str) -> Health:
    try:
        with way.line():
            return Health(name="mail", ok=True, advice=advice)
    except PostError as error:
        return Health(name="mail", ok=False, advice=f"The mail server: {error.word}.")


def _screen(text: str) -> tuple[HostName, str]:
    host, _, user = text.partition(":")
    return HostName(host), user


def try_mail(app: App, address: str) -> Health:
    """Send a letter to an address at once, past the outbox, and say what became of it."""
    name = "test letter"
    way = mailer_of(app)
    if way is None:
        return Health(name=name, ok=False, advice="Set [mail] host and sender first.")
    mail = to_mail(trial(desk_of(app)), address)
    try:
        with way.line() as line:
            line.send(mail, message_id(f"trial:{secrets.token_hex(8)}", way.domain))
    except PostError as error:
        return Health(name=name, ok=False, advice=f"It did not go out: {error.word}.")
    return Health(name=name, ok=True, advice="The mail server took it: look whether it arrives.")
