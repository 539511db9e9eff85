"""Run both listeners and the services behind them until somebody asks to stop."""

import contextlib
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
import uvicorn
from starlette.types import ASGIApp

from config.addresses import Bind, Network
from likeness.web.errors import ListenerLost, ListenRefused

GRACE_S = 20
"""Seconds that requests and photos in work get to finish."""
_QUEUE = 128
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Service(Protocol):
    """Something that works beside the listeners: workers, timers."""

    def start(self) -> None:
        """Begin to work, in threads of its own."""
        ...

    def stop(self, grace_s: float) -> None:
        """Finish what is in work, within this time. Safe to call twice."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """One app and where it listens."""

    name: str
    app: ASGIApp
    bind: Bind
    trusted_proxies: tuple[Network, ...] = ()


def open_socket(listener: Listener) -> socket.socket:
    """Take the address. Raises `ListenRefused`."""
    bind = listener.bind
    family = socket.AF_INET6 if ":" in bind.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((bind.host, bind.port))
        taken.listen(_QUEUE)
    except OSError as error:
        taken.close()
        raise ListenRefused(
            f"The {listener.name} listener cannot use {bind} ({error.strerror}). "
            f"Stop what uses it, or set {listener.name}.bind to another address."
        ) from None
    return taken


def serve(
    listeners: Sequence[Listener],
    services: Sequence[Service],
    stop: threading.Event,
    *,
    grace_s: float = GRACE_S,
) -> None:
    """Take every address, start everything, and run until `stop` is set or a listener is lost.

    Raises `ListenRefused` before anything starts, `ListenerLost` after everything has stopped.
    """
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(open_socket(listener)) for listener in listeners]
        for service in services:
            held.callback(service.stop, grace_s)
            service.start()
        servers = [uvicorn.Server(_config(listener, grace_s)) for listener in listeners]
        lost = threading.Event()
        threads = [_run(*pair, stop, lost) for pair in zip(servers, sockets, strict=True)]
        for listener in listeners:
            structlog.get_logger().info("listening", listener=listener.name)
        stop.wait()
        for server in servers:
            server.should_exit = True
        for thread in threads:
            thread.join(grace_s + 5)
    structlog.get_logger().info("stopped", outcome="lost" if lost.is_set() else "asked")
    if lost.is_set():
        raise ListenerLost("A listener ended by itself. The log says where; start serve again.")


def _run(
    server: uvicorn.Server, taken: socket.socket, stop: threading.Event, lost: threading.Event
) -> threading.Thread:
    """Run one server in a thread; its end, however it came, ends the whole."""

    def run() -> None:
        try:
            server.run(sockets=[taken])
        except SystemExit:  # how uvicorn says that it cannot start
            structlog.get_logger().exception("listener-ended")
        finally:
            if not server.should_exit:
                lost.set()
            stop.set()

    thread = threading.Thread(target=run, name="listener", daemon=True)
    thread.start()
    return thread


def _config(listener: Listener, grace_s: float) -> uvicorn.Config:
    """Give uvicorn nothing to log paths with, and nobody's headers to believe but the proxies'."""
    trusted = [str(network) for network in listener.trusted_proxies]
    return uvicorn.Config(
        listener.app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted),
        forwarded_allow_ips=trusted,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=max(1, int(grace_s)),
        limit_concurrency=200,
        h11_max_incomplete_event_size=16_384,
    )


@contextlib.contextmanager
def stopping_on_signals(stop: threading.Event) -> Iterator[None]:
    """Set `stop` on SIGTERM and SIGINT, for as long as this lasts. Main thread only."""
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
