"""`likeness serve`, as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.likeness.cli.calls import Command

DEADLINE_S = 60
CANARY = "maria-canary"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


ASK = """
import sys, urllib.request, urllib.error
port, secret, path = sys.argv[1:4]
request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
if secret:
    request.add_header("Authorization", f"Bearer {secret}")
try:
    with urllib.request.urlopen(request, timeout=60) as answer:
        print(answer.status, answer.read().decode())
except urllib.error.HTTPError as error:
    print(error.code, error.read().decode())
"""
"""Asked in a process of its own: tests of the command open no sockets."""


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def service(ready: Command, port: int, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the service with recognition off everywhere, so that it needs no models."""
    environ = {
        **os.environ,
        "LIKENESS_OFFICE__BIND": f"127.0.0.1:{port}",
    }
    words = [sys.executable, "-c", "from likeness.cli.main import main; main()"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [*words, "--data", str(ready.data), "serve"],
            env=environ,
            stderr=subprocess.PIPE,
            stdout=log,
            text=True,
        )
        yield process
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=DEADLINE_S)


def until_listening(service: "subprocess.Popen[str]") -> list[str]:
    """Read the log until the service listens."""
    lines = []
    assert service.stderr is not None
    for line in service.stderr:
        lines.append(line)
        if '"listening"' in line:
            return lines
    raise AssertionError("".join(lines))


def ask(port: int, path: str, secret: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(port), secret, path],
        capture_output=True,
        text=True,
        check=True,
        timeout=DEADLINE_S,
    )
    return done.stdout.strip()


def gauge(metrics: str, name: str) -> float:
    (line,) = [line for line in metrics.splitlines() if line.startswith(f"{name} ")]
    return float(line.split()[1])


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_service_answers_and_stops_when_asked(
    ready: Command, service: "subprocess.Popen[str]", port: int
) -> None:
    made = ready(
        "key", "add", "--scope", "metrics", "--scope", "health", "--until", "2999-12-31", "--json"
    ).json
    until_listening(service)

    health = ask(port, "/healthz")
    metrics = ask(port, "/metrics", made["secret"])
    parts = ask(port, "/readyz", made["secret"])
    refused = ask(port, "/metrics", "lk_wrong")
    unknown = ask(port, f"/{CANARY}?name={CANARY}")
    busy = ready("scan")
    service.send_signal(signal.SIGTERM)
    _, log = service.communicate(timeout=DEADLINE_S)

    assert health == "200 ok"
    assert 'likeness_photos{state="due"}' in metrics
    assert gauge(metrics, "likeness_workers_alive") == gauge(metrics, "likeness_workers_wanted") > 0
    assert '{"name":"threads","ok":true,"advice":""}' in parts
    assert refused.startswith("401 ")
    assert unknown.startswith("404 ")
    assert busy.code == 5
    assert service.returncode == 0
    assert '"stopped"' in log
    assert CANARY not in log
    assert "Traceback" not in log


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_an_address_in_use_ends_with_a_sentence(
    ready: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKENESS_RECOGNITION__MODE", "off")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("LIKENESS_OFFICE__BIND", f"127.0.0.1:{taken.getsockname()[1]}")

        called = ready("serve")

    assert called.code == 3
    assert "office.bind" in called.err


def test_without_models_the_service_does_not_start(ready: Command) -> None:
    ready("mode", "all", "detect")

    called = ready("serve")

    assert called.code == 6
    assert "likeness models install open" in called.err
