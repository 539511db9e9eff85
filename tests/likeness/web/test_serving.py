"""Both listeners and the services, on real sockets of this machine."""

import ipaddress
import os
import signal
import socket
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from config.addresses import Bind
from likeness.web.errors import ListenerLost, ListenRefused
from likeness.web.serving import Listener, open_socket, serve, stopping_on_signals

DEADLINE_S = 60
LOCAL = "127.0.0.1"


def free_port() -> int:
    with socket.create_server((LOCAL, 0)) as server:
        port: int = server.getsockname()[1]
        return port


async def tells_client(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the address the request is believed to come from, and the scheme."""
    text = f"{scope['client'][0]} {scope['scheme']}"
    await PlainTextResponse(text)(scope, receive, send)


@dataclass(slots=True)
class FakeService:
    """Notes what is asked of it."""

    name: str
    log: list[str]
    fails: bool = False
    started: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.log.append(f"start {self.name}")
        if self.fails:
            raise RuntimeError(self.name)
        self.started.set()

    def stop(self, grace_s: float) -> None:
        self.log.append(f"stop {self.name} {grace_s:.0f}")


def listener(port: int, app: ASGIApp = tells_client, proxies: tuple[str, ...] = ()) -> Listener:
    trusted = tuple(ipaddress.ip_network(proxy) for proxy in proxies)
    return Listener(
        name="office", app=app, bind=Bind(host=LOCAL, port=port), trusted_proxies=trusted
    )


def while_serving(one: Listener, services: list[FakeService], do: Callable[[], None]) -> None:
    """Serve, do something, and stop; whatever goes wrong on the way is raised."""
    stop = threading.Event()
    trouble: list[BaseException] = []

    def run() -> None:
        try:
            serve([one], services, stop, grace_s=1)
        except BaseException as error:  # noqa: BLE001 - handed to the test
            trouble.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        do()
    finally:
        stop.set()
        thread.join(DEADLINE_S)
    assert not thread.is_alive()
    if trouble:
        raise trouble[0]


def get(port: int, **headers: str) -> str:
    request = urllib.request.Request(f"http://{LOCAL}:{port}/", headers=headers)
    with urllib.request.urlopen(request, timeout=DEADLINE_S) as answer:  # noqa: S310
        text: str = answer.read().decode()
        assert "server" not in {name.lower() for name in answer.headers}
        return text


def test_a_request_is_answered_while_services_run_and_all_stop_in_reverse() -> None:
    log: list[str] = []
    services = [FakeService("workers", log), FakeService("timers", log)]
    port = free_port()
    said: list[str] = []

    def ask() -> None:
        assert services[1].started.wait(DEADLINE_S)
        said.append(get(port))

    while_serving(listener(port), services, ask)

    assert said == [f"{LOCAL} http"]
    assert log == ["start workers", "start timers", "stop timers 1", "stop workers 1"]


@pytest.mark.parametrize(
    ("proxies", "believed"),
    [
        pytest.param((), f"{LOCAL} http", id="nobody is trusted"),
        pytest.param(("10.0.0.0/8",), f"{LOCAL} http", id="another is trusted"),
        pytest.param((f"{LOCAL}/32",), "203.0.113.9 https", id="the proxy is trusted"),
    ],
)
def test_forwarded_headers_are_believed_only_from_trusted_proxies(
    proxies: tuple[str, ...], believed: str
) -> None:
    port = free_port()
    log: list[str] = []
    service = FakeService("workers", log)
    said: list[str] = []
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}

    def ask() -> None:
        assert service.started.wait(DEADLINE_S)
        said.append(get(port, **forwarded))

    while_serving(listener(port, proxies=proxies), [service], ask)

    assert said == [believed]


def test_a_listener_that_ends_by_itself_ends_the_whole() -> None:
    log: list[str] = []
    broken = listener(free_port(), app="likeness.web:no_such_app")  # type: ignore[arg-type]

    with pytest.raises(ListenerLost):
        serve([broken], [FakeService("workers", log)], threading.Event(), grace_s=1)

    assert log == ["start workers", "stop workers 1"]


def test_an_address_in_use_is_refused_before_anything_starts() -> None:
    log: list[str] = []
    with socket.create_server((LOCAL, 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ListenRefused, match=r"office\.bind"):
            serve([listener(port)], [FakeService("workers", log)], threading.Event())

    assert log == []


def test_a_service_that_cannot_start_stops_what_was_started() -> None:
    log: list[str] = []
    services = [FakeService("workers", log), FakeService("timers", log, fails=True)]

    with pytest.raises(RuntimeError):
        serve([listener(free_port())], services, threading.Event(), grace_s=1)

    assert log == ["start workers", "start timers", "stop timers 1", "stop workers 1"]


def test_port_zero_takes_a_free_port() -> None:
    with open_socket(listener(0)) as taken:
        assert taken.getsockname()[1] > 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_to_stop_and_the_handler_goes_back(number: signal.Signals) -> None:
    stop = threading.Event()
    before = signal.getsignal(number)

    with stopping_on_signals(stop):
        os.kill(os.getpid(), number)
        assert stop.wait(DEADLINE_S)

    assert signal.getsignal(number) == before
