"""A process that plans and sends letters, for the crash test: real store, real mailer, real lock.

Run as `python -m tests.likeness.mail.letters_child FOLDER PORT AFTER_CRASH`; prints `ready` when it
works. What time it is stands in a file, so that it passes while nobody runs.
"""

import sys
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from typing_extensions import override

from consent.alerts import AlertPlan
from likeness.i18n.words import Wording
from likeness.lock import hold_lock
from likeness.mail.letters import LetterComposer
from likeness.mail.message import From
from likeness.mail.smtp import MailServer, SmtpMailer
from likeness.mail.writing import Desk
from likeness.posting import Letters, Pace
from likeness.storage.store import SqlStore
from scheduler.jobs.plan_alerts import AlertRules
from scheduler.ports.post import Post
from tests.fakes.clock import FakeClock
from tests.fakes.store import make_store
from tests.scheduler.world import World

ZONE = ZoneInfo("Europe/Amsterdam")
MANAGER = "manager@example.org"
SENDER = From(name="Example School", address="consent@example.org")
RULES = AlertRules(
    plan=AlertPlan(share=0.0, days=(30,), person_days=(30,), person_expired=False),
    zone=ZONE,
    hour=8,
    to=(MANAGER,),
)


@dataclass(slots=True)
class FileClock(FakeClock):
    """Time as a file says it."""

    file: Path = Path()

    @override
    def now(self) -> datetime:
        return datetime.fromisoformat(self.file.read_text(encoding="ascii")).astimezone(UTC)

    @override
    def today(self) -> date:
        return self.now().astimezone(ZONE).date()

    def set(self, moment: datetime) -> None:
        """Change the time at once, so that nobody reads half of it."""
        new = self.file.with_suffix(".new")
        new.write_text(moment.astimezone(UTC).isoformat(), encoding="ascii")
        new.replace(self.file)


def clock_of(folder: Path) -> FileClock:
    return FileClock(file=folder / "clock")


def letters_of(store: SqlStore, clock: FileClock, port: int, *, hold: bool) -> Letters:
    """Put the service together as the product does."""
    world = World(store, clock=clock)
    desk = Desk(
        secrets=world.deps.secrets,
        public_url="https://consent.example.org",
        office_url="",
        controller="Example School",
        language="en",
        zone=ZONE,
        wording=Wording(labels={}),
        alerts_to=RULES.to,
        now=clock.now,
    )
    server = MailServer(host="127.0.0.1", port=port, security="none", sender=SENDER)
    post = Post(
        composer=LetterComposer(store=store, desk=desk),
        mailer=SmtpMailer(server=server, now=clock.now),
        per_minute=10_000,
        hold_after_crash=hold,
    )
    return Letters(world.deps, post, RULES, Pace(send_s=0.1, plan_s=0.1))


def main(folder: Path, port: int, after_crash: str) -> None:
    """Work until killed."""
    store = make_store(folder)
    with hold_lock(folder / "data", "letters"):
        letters_of(store, clock_of(folder), port, hold=after_crash == "hold").start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
