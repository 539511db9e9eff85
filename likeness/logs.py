"""Logs without personal data: one JSON line per event (a readable one on a terminal), to stderr.

What may appear is listed, everything else is dropped: an event is a constant in kebab case, a value
must be of the kind its key stands for. Texts of libraries are never trusted (they carry paths,
addresses and SQL parameters): of those only the logger, the place in the code and the type of the
error are kept. File names may be personal data: no key takes a path.
"""

import logging
import re
import sys
import threading
from collections.abc import Iterator, MutableMapping
from enum import StrEnum
from types import TracebackType
from typing import Any, Final, TextIO

import structlog
from structlog.typing import Processor
from typing_extensions import override

_WORD: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")
_IDENT: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8,32}")
_TYPES: Final = re.compile(r"[A-Za-z]{1,40}(>[A-Za-z]{1,40}){0,7}")
_PLACE: Final = r"[A-Za-z_.0-9]{1,80}:[A-Za-z_<>0-9]{1,60}:[0-9]{1,6}"
_PLACES: Final = re.compile(rf"{_PLACE}(>{_PLACE}){{0,11}}")
_LOGGER: Final = re.compile(r"[A-Za-z_]{1,24}(\.[A-Za-z_]{1,24}){0,7}")
_ROUTE: Final = re.compile(
    r"unmatched|(/([a-z][a-z0-9-]{0,31}|\{[a-z_]{1,31}\}|[a-z]{1,16}\.(txt|json))?){1,8}"
)
_METHOD: Final = re.compile(r"[A-Z]{3,7}")
_VERSION: Final = re.compile(r"[0-9]{1,4}(\.[0-9a-z]{1,12}){0,4}")
_LONG_HEX: Final = re.compile(r"[0-9a-f]{24,}|[a-z0-9]{24,}")

WORDS: Final = frozenset(
    """
    act cause channel check failure host job kind language level listener mode outcome
    pack reason rule scope signal stage state status task tick verdict
    """.split()  # noqa: SIM905
)
NUMBERS: Final = frozenset(
    """
    attempts bytes changed code count dead deleted due faces leased limit ms moved new
    persons pid port priority removed s seq size total unchanged version waiting workers
    """.split()  # noqa: SIM905
)
IDS: Final = frozenset({"asset", "finding", "key", "person", "quitclaim", "request", "session"})
OTHER: Final = {
    "at": _PLACES,
    "error": _TYPES,
    "errors": _TYPES,
    "logger": _LOGGER,
    "method": _METHOD,
    "release": _VERSION,
    "route": _ROUTE,
}

_LEVELS: Final = frozenset({"debug", "info", "warning", "error", "critical"})
UNNAMED: Final = "unnamed-event"


class Level(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def configure(*, level: Level = Level.INFO, to: TextIO | None = None) -> None:
    """Send all logs of this process, libraries included, redacted to one stream.

    Safe to run twice.
    """
    stream = sys.stderr if to is None else to
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, *chain(terminal=stream.isatty())],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.raiseExceptions = False  # its report of a logging mistake prints the arguments
    logging.captureWarnings(capture=True)
    root = logging.getLogger()
    root.handlers[:] = [LibraryHandler()]
    root.setLevel(max(number, logging.WARNING))


def watch_threads() -> None:
    """Log threads that die, instead of Python's report with the words of the error."""

    def report(died: threading.ExceptHookArgs) -> None:
        structlog.get_logger().critical("thread-died", exc_info=died.exc_value)

    threading.excepthook = report


def chain(*, terminal: bool) -> tuple[Processor, ...]:
    """Give the steps of one line; redaction is the last before it becomes text."""
    render: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if terminal
        else structlog.processors.JSONRenderer(sort_keys=True)
    )
    return (name_exceptions, redact, structlog.processors.TimeStamper(fmt="iso", utc=True), render)


def name_exceptions(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put the types of an exception and the places in the code in its stead."""
    given = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        line["errors"] = ">".join(type(one).__name__ for one in _causes(error))
        line["at"] = ">".join(_places(error.__traceback__))
    return line


def _causes(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    for _ in range(8):
        if one is None:
            return
        yield one
        one = one.__cause__ or one.__context__


def _places(trace: TracebackType | None) -> list[str]:
    """Give `module:function:line` of the innermost frames, outermost first."""
    places = []
    while trace is not None:
        frame = trace.tb_frame
        name = frame.f_globals.get("__name__", "unknown")
        places.append(f"{name}:{frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-12:]


def redact(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep what is on the list and looks like what its key stands for; count the rest."""
    event = line.pop("event", None)
    kept = {key: value for key, value in line.items() if allowed(key, value)}
    if len(kept) < len(line):
        kept["dropped"] = len(line) - len(kept)
    return {"event": event if _matches(_WORD, event) else UNNAMED, **kept}


def allowed(key: str, value: object) -> bool:
    """Tell whether this value may be logged under this key."""
    if key in NUMBERS or isinstance(value, bool):
        return key in NUMBERS | WORDS and isinstance(value, int | float)
    if key in WORDS:
        return _matches(_WORD, value) and not _LONG_HEX.search(str(value))
    if key in IDS:
        return _matches(_IDENT, value)
    return _matches(OTHER.get(key), value)


def _matches(pattern: re.Pattern[str] | None, value: object) -> bool:
    return bool(pattern and isinstance(value, str) and pattern.fullmatch(value))


class LibraryHandler(logging.Handler):
    """What libraries log: who, where and which type of error. Never their words."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Log one record without its text."""
        level = record.levelname.lower()
        structlog.get_logger().log(
            record.levelno if level in _LEVELS else logging.INFO,
            "library",
            logger=record.name,
            at=f"{record.module}:{record.funcName}:{record.lineno}",
            **({"exc_info": record.exc_info} if record.exc_info else {}),
        )
