"""Promise P7 for the life of a consent: no name, address, code or secret in any log or message.

Every command is given canaries, then again on a database with a table torn out, so that it fails in
the middle; and every job fails at DEBUG with its error logged.
"""

import io
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from consent.families import Guardian
from consent.ids import PersonId, SignerId
from consent.lifecycle import How
from consent.signing import Means
from likeness import logs
from likeness.cli.failing import sentence
from likeness.logs import Level, configure
from scheduler.asking import AskRequest
from scheduler.deps import Deps
from scheduler.jobs.apply_retention import apply_retention
from scheduler.jobs.ask_person import ask
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.hold_evidence import hold_evidence
from scheduler.jobs.import_people import import_people
from scheduler.jobs.sign_paper import sign_paper
from scheduler.jobs.withdraw import withdraw_all
from scheduler.lists.reading import read_table
from tests.fakes.store import make_store, store_files
from tests.likeness.cli.calls import Command
from tests.scheduler.test_paper import TEXTS, form
from tests.scheduler.world import ME, World

# No canary is made of digits and a-f alone: an id made by chance would hold it one day.
CANARY = re.compile(r"canary|\bzazie\b|geheim", re.IGNORECASE)
NAME, EMAIL, KEY = "Zazie Canary", "zazie@canary.example", "canary-key"
REASON = "geheim verzoek"
LIST = f"key,name,email\n{KEY},{NAME},{EMAIL}\n"
BROKEN = f"key,name,email\n{KEY},{NAME},canary-no-address\n"
CONSENTS = f"person,uses,answer,date\n{KEY},canary-use,yes,2025-01-01\n"
TORN = ("persons", "vault_records", "quitclaims", "evidence", "import_keys", "signatures", "audit")
SECRET = re.compile(r"/s/[A-Za-z0-9_-]{43}|(?<![-\w])[0-9A-Z]{4}(-[0-9A-Z]{4}){3}(?![-\w])")


def commands(folder: Path) -> list[tuple[str, ...]]:
    """Give every new command with canaries in what it is given."""
    files = {"list.csv": LIST, "broken.csv": BROKEN, "consents.csv": CONSENTS}
    for name, text in files.items():
        (folder / name).write_text(text)
    scan, out = folder / "scan-canary.pdf", folder / "out"
    scan.write_bytes(b"%PDF-1.4 canary")
    return [
        ("import", "persons", str(folder / "list.csv")),
        ("import", "persons", str(folder / "broken.csv")),
        ("import", "persons", str(folder / "list.csv"), "--map", "canary=name"),
        ("import", "consents", str(folder / "consents.csv")),
        ("session", "add", "Canary party"),
        ("session", "roster", "Canary party", NAME),
        (
            "session",
            "form",
            "Canary party",
            "--notice",
            "general",
            "--into",
            str(folder / "form.pdf"),
        ),
        ("session", "no-photo-list", "Canary party", "--into", str(folder / "list.pdf")),
        ("session", "no-photo-list", "Canary class", "--group", "--into", str(folder / "g.pdf")),
        ("quitclaim", "paper", EMAIL, str(scan), "--signed-on", "2026-01-01", "--granted", "print"),
        ("quitclaim", "paper", NAME, str(folder / "list.csv"), "--signed-on", "2026-01-01"),
        ("person", "hold", NAME, "--until", "2099-01-01", "--reason", REASON),
        ("person", "hold", "Nobody Canary", "--until", "2099-01-01", "--reason", REASON),
        ("consent", "export", NAME, "--into", str(out)),
        ("consent", "receipt", NAME, "--into", str(folder / "receipt.pdf")),
        ("consent", "verify", str(scan)),
        ("consent", "verify", str(scan), "--here"),
        ("retention", "--dry-run"),
        ("retention",),
        ("export", "person", NAME, "--into", str(folder / "me.zip")),
        ("export", "all", str(folder / "all")),
        ("erase", NAME, "--yes"),
    ]


@pytest.fixture
def asking(ready: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("LIKENESS_ASKING__CONTACT", "privacy@example.org")
    monkeypatch.setenv("LIKENESS_PUBLIC__PUBLIC_URL", "https://consent.example.org")
    assert ready("notice", "publish", "general").code == 0
    return ready


def leaks(said: str, folder: Path) -> list[str]:
    """Give the lines with a canary; the places of files that were named are the caller's own."""
    lines = said.replace(str(folder), "").replace("scan-canary.pdf", "").splitlines()
    return [line for line in lines if CANARY.search(line) or SECRET.search(line)]


def test_no_message_of_a_command_names_anybody(asking: Command, tmp_path: Path) -> None:
    codes = []
    for words in commands(tmp_path):
        called = asking(*words)
        codes.append(called.code)
        assert leaks(called.err, tmp_path) == [], words[:2]
        assert leaks(called.out, tmp_path) == [], words[:2]

    assert codes.count(0) >= 14, codes


@pytest.mark.parametrize("table", TORN)
def test_no_failure_of_a_command_names_anybody(asking: Command, tmp_path: Path, table: str) -> None:
    words = commands(tmp_path)
    for before in (words[0], *words[4:6]):
        assert asking(*before).code == 0
    tear(asking.data / "likeness.sqlite", table)

    failed = 0
    for one in words:
        called = asking(*one)
        failed += called.code not in {0, 1}
        assert leaks(called.err, tmp_path) == [], one[:2]

    assert failed, "a torn table must be felt"


def tear(database: Path, table: str) -> None:
    """Take a table out behind the product's back."""
    raw = sqlite3.connect(database)
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute(f"DROP TABLE {table}")
    raw.commit()
    raw.close()


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Give what is logged at DEBUG, and put the loggers back afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    stream = io.StringIO()
    configure(level=Level.DEBUG, to=stream)
    yield stream
    root.handlers[:], logging.raiseExceptions = before[0], before[2]
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def jobs(deps: Deps, person: PersonId) -> list[Callable[[], object]]:
    """Give the jobs of a life."""
    request = AskRequest(
        persons=(person,),
        signer=SignerId(person),
        guardian=False,
        notice=TEXTS[0].id,
        language="en",
        way=Means.MAIL,
    )
    until = deps.clock.today().replace(year=2099)
    return [
        lambda: import_people(deps, read_table(LIST.encode()), {}, ME, skip_bad=False),
        lambda: ask(deps, request, ME),
        lambda: sign_paper(deps, form(person, scan=b"%PDF canary"), ME),
        lambda: hold_evidence(deps, person, REASON, until, ME),
        lambda: apply_retention(deps, ME),
        lambda: withdraw_all(deps, person, How(by=ME, means=Means.COMMAND)),
        lambda: erase_person(deps, person, ME),
    ]


@pytest.mark.parametrize("table", [*TORN, "asks", "links", "outbox", "guardians", "notice_texts"])
def test_no_error_of_a_job_names_anybody_even_at_debug(
    tmp_path: Path, out: io.StringIO, table: str
) -> None:
    store = make_store(tmp_path)
    world = World(store=store)
    person = world.person(NAME)
    with store.begin() as tx:
        tx.notices.publish(TEXTS, world.clock.now())
        tx.guardians.save(person, Guardian(signer=SignerId("p"), name=NAME, email=EMAIL))
    tear(Path(str(store_files(tmp_path).database)), table)
    failures: list[str] = []

    for job in jobs(world.deps, person):
        try:
            job()
        except Exception as error:
            failures.append(f"{sentence(error)} {error!r}")
            logging.getLogger("test").exception("%s %s failed", NAME, EMAIL)
            structlog.get_logger().error("job-failed", name=NAME, exc_info=error)

    store.close()
    assert failures
    assert [one for one in failures if CANARY.search(one)] == []
    assert out.getvalue().count("\n") >= len(failures)
    assert not CANARY.search(out.getvalue())
    assert "name" not in logs.WORDS
