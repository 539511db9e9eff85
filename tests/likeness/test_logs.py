"""Logs: nothing personal gets in, whatever is thrown at them."""

import io
import json
import logging
import sqlite3
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from typing_extensions import override

from likeness import logs
from likeness.logs import Level, configure

NAME = "Maria Canary-Jansen"
MAIL = "maria.canary@example.org"
TOKEN = "q7Zt0nXo1mJpR4sVbY8cLwKd2eHgUf5aNi3TzQxEy6"  # noqa: S105
HEX_KEY = "3f9a1c5e7b2d4f6a8c0e1b3d5f7a9c2e4b6d8f0a1c3e5b7d9f2a4c6e8b0d1f3a"
VECTOR = [0.1234567, -0.7654321, 0.5550001]
FILE = "/srv/photos/2026/maria_canary.jpg"
CANARIES = (NAME, "Canary", MAIL, "canary", TOKEN, HEX_KEY, "0.1234567", "0.7654321", FILE, ".jpg")

VALUES = [
    NAME,
    "Jan Jansen",
    MAIL,
    TOKEN,
    HEX_KEY,
    VECTOR,
    tuple(VECTOR),
    FILE,
    {"n": NAME},
    NAME.encode(),
    1j,
]
KEYS = sorted((logs.WORDS - {"level"}) | logs.NUMBERS | logs.IDS | set(logs.OTHER) | {"name"})


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


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def clean(out: io.StringIO) -> bool:
    return bool(out.getvalue()) and not any(canary in out.getvalue() for canary in CANARIES)


def test_what_is_on_the_list_is_logged(out: io.StringIO) -> None:
    structlog.get_logger().info("photo-marked", host="photos", ms=12.5, asset="0123456789abcdef")

    (line,) = lines(out)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "photo-marked",
        "level": "info",
        "host": "photos",
        "ms": 12.5,
        "asset": "0123456789abcdef",
    }


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("key", KEYS)
def test_no_key_lets_a_canary_through(out: io.StringIO, key: str, value: object) -> None:
    structlog.get_logger().debug("photo-marked", **{key: value})

    assert clean(out)
    assert lines(out)[0]["dropped"] == 1


@pytest.mark.parametrize("event", [NAME, MAIL, TOKEN, FILE, f"photo of {NAME}"])
def test_an_event_that_is_no_constant_is_not_repeated(out: io.StringIO, event: str) -> None:
    structlog.get_logger().warning(event)

    assert clean(out)
    assert lines(out)[0]["event"] == logs.UNNAMED


def _fail() -> None:
    database = sqlite3.connect(":memory:")
    try:
        database.execute(f"insert into person values ('{NAME}', '{MAIL}')")  # noqa: S608
    except sqlite3.Error as error:
        message = f"cannot keep {NAME} of {FILE} with {TOKEN} and {VECTOR}"
        raise ValueError(message) from error
    finally:
        database.close()


def test_an_exception_is_reduced_to_types_and_places(out: io.StringIO) -> None:
    try:
        _fail()
    except ValueError:
        structlog.get_logger().exception("job-failed", job="mark")

    assert clean(out)
    line = lines(out)[0]
    assert line["errors"] == "ValueError>OperationalError"
    assert ":_fail:" in line["at"]


def test_an_exception_passed_by_hand_is_reduced_too(out: io.StringIO) -> None:
    log = structlog.get_logger()

    log.error("job-failed", exc_info=ValueError(NAME), error=NAME, stack_info=True)
    log.error("job-failed", exc_info=(ValueError, ValueError(NAME), None))

    assert clean(out)
    assert [line["errors"] for line in lines(out)] == ["ValueError", "ValueError"]


def test_words_of_libraries_are_not_trusted(out: io.StringIO) -> None:
    log = logging.getLogger("uvicorn.error")

    log.warning("GET %s for %s", FILE, NAME)
    log.warning(f"%d of {NAME}", MAIL)  # noqa: G004
    try:
        _fail()
    except ValueError:
        log.exception("failed for %s", NAME)

    assert clean(out)
    assert [line["event"] for line in lines(out)] == ["library"] * 3
    assert lines(out)[2]["errors"] == "ValueError>OperationalError"
    assert lines(out)[0]["logger"] == "uvicorn.error"


def test_libraries_are_heard_from_warnings_on(out: io.StringIO) -> None:
    logging.getLogger("sqlalchemy.engine").debug("INSERT %s", NAME)
    logging.getLogger("uvicorn.error").info("Started")

    assert out.getvalue() == ""


def test_a_warning_of_a_library_loses_its_text(out: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn(f"cannot read {FILE}", stacklevel=1)

    assert clean(out)


def test_a_terminal_gets_nothing_personal_either(out: io.StringIO) -> None:
    class Terminal(io.StringIO):
        @override
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    configure(level=Level.DEBUG, to=terminal)
    try:
        _fail()
    except ValueError:
        structlog.get_logger().exception("job-failed", asset=NAME, reason=MAIL)

    assert clean(terminal)
    assert "job-failed" in terminal.getvalue()
    assert out.getvalue() == ""


def test_levels_below_the_chosen_one_are_left_out(out: io.StringIO) -> None:
    configure(level=Level.WARNING, to=out)

    structlog.get_logger().info("photo-marked")
    structlog.get_logger().warning("host-down", host="photos")
    logging.getLogger("apscheduler").warning("x")

    assert [line["event"] for line in lines(out)] == ["host-down", "library"]


@pytest.mark.parametrize(
    "route", ["/healthz", "/", "/openapi.json", "/photos/{photo}/faces/{face_id}", "unmatched"]
)
def test_routes_are_logged_as_templates(route: str) -> None:
    assert logs.allowed("route", route)


@pytest.mark.parametrize("route", [FILE, "/sign/" + TOKEN, "/photos/Maria", "//x@example.org"])
def test_paths_are_no_routes(route: str) -> None:
    assert not logs.allowed("route", route)


def test_numbers_are_numbers_and_flags_are_words() -> None:
    assert logs.allowed("count", 3)
    assert not logs.allowed("count", "3")
    assert logs.allowed("state", True)  # noqa: FBT003
    assert not logs.allowed("route", True)  # noqa: FBT003


def test_a_thread_that_dies_leaves_no_words(
    out: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logs.watch_threads()

    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()

    assert clean(out)
    assert lines(out)[0]["errors"] == "ValueError>OperationalError"
