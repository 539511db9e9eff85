"""The one owner of requests: sends what hosts and webhooks want sent, within limits that hold.

Knows no host. A redirect is an answer like any other, and never followed; no Origin, no netrc or
proxy of the environment, and no cookie unless a host is given leave, gets into a request.
"""

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Literal

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from urllib3.exceptions import HTTPError, NewConnectionError

from connector.deadline import Pace, PacedAdapter
from connector.errors import AnswerTooLarge, HostBusy, HostRefused, HostUnavailable

CONNECTIONS = 4
"""Per host. A usual Apache has a dozen workers; more than 4 of them would starve its editors."""
CONNECT_S = 10.0
TOTAL_S = 30.0
ANSWER_BYTES = 20_000_000
TRIES = 3
PATIENCE_S = 5.0
"""The longest Retry-After that is waited for here; what takes longer is the caller's to plan."""
_CHUNK = 65_536
_BUSY = frozenset({429, 502, 503, 504})
_UNTOUCHED = frozenset({429, 503})
"""Of these, the ones that say that nothing was done."""
_BAD_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
)


Method = Literal["GET", "POST", "PUT", "DELETE", "PROPFIND", "PROPPATCH", "SEARCH", "REPORT"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One request. Its parts are kept out of repr: they hold signatures and keys."""

    url: str = field(repr=False)
    method: Method = "GET"
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    repeatable: bool = True
    """Whether sending it twice does no harm. If not, it is sent again only where it never left."""
    total_s: float = TOTAL_S
    """Seconds for everything: waiting for a connection, all tries, the whole answer."""
    limit: int = ANSWER_BYTES
    """Bytes of the answer at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One whole answer, whatever its status."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """Names in lower case."""
    data: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """Give the media type without parameters; empty where none is said."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class _Again(Exception):  # noqa: N818 - never leaves this module
    """Try again after `wait_s`, or give up with what the host said last."""

    def __init__(self, why: HostUnavailable, wait_s: float | None = None) -> None:
        super().__init__(str(why))
        self.why, self.wait_s = why, wait_s


class Transport:
    """Connections to one host, kept open and shared by all threads."""

    def __init__(
        self,
        *,
        connections: int = CONNECTIONS,
        verify: str | bool = True,
        cookies: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Open nothing yet. `verify` may name a file with the certificates to trust.

        `cookies`: keep the host's cookies and send them back to it, for a host whose every call
        without one begins a session.
        """
        self._pace, self._sleep = Pace(clock), sleep
        self._free = threading.BoundedSemaphore(connections)
        self._jitter = random.SystemRandom().random
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = verify
        allowed = None if cookies else ()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=allowed))
        adapter = PacedAdapter(self._pace, connections)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def close(self) -> None:
        """Close all connections. Safe to call twice."""
        self._session.close()

    def send(self, sending: Sending) -> Reply:
        """Give the whole answer, of whatever status but 429, 502, 503 and 504.

        Raises `HostUnavailable` (no answer in time; `HostBusy` where it said so), `HostRefused`
        (an address that is none) and `AnswerTooLarge`.
        """
        with self._pace.within(sending.total_s):
            try:
                return self._tries(sending)
            except _Again as error:
                raise error.why from error

    def _tries(self, sending: Sending) -> Reply:
        retrying = Retrying(
            stop=stop_after_attempt(TRIES),
            wait=self._wait_s,
            retry=retry_if_exception_type(_Again),
            sleep=self._nap,
            reraise=True,
        )
        return retrying(self._once, sending)

    def _wait_s(self, state: RetryCallState) -> float:
        """Wait as long as the host asks, else twice as long each time, with jitter."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait_s if isinstance(error, _Again) else None
        return 0.2 * 2**state.attempt_number * (0.5 + self._jitter()) if asked is None else asked

    def _nap(self, wait_s: float) -> None:
        """Sleep, unless the time would be over before the end of it."""
        if wait_s >= self._left():
            raise HostUnavailable("busy")
        self._sleep(wait_s)

    def _left(self) -> float:
        try:
            return self._pace.left() or TOTAL_S
        except TimeoutError:
            raise HostUnavailable("TimeoutError") from None

    def _once(self, sending: Sending) -> Reply:
        if not self._free.acquire(timeout=self._left()):
            raise HostUnavailable("all connections are in use")
        try:
            with self._exchange(sending) as response:
                reply = Reply(
                    status=response.status_code,
                    headers={name.lower(): value for name, value in response.headers.items()},
                    data=_body(response, sending.limit),
                )
        except _BAD_ADDRESS as error:
            raise HostRefused(type(error).__name__) from None
        except requests.RequestException as error:
            raise _failed(error, sending) from None
        except (HTTPError, OSError) as error:
            raise _failed(error, sending) from None
        finally:
            self._free.release()
        if reply.status in _BUSY:
            raise _busy(reply, sending)
        return reply

    def _exchange(self, sending: Sending) -> requests.Response:
        left = self._left()
        headers = {"Accept-Encoding": "identity", "User-Agent": "likeness", **sending.headers}
        return self._session.request(
            sending.method,
            sending.url,
            data=sending.body or None,
            headers=headers,
            timeout=(min(CONNECT_S, left), left),
            allow_redirects=False,
            stream=True,
        )


def _body(response: requests.Response, limit: int) -> bytes:
    said = response.headers.get("Content-Length", "")
    if said.isdecimal() and int(said) > limit:
        raise AnswerTooLarge(f"more than {limit} bytes")
    body = bytearray()
    while chunk := response.raw.read(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > limit:
            raise AnswerTooLarge(f"more than {limit} bytes")
    return bytes(body)


def _failed(error: Exception, sending: Sending) -> Exception:
    """Say what a broken exchange means: again, or over. Names only the kind of error."""
    why = type(error).__name__
    cause = getattr(error.args[0], "reason", None) if error.args else None
    unsent = isinstance(cause, NewConnectionError)
    untrusted = isinstance(error, requests.exceptions.SSLError)
    if untrusted or not (sending.repeatable or unsent):
        return HostUnavailable(why)
    return _Again(HostUnavailable(why))


def _busy(reply: Reply, sending: Sending) -> Exception:
    """Say what a host that cannot serve now means: again, or over."""
    why = HostBusy(f"answered {reply.status}", status=reply.status)
    asked = _seconds(reply.headers.get("retry-after", ""), reply.headers.get("date", ""))
    impatient = asked is not None and asked > PATIENCE_S
    if impatient or not (sending.repeatable or reply.status in _UNTOUCHED):
        return why
    return _Again(why, asked)


def _seconds(retry_after: str, date: str) -> float | None:
    """Read Retry-After: seconds, or a moment by the host's own clock; None where it says none."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        wait = parsedate_to_datetime(retry_after) - parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return None
    return max(0.0, wait.total_seconds())
