"""Time how long after a key the next face to decide is on the screen, in a real browser.

    python -m benchmarks.faces [--faces 100] [--pause 0.4]

Makes a folder of photos (noise, 1600 x 1200) with one face each, starts `likeness serve`, logs in
through the first link with Debian's chromium, and answers every face with the key B, `--pause`
seconds after it was shown, as a person would at the fastest. Prints one JSON object: milliseconds
from the key to the next face being painted, its picture decoded (median, p95, worst), and the same
without any pause. Nothing else may run meanwhile.
"""

import argparse
import io
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from uuid import uuid4

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from consent.findings import Area, Finding
from consent.ids import FindingId
from consent.states import FindingKind
from likeness.bootstrap.app import open_app
from likeness.bootstrap.places import find_places

PASSWORD = "four cold windows sing"  # noqa: S105 - made up
CHROMIUM = "/usr/bin/chromium"
STARTED_S = 60.0
WATCH = """() => {
  window.shown = [];
  let pressed = 0;
  addEventListener("keydown", () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    const began = pressed;
    const images = [...document.querySelectorAll("#cards img")];
    Promise.all(images.map((one) => one.decode())).then(() => requestAnimationFrame(() => {
      window.shown.push(performance.now() - began);
    }));
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-face"] });
}"""


def main() -> None:
    """Print the result as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--faces", type=int, default=100)
    parser.add_argument("--pause", type=float, default=0.4)
    asked = parser.parse_args()
    found = {"faces": asked.faces, "pause_s": asked.pause}
    for name, pause in (("paced", asked.pause), ("no_pause", 0.0)):
        with tempfile.TemporaryDirectory(prefix="likeness-faces-") as folder:
            found[name] = _measured(Path(folder), asked.faces, pause)
    print(json.dumps(found))


def _measured(folder: Path, count: int, pause: float) -> dict[str, float]:
    photos, data = folder / "photos", folder / "data"
    _make(photos, count)
    port = _free_port()
    environ = {
        **os.environ,
        "LIKENESS_DATA": str(data),
        "LIKENESS_RECOGNITION__MODE": "off",
        "LIKENESS_OFFICE__BIND": f"127.0.0.1:{port}",
    }
    _likeness(environ, "init", "--yes", "--controller", "Benchmark", "--timezone", "UTC")
    with (data / "likeness.toml").open("a") as settings:
        settings.write(f'\n[hosts.photos]\nkind = "folder"\nroot = "{photos}"\n')
    _likeness(environ, "scan")
    _put_faces(data, environ)
    link = json.loads(_likeness(environ, "account", "add", "Ada", "--json"))["link"]
    with _serving(environ, port), sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        times = _answered(browser.new_page(), link, count, pause)
        browser.close()
    return _told(times)


def _make(photos: Path, count: int) -> None:
    photos.mkdir(parents=True)
    dice = np.random.default_rng(1)
    for number in range(count):
        buffer = io.BytesIO()
        small = dice.integers(0, 255, (75, 100, 3), dtype=np.uint8)
        picture = Image.fromarray(small).resize((1600, 1200))
        picture.save(buffer, "JPEG", quality=90)
        (photos / f"{number:04}.jpg").write_bytes(buffer.getvalue())


def _put_faces(data: Path, environ: dict[str, str]) -> None:
    """Put one face that waits on every photo, as a look would."""
    with open_app(find_places(data, environ)) as app, app.store.begin() as tx:
        for asset in tuple(tx.assets.of_host(None)):
            area = Area(x=0.4, y=0.3, w=0.15, h=0.2)
            face = Finding(
                id=FindingId(str(uuid4())), kind=FindingKind.UNKNOWN, area=area, size=0.2
            )
            tx.findings.replace(asset.id, [face])


def _likeness(environ: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-c", "from likeness.cli.main import main; main()", *arguments]
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout


@contextmanager
def _serving(environ: dict[str, str], port: int) -> Iterator[None]:
    command = [sys.executable, "-c", "from likeness.cli.main import main; main()", "serve"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as service:  # noqa: S603
        try:
            _wait(port)
            yield
        finally:
            service.terminate()


def _wait(port: int) -> None:
    until = time.monotonic() + STARTED_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                answer.read()
                return
        except URLError:
            time.sleep(0.2)
    raise SystemExit("likeness serve did not start.")


def _answered(page: Page, link: str, count: int, pause: float) -> list[float]:
    """Answer every face; gives milliseconds from each key to the next face."""
    page.goto(link)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("main button")
    page.goto(page.url.rstrip("/") + "/faces", wait_until="networkidle")
    page.evaluate(WATCH)
    for number in range(1, count):
        page.keyboard.press("b")
        page.wait_for_function("count => window.shown.length >= count", arg=number)
        page.wait_for_timeout(pause * 1000)
    return [float(one) for one in page.evaluate("() => window.shown")]


def _told(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "answers": len(ordered),
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
        "worst_ms": round(ordered[-1], 1),
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    main()
