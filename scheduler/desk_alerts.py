"""What consent managers must see besides ends.

Photos of withdrawals that may be in use, blocked photos that lie open, answers that lack.

Called by scheduler.jobs.plan_alerts, in its transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connector.values import HostName
from consent.alerts import Audience
from consent.asks import AskState
from consent.decisions import Rules
from consent.ids import PersonId
from consent.no_photo import silent
from consent.sessions import Session
from scheduler.letters import slot_of
from scheduler.ports import Tx
from scheduler.ports.alerts import ToldStep

PUBLIC = "public"
HELD = "held"
SIGHT = "sight"
HOST = "host"
TOLD_AFTER = timedelta(hours=1)
"""What is in the way of a host for less may be over before anybody reads of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is looked for, and on which day."""

    zone: ZoneInfo
    today: date
    hosts: tuple[HostName, ...]
    """Hosts that are with us: what lies open elsewhere is not ours to tell."""
    missing_after_days: int
    """Days after asking that missing answers of a session are told; 0 = never."""
    rules: Rules
    now: datetime


def other_steps(tx: Tx, watch: Watch, letter: str) -> Iterable[ToldStep]:
    """Give what else the managers must see: photos of withdrawals in use, answers that lack."""
    made = [
        *_still_used(tx, watch, letter),
        *_public(tx, watch, letter),
        *_out_of_sight(tx, watch, letter),
        *_missing(tx, watch, letter),
        *_held(tx, watch, letter),
        *_hosts(tx, watch, letter),
    ]
    told = tx.alerts.told({step.about for step in made})
    return [step for step in made if step.key not in told]


def _still_used(tx: Tx, watch: Watch, letter: str) -> Iterable[ToldStep]:
    for withdrawal in tx.withdrawals.all():
        if withdrawal.photos and tx.withdrawals.still_used(withdrawal.id):
            day = withdrawal.at.astimezone(watch.zone).date()
            yield _desk_step(f"withdrawal-{withdrawal.id}", day, "used", letter)


def _held(tx: Tx, watch: Watch, letter: str) -> Iterable[ToldStep]:
    """Give who came in and may be somebody here; each once."""
    for match in tx.held.all():
        day = match.made_at.astimezone(watch.zone).date()
        yield _desk_step(f"held-{match.person}", day, HELD, letter)


def _public(tx: Tx, watch: Watch, letter: str) -> Iterable[ToldStep]:
    """Give blocked photos that public links lead to; each once per link."""
    for link in (one for host in watch.hosts for one in tx.found_links.open(host, watch.today)):
        about = f"public-{link.asset}"
        yield ToldStep(
            key=f"{about}:{slot_of(link.id)}:{Audience.DESK}:{PUBLIC}",
            letter=letter,
            about=about,
            last=watch.today,
            word=PUBLIC,
            audience=Audience.DESK.value,
        )


def _out_of_sight(tx: Tx, watch: Watch, letter: str) -> Iterable[ToldStep]:
    """Give photos that left our sight marked yes; each once."""
    for lost in tx.sight.all():
        day = lost.leaving.at.astimezone(watch.zone).date()
        yield _desk_step(f"sight-{lost.asset}", day, SIGHT, letter)


def _missing(tx: Tx, watch: Watch, letter: str) -> Iterable[ToldStep]:
    """Give sessions whose latest asking was long enough ago, and that lack answers."""
    latest: dict[str, date] = {}
    for session, at in _asked(tx, watch) if watch.missing_after_days else ():
        day = at.astimezone(watch.zone).date()
        latest[session] = max(day, latest.get(session, day))
    for session, day in sorted(latest.items()):
        if day + timedelta(days=watch.missing_after_days) <= watch.today:
            yield _desk_step(f"session-{session}", day, "missing", letter)


def _hosts(tx: Tx, watch: Watch, letter: str) -> Iterable[ToldStep]:
    """Give hosts that something is in the way of, each once."""
    for trouble in tx.host_troubles.all():
        if trouble.host in watch.hosts and trouble.since + TOLD_AFTER <= watch.now:
            day = trouble.since.astimezone(watch.zone).date()
            yield _desk_step(f"host-{trouble.host}", day, HOST, letter)


def _asked(tx: Tx, watch: Watch) -> Iterable[tuple[str, datetime]]:
    """Give sessions that lack answers, with when people were asked: by name, or by the link."""
    for ask in tx.asks.all(AskState.OPEN):
        if ask.session is not None:
            yield ask.session, ask.made_at
    for session in tx.sessions.all():
        links = tx.links.of_session(session.id)
        if links and lacking(tx, session, watch.rules, watch.now, watch.today):
            yield session.id, max(link.made_at for link in links)


def lacking(
    tx: Tx, session: Session, rules: Rules, now: datetime, today: date
) -> tuple[PersonId, ...]:
    """Give who takes part in a session and said neither yes nor no."""
    return silent(tx.people.subjects(session.roster), rules, session.id, now, today)


def _desk_step(about: str, day: date, word: str, letter: str) -> ToldStep:
    return ToldStep(
        key=f"{about}:{day.isoformat()}:{Audience.DESK}:{word}",
        letter=letter,
        about=about,
        last=day,
        word=word,
        audience=Audience.DESK.value,
    )
