"""Deadlines that hold: every read from a socket is given only the time that is left.

A library's read timeout starts anew with every byte, so a server that trickles is never late. This
module knows sockets and urllib3 pools; it knows no host and no HTTP.
"""

import http.client
import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from requests.adapters import HTTPAdapter
from typing_extensions import override
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_Connection = TypeVar("_Connection")


class Pace(threading.local):
    """When the call of this thread must be over, in seconds of `clock`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start without a deadline."""
        self.clock = clock
        self.until: float | None = None

    @contextmanager
    def within(self, total_s: float) -> Iterator[None]:
        """Give this thread so many seconds."""
        self.until = self.clock() + total_s
        try:
            yield
        finally:
            self.until = None

    def left(self) -> float | None:
        """Give the seconds that are left, None without a deadline. Raises `TimeoutError`."""
        if self.until is None:
            return None
        left = self.until - self.clock()
        if left <= 0:
            raise TimeoutError("the time for this call is over")
        return left


class PacedReads(io.RawIOBase):
    """Reads of one response from one socket, each within what is left."""

    def __init__(self, pace: Pace, sock: socket.socket, raw: io.RawIOBase) -> None:
        """Read `raw`, which reads `sock`."""
        self._pace, self._socket, self._raw = pace, sock, raw

    @override
    def readable(self) -> bool:
        """Say yes."""
        return True

    @override
    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        """Read once. Raises `TimeoutError`."""
        self._socket.settimeout(self._pace.left())
        return cast("int | None", cast("Any", self._raw).readinto(buffer))

    @override
    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class _PacedResponse(http.client.HTTPResponse):
    """A response whose head and body are read within what is left."""

    def __init__(
        self, pace: Pace, sock: socket.socket, debuglevel: int = 0, method: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(PacedReads(pace, sock, raw))


def _paced(pace: Pace, made: _Connection) -> _Connection:
    vars(made)["response_class"] = partial(_PacedResponse, pace)
    return made


class _HttpPool(HTTPConnectionPool):
    pace: Pace

    @override
    def _new_conn(self) -> Any:
        return _paced(self.pace, super()._new_conn())


class _HttpsPool(HTTPSConnectionPool):
    pace: Pace

    @override
    def _new_conn(self) -> Any:
        return _paced(self.pace, super()._new_conn())


class PacedAdapter(HTTPAdapter):
    """Keeps so many connections to one server, never more, and reads them at a pace."""

    def __init__(self, pace: Pace, connections: int) -> None:
        """Open nothing yet."""
        self._pace = pace
        super().__init__(pool_connections=1, pool_maxsize=connections, pool_block=True)

    @override
    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        """Make pools whose connections are paced."""
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("PacedHttpPool", (_HttpPool,), {"pace": self._pace}),
            "https": type("PacedHttpsPool", (_HttpsPool,), {"pace": self._pace}),
        }
