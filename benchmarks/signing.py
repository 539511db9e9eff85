"""Let many people sign at the link of one session at once, against the service as a user runs it.

    python -m benchmarks.signing [--people 50] [--seconds 300] [--think 5]

Each signer reads the first page, chooses, reads the text and fills in the form (`think` seconds
between two pages, real people need minutes), hands it in, reads the receipt, and begins again as
somebody else. One form in ten is handed in twice at the same moment. Prints one JSON object: times
of pages in milliseconds, forms handed in, and signatures lost or doubled.
"""

import argparse
import http.client
import json
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

NAME = "Signer"
COMMAND = str(Path(sys.executable).with_name("likeness"))
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_USE = re.compile(r'name="(p0-use-[^"]+)" value="yes"')
SEE_OTHER = 303
OK = 200


@dataclass(slots=True)
class Tally:
    """What all signers saw."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    taken: set[str] = field(default_factory=set)
    """Nonces of forms that were answered with the receipt."""
    troubles: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, page: str, seconds: float, status: int, wanted: int) -> None:
        """Count one page."""
        with self.lock:
            self.times[page].append(seconds)
            if status != wanted:
                self.troubles[status] += 1


@dataclass(slots=True)
class Signer:
    """One person after the other at one phone."""

    place: tuple[str, int]
    path: str
    tally: Tally
    think_s: float
    number: int

    def run(self, until: float) -> None:
        """Sign until the time is over."""
        dice = random.Random(self.number)  # noqa: S311 - only spreads people over time
        time.sleep(dice.random() * self.think_s)
        while time.monotonic() < until:
            self._one(dice)

    def _one(self, dice: random.Random) -> None:
        self._page("choose", "GET", self.path)
        time.sleep(self.think_s * (0.5 + dice.random()))
        where = f"{self.path}?who=self&lang=en"
        _, text, _ = self._page("form", "GET", where)
        time.sleep(self.think_s * (0.5 + dice.random()))
        found = _TOKEN.search(text)
        if found is None:
            return
        name = f"{NAME} {self.number}-{dice.getrandbits(48):x}"
        said = {use: dice.choice(("yes", "no")) for use in _USE.findall(text)}
        said |= {"token": found[1], "name": name, "of-age": "1", "tick": "1", "action": "sign"}
        body = urlencode(said)
        cookies = self._hand_in(where, body, twice=dice.random() < 1 / 10)
        if cookies:
            with self.tally.lock:
                self.tally.taken.add(found[1].partition(".")[0])
            self._page("receipt", "GET", "/signed", headers={"Cookie": cookies})
        time.sleep(self.think_s * (0.5 + dice.random()))

    def _hand_in(self, where: str, body: str, *, twice: bool) -> str:
        found: list[str] = []

        def post() -> None:
            status, _, cookies = self._page("hand in", "POST", where, body, FORM, SEE_OTHER)
            if status == SEE_OTHER:
                found.append(cookies)

        threads = [threading.Thread(target=post) for _ in range(2 if twice else 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found[0] if found else ""

    def _page(  # noqa: PLR0913, PLR0917 - what a request is made of
        self,
        name: str,
        method: str,
        path: str,
        body: str = "",
        headers: dict[str, str] | None = None,
        wanted: int = OK,
    ) -> tuple[int, str, str]:
        began = time.perf_counter()
        connection = http.client.HTTPConnection(*self.place, timeout=60)
        try:
            connection.request(method, path, body or None, headers or {})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        self.tally.add(name, time.perf_counter() - began, answer.status, wanted)
        cookies = [one.partition(";")[0] for one in answer.headers.get_all("set-cookie", [])]
        return answer.status, text, "; ".join(cookies)


def main() -> None:
    """Print the result as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--think", type=float, default=5.0)
    wanted = parser.parse_args()
    print(json.dumps(measure(wanted.people, wanted.seconds, wanted.think)))


def measure(people: int, seconds: float, think_s: float) -> dict[str, object]:
    """Serve a fresh installation, let people sign, and compare with what was kept."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="likeness-signing-") as folder:
        data = Path(folder) / "data"
        with service(data) as address:
            parts = urlsplit(address)
            place = (str(parts.hostname), int(parts.port or 80))
            until = time.monotonic() + seconds
            signers = [
                Signer(place, parts.path, tally, think_s, number) for number in range(people)
            ]
            threads = [threading.Thread(target=one.run, args=(until,)) for one in signers]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return _result(tally, data, people)


def _result(tally: Tally, data: Path, people: int) -> dict[str, object]:
    raw = sqlite3.connect(data / "likeness.sqlite")
    kept = [nonce for (nonce,) in raw.execute("SELECT nonce FROM signatures")]
    (persons,) = raw.execute("SELECT count(*) FROM persons").fetchone()
    raw.close()
    every = [one for times in tally.times.values() for one in times]
    return {
        "people": people,
        "cores": len(os.sched_getaffinity(0)),
        "pages": len(every),
        "signed": len(tally.taken),
        "lost": len(tally.taken - set(kept)),
        "doubled": len(kept) - len(set(kept)) + max(0, persons - len(kept)),
        "kept_without_an_answer": len(set(kept) - tally.taken),
        "p50_ms": percentile(every, 0.5),
        "p95_ms": percentile(every, 0.95),
        "p95_ms_by_page": {name: percentile(times, 0.95) for name, times in tally.times.items()},
        "unexpected_answers": dict(tally.troubles),
    }


def percentile(seconds: list[float], share: float) -> float:
    """Give the time that this share of pages did not exceed, in milliseconds."""
    ordered = sorted(seconds)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)


@contextmanager
def service(data: Path) -> Iterator[str]:
    """Run `likeness serve` on a fresh installation; gives the address of a session's link."""
    port, office = _free_port(), _free_port()
    environ = {
        **os.environ,
        "LIKENESS_DATA": str(data),
        "LIKENESS_RECOGNITION__MODE": "off",
        "LIKENESS_PUBLIC__PUBLIC_URL": f"http://127.0.0.1:{port}",
        "LIKENESS_PUBLIC__BIND": f"127.0.0.1:{port}",
        "LIKENESS_OFFICE__BIND": f"127.0.0.1:{office}",
        "LIKENESS_ASKING__CONTACT": "privacy@example.org",
    }
    _run(environ, "init", "--yes", "--controller", "Benchmark", "--timezone", "UTC")
    _run(environ, "notice", "publish", "municipality")
    _run(environ, "session", "add", "Fair")
    told = _run(environ, "--json", "session", "link", "Fair", "--notice", "municipality")
    with subprocess.Popen(  # noqa: S603 - our own command
        [COMMAND, "serve"],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as serving:
        try:
            _wait(port)
            yield json.loads(told)["link"]
        finally:
            serving.terminate()
            serving.wait(60)


def _run(environ: dict[str, str], *words: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own command
        [COMMAND, *words],
        env=environ,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the service did not begin to listen")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    main()
