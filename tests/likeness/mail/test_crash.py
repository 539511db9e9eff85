"""What must survive kill -9: every alert arrives, and arrives once but for the window of SMTP."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from consent.ids import Actor, PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, Signer
from consent.signing import Means
from consent.states import ConsentState
from likeness.storage.store import SqlStore
from scheduler.jobs.send_letters import message_id
from scheduler.ports.outbox import OutboxState, Posted
from tests.conftest import ROOT
from tests.fakes.postbox import Postbox, postbox
from tests.fakes.store import make_store
from tests.likeness.mail.letters_child import SENDER, clock_of
from tests.scheduler.world import WEB

PERSONS, DAYS = 300, 10
KILLED_ON = (1, 2, 4, 5, 8)
OUTAGE_ON = 6
PER_DAY = PERSONS // DAYS + 1
"""One letter each, and the digest."""
FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class School:
    """A store, its clock, its mail server, and the process that sends."""

    folder: Path
    store: SqlStore
    box: Postbox
    after_crash: str
    dice: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311
    kills: int = 0
    process: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        """Start the process and wait until it works."""
        place = str(self.folder), str(self.box.port), self.after_crash
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.likeness.mail.letters_child", *place],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        assert "ready\n" in self.process.stdout  # after what is logged

    def kill(self) -> None:
        """Kill it as hard as possible."""
        assert self.process
        self.process.kill()
        self.process.communicate()
        self.kills += 1

    def kill_in_the_middle(self, day: int) -> None:
        """Kill it after some letters of this day: in the window of SMTP, or a moment later."""
        some = PER_DAY * day + self.dice.randint(2, PER_DAY - 4)
        assert self.box.wait_for(lambda: self.arrived() >= some)
        assert self.process
        with pytest.raises(subprocess.TimeoutExpired):
            self.process.wait(timeout=self.dice.uniform(0.0, 0.05))
        self.kill()

    def arrived(self) -> int:
        return len(set(self.box.ids))

    def letters(self) -> list[Posted]:
        with self.store.read() as tx:
            return list(tx.outbox.all())

    def gone_through(self, count: int) -> bool:
        """Wait until so many letters arrived or are held."""
        return self.box.wait_for(lambda: self.arrived() + self.only_held() >= count)

    def only_held(self) -> int:
        """Count letters that are held and did not arrive."""
        ids = set(self.box.ids)
        held = [one for one in self.letters() if one.state is OutboxState.HELD]
        return sum(name_of(one) not in ids for one in held)


def name_of(posted: Posted) -> str:
    return message_id(posted.letter.key, SENDER.domain)


@contextmanager
def school(folder: Path, after_crash: str) -> Iterator[School]:
    store = make_store(folder)
    clock_of(folder).set(FIRST - timedelta(days=1))
    enrol_everybody(store)
    with postbox() as box:
        box.reply_after_s = 0.02
        made = School(folder, store, box, after_crash)
        try:
            yield made
        finally:
            if made.process and made.process.poll() is None:
                made.process.kill()
                made.process.communicate()
            store.close()


def enrol_everybody(store: SqlStore) -> None:
    """Give everybody a permission whose 30th last day is one of the days of the test."""
    how = How(by=Actor("cli:test"), means=Means.COMMAND)
    with store.begin() as tx:
        for number in range(PERSONS):
            person = PersonId(str(uuid4()))
            profile = Profile(name=f"Pupil {number}", email=f"p{number}@example.net")
            tx.people.add(Person(id=person, profile=profile))
            quitclaim = Quitclaim(
                id=QuitclaimId(str(uuid4())),
                person=person,
                state=ConsentState.GIVEN,
                channels=frozenset({WEB}),
                at=FIRST - timedelta(days=300),
                signer=Signer(id=SignerId(person)),
                ends=FIRST.date() + timedelta(days=30 + number % DAYS),
            )
            tx.people.save_quitclaim(quitclaim, how)


def live_through(made: School) -> None:
    """Let the days pass, killing and restarting; one kill is followed by an hour without anybody."""
    clock = clock_of(made.folder)
    made.start()
    for day in range(DAYS):
        morning = FIRST + timedelta(days=day)
        if day == OUTAGE_ON:
            clock.set(morning - timedelta(hours=2, minutes=30))
            made.kill()
            clock.set(morning - timedelta(hours=1, minutes=30))
            made.start()
        else:
            clock.set(morning)
        if day in KILLED_ON:
            made.kill_in_the_middle(day)
            made.start()
        assert made.gone_through(PER_DAY * (day + 1)), f"letters of day {day} are missing"
    clock.set(FIRST + timedelta(days=DAYS - 1, hours=1))
    made.kill()


@pytest.mark.e2e
@pytest.mark.parametrize("after_crash", ["resend", "hold"])
def test_300_alerts_survive_six_kills_and_an_hour_of_downtime(
    tmp_path: Path, after_crash: str
) -> None:
    with school(tmp_path, after_crash) as made:
        live_through(made)

        letters, ids = made.letters(), made.box.ids
        twice = {name for name, count in Counter(ids).items() if count > 1}
        in_doubt = {name_of(one) for one in letters if one.doubts}
        held = {name_of(one) for one in letters if one.state is OutboxState.HELD}
        figures = {
            "kills": made.kills,
            "letters": len(letters),
            "lost": len({name_of(one) for one in letters} - set(ids) - held),
            "twice": len(ids) - len(set(ids)),
            "doubts": sum(one.doubts for one in letters),
            "held": len(held),
        }
        sys.stdout.write(f"{after_crash}: {figures}\n")
        assert made.kills == len(KILLED_ON) + 2
        assert len(letters) == PERSONS + DAYS
        assert figures["lost"] == 0
        assert twice <= in_doubt
        assert figures["twice"] <= figures["doubts"] <= made.kills
        if after_crash == "hold":
            assert not twice
            assert held == in_doubt
