"""How long a new photo waits for its flag in a live ResourceSpace, with real recognition.

    python -m benchmarks.resourcespace_flag [--photos 24]

Pack `open`, mode gallery, the service as an admin runs it. Each photo is put in alone. First
with messages: the clock runs from the signed message to the status read back from the host. Then
without: it runs from the end of the upload, so it holds the wait for the next look, too. Photos are
made from the group photo inside the package insightface (six faces).
"""

import argparse
import importlib.metadata
import io
import json
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from http import HTTPStatus

from PIL import Image

from benchmarks.resourcespace_live import (
    HOST,
    Installation,
    Live,
    collection,
    installation,
    keep,
    live,
)
from connector.transport import Sending, Transport
from connector.webhooks import new_secret, sign

GROUP = "insightface/data/images/t1.jpg"
POLL_S = 5.0
NEVER_S = 86_400.0
LOOK_S = 0.02
DEADLINE_S = 60.0
_NOT_YET = {"", "…"}
"""A resource is "not checked" from the moment it is made until its file was looked at."""


def main() -> None:
    """Print the figures as one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--photos", type=int, default=24)
    count = asked.parse_args().photos
    there = live()
    told = _measure(there, count, messages=True)
    polled = _measure(there, count, messages=False)
    figures = {
        "photos": count,
        "webhook_p50_s": _share(told, 0.5),
        "webhook_p95_s": _share(told, 0.95),
        "poll_p50_s": _share(polled, 0.5),
        "poll_p95_s": _share(polled, 0.95),
        "poll_every_s": POLL_S,
        "host": there.version(),
    }
    print(json.dumps(figures))


def _share(seconds: Sequence[float], share: float) -> float:
    """Give the nearest-rank percentile."""
    ranked = sorted(seconds)
    return round(ranked[min(len(ranked) - 1, int(share * len(ranked)))], 2)


def _measure(there: Live, count: int, *, messages: bool) -> list[float]:
    port, secret = _free_port(), new_secret()
    public = {
        "LIKENESS_PUBLIC__BIND": f"127.0.0.1:{port}",
        "LIKENESS_OFFICE__BIND": f"127.0.0.1:{_free_port()}",
    }
    with collection(there) as number:
        scope = {"scope": f"!collection{number}", "poll_s": NEVER_S if messages else POLL_S}
        with installation(there, scope, **public) as ours:
            _prepare(ours, secret)
            with ours.serving():
                hook = f"http://127.0.0.1:{port}/hooks/{HOST}"
                tell = _teller(hook, secret) if messages else (lambda _ref: None)
                return _each(there, tell, count, hook)


def _each(there: Live, tell: Callable[[int], None], count: int, hook: str) -> list[float]:
    """Put photos in, one after the other; the first warms the models and does not count."""
    _await(lambda: _answers(hook))
    found = []
    for number, data in enumerate(photos(count + 1)):
        ref = there.hands.put(data, "jpeg")
        began = time.perf_counter()
        tell(ref)
        _await(lambda ref=ref: there.says(ref)[:1] not in _NOT_YET)  # type: ignore[misc]
        found.append(time.perf_counter() - began)
        print(number, ref, round(found[-1], 2), there.says(ref))
        there.hands.transport.close()
    return found[1:]


def _await(done: Callable[[], bool]) -> None:
    until = time.perf_counter() + DEADLINE_S
    while not done():
        if time.perf_counter() > until:
            sys.exit("nothing happened: see the log of the service")
        time.sleep(LOOK_S)


def _prepare(ours: Installation, secret: str) -> None:
    """Install the models, and let one person be known, so that faces are compared."""
    keep(ours.data / "secrets" / f"{HOST}-webhook", secret)
    ours.run("models", "install", "open")
    ours.run("person", "add", "--name", "Somebody")
    ours.run("recognition-consent", "give", "Somebody")
    group = ours.data / "group.jpg"
    group.write_bytes(next(photos(1)))
    ours.run("enrol", "Somebody", str(group), "--face", "3")
    ours.run("basis", "record", "all", "--basis", "benchmark", "--dpia", "none")
    ours.run("mode", "all", "gallery")
    ours.run("go-live", HOST)


def photos(count: int) -> Iterator[bytes]:
    """Make photos of six faces, each of other bytes and cut a little differently."""
    path = importlib.metadata.distribution("insightface").locate_file(GROUP)
    group = Image.open(str(path)).convert("RGB")
    for number in range(count):
        cut = group.crop((number, number, group.width, group.height))
        file = io.BytesIO()
        cut.save(file, "JPEG", quality=90)
        yield file.getvalue()


def _teller(hook: str, secret: str) -> Callable[[int], None]:
    """Give what sends the message that the plugin would send."""
    transport = Transport()

    def tell(ref: int) -> None:
        now = datetime.now(UTC)  # noqa: TID251 - the service has the present time
        seconds, name = str(int(now.timestamp())), f"msg_{ref}"
        data = {"ref": ref, "event": "upload"}
        message = {"type": "resource.upload", "timestamp": now.isoformat(), "data": data}
        body = json.dumps(message).encode()
        headers = {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": seconds,
            "webhook-signature": sign(secret, name, seconds, body),
        }
        sending = Sending(method="POST", url=hook, body=body, headers=headers)
        if transport.send(sending).status != HTTPStatus.OK:
            sys.exit("the service takes no messages")

    return tell


def _answers(url: str) -> bool:
    """Tell whether the service listens."""
    host, _, port = url.removeprefix("http://").partition("/")[0].partition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
