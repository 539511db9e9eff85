"""How fast a withdrawal reaches 1,000 photos of a live ResourceSpace, beside what the host takes.

    python -m benchmarks.resourcespace_reflag [--photos 1000] [--mysql 'mysql -uroot rs']

A person who agreed to everything is named on every photo, the service writes that they are cleared,
and then the person withdraws. The clock runs from the command to the last photo; every photo is
read back. The rate is that of field writes, as the host's own log counts them. Beside it stands the
rate at which four connections write the same fields, with nothing between: some just before and
all of them just after, so that other work on the machine weighs on both.

Uploading so many files takes the host a while. With `--mysql`, a client of its database, resources
are made to look as if they had one: nobody looks at it, for they are named by hand.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from benchmarks.resourcespace_live import (
    HOST,
    Live,
    collection,
    each,
    installation,
    live,
    query,
)
from connector.resourcespace import answers
from connector.resourcespace.request import Account
from connector.transport import Transport
from connector.values import HostName
from consent.ids import Actor, PersonId, QuitclaimId, SignerId
from consent.modes import ModeScope, ScopeKind
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, Signer
from consent.states import ConsentState, Mode
from likeness.bootstrap.app import App, open_app
from likeness.bootstrap.hosting import new_id
from likeness.bootstrap.places import find_places
from likeness.bootstrap.running import tempo_of
from likeness.working import Work
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.change_stage import begin_stages, change_stage
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.save_quitclaim import save_quitclaim, withdraw_quitclaim
from scheduler.jobs.set_mode import set_mode
from scheduler.stages import Stage
from tests.contracts.resourcespace import a_picture

LOOK_S = 0.1
ANSWERING = ("status", "warning", "channels", "end", "note")
DEADLINE_S = 900.0
DAM, ME = HostName(HOST), Actor("benchmark")
_ROWS = 20_000
_SETTINGS = {"poll_s": 3600.0, "nothing_ends_on": "2031-12-31"}
_AS_IF = (
    "update resource set file_extension='jpg', preview_extension='jpg', has_image=1, "
    "file_size=1000, file_modified=now(), file_checksum=md5(ref)"
)


def main() -> None:
    """Print the figures as one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--photos", type=int, default=1000)
    asked.add_argument("--mysql", default="", help="client of the host's database")
    given = asked.parse_args()
    count = given.photos
    there = live()
    with collection(there) as number:
        refs = _made(there, count, given.mysql)
        settings = {**_SETTINGS, "scope": f"!collection{number}"}
        with (
            installation(there, settings) as ours,
            open_app(find_places(ours.data, ours.environ)) as app,
        ):
            consent = _prepare(there, app, refs)
            before = {
                field: there.shown(refs[0])[field]
                for field in (there.fields[part] for part in ANSWERING)
            }
            some = refs[: len(refs) // 5]
            away = _write(there, some, _blocked(there))
            back = _write(there, some, before)
            first = _newest(there)
            seconds = _withdraw(there, app, refs, consent)
            written = _written(there, first)
        after = _write(there, refs, before)
    rate = written / seconds
    taken, host_seconds = (sum(one) for one in zip(away, back, after, strict=True))
    host_rate = taken / host_seconds
    figures = {
        "photos": count,
        "seconds": round(seconds, 1),
        "photos_per_s": round(count / seconds, 1),
        "writes": written,
        "writes_per_s": round(rate, 1),
        "host_writes_per_s": round(host_rate, 1),
        "ratio": round(rate / host_rate, 2),
        "host": there.version(),
    }
    print(json.dumps(figures))


def _made(there: Live, count: int, mysql: str) -> Sequence[int]:
    """Make resources, each with a file or as good as."""
    picture = b"" if mysql else a_picture()
    each(
        range(count),
        lambda number: there.hands.put(picture + b"%d" % number * bool(picture), "jpeg"),
    )
    refs = sorted(there.hands.refs)
    if mysql:
        query(mysql, f"{_AS_IF} where ref in ({','.join(map(str, refs))})")
    return refs


def _prepare(there: Live, app: App, refs: Sequence[int]) -> QuitclaimId:
    """Let every photo be cleared, and say so in the host; gives the consent."""
    deps, person, consent = app.deps, PersonId(new_id()), QuitclaimId(new_id())
    with app.store.begin() as tx:
        tx.people.add(Person(id=person, profile=Profile(name="Somebody")))
    set_mode(deps, ModeScope(kind=ScopeKind.INSTALLATION), Mode.OFF, ME)
    given = Quitclaim(
        id=consent,
        person=person,
        state=ConsentState.GIVEN,
        at=deps.clock.now(),
        channels=frozenset(deps.rules.decide.channels),
        signer=Signer(id=SignerId(person)),
    )
    save_quitclaim(deps, given, ME)
    begin_stages(deps, ME)
    poll_host(deps, DAM)
    with app.store.read() as tx:
        assets = [one.id for one in tx.assets.of_host(DAM)]
    for asset in assets:
        attest_photo(deps, asset, (person,), ME, only=True)
    change_stage(deps, DAM, Stage.LIVE, ME)
    with working(app):
        _until_written(app)
    _all_say(there, refs, "✓")
    return consent


def _newest(there: Live) -> int:
    log = answers.log(there.hands.call("resource_log_last_rows", minref=0, days=1, maxrecords=0))
    return max(row.ref for row in log)


def _withdraw(there: Live, app: App, refs: Sequence[int], consent: QuitclaimId) -> float:
    """Withdraw while the service works; gives the seconds until every photo shows it."""
    with working(app):
        began = time.perf_counter()
        withdraw_quitclaim(app.deps, consent, ME)
        _until_written(app)
        seconds = time.perf_counter() - began
    _all_say(there, refs, "✗")
    return seconds


@contextmanager
def working(app: App) -> Iterator[None]:
    """Let everything work that `likeness serve` lets work beside its listeners."""
    work = Work(app.deps, tempo_of(app), on_done=lambda _done: None, on_refused=lambda: None)
    work.start()
    try:
        yield
    finally:
        work.stop(60.0)


def _until_written(app: App) -> None:
    until = time.perf_counter() + DEADLINE_S
    while True:
        with app.store.read() as tx:
            left = tx.queue.backlog(app.deps.clock.now())
        if not left.due + left.leased + left.waiting:
            return
        if time.perf_counter() > until:
            sys.exit(f"not every photo was written: {left}")
        time.sleep(LOOK_S)


def _all_say(there: Live, refs: Sequence[int], sign: str) -> None:
    words = tuple(map(there.says, refs))
    wrong = [word for word in words if not word.startswith(sign)]
    if wrong:
        sys.exit(f"{len(wrong)} photos do not say {sign}")


def _written(there: Live, first: int) -> int:
    """Count the field writes of our user since then."""
    rows = answers.log(
        there.hands.call("resource_log_last_rows", minref=first, days=1, maxrecords=_ROWS)
    )
    return sum(row.code == "e" and row.field in there.fields.values() for row in rows)


def _blocked(there: Live) -> dict[int, str]:
    values = {"status": "✗ Not cleared", "warning": "Do not publish", "note": "Every use: no."}
    return {there.fields[part]: values.get(part, "") for part in ANSWERING}


def _write(there: Live, refs: Sequence[int], values: dict[int, str]) -> tuple[float, float]:
    """Write these fields as the same user, as fast as may be; gives how many, and the seconds."""
    account = Account(user=there.user, key=there.key)
    hands = replace(there.hands, account=account, refs=[], transport=Transport())

    def write(ref: int) -> None:
        for field, value in values.items():
            answers.yes(hands.call("update_field", resource=ref, field=field, value=value))

    seconds = each(refs, write)
    return float(len(refs) * len(values)), seconds


if __name__ == "__main__":
    main()
