"""Time a second `likeness scan` of a folder in which nothing changed, as a user would run it.

    python -m benchmarks.rescan [--photos 10000]

Makes the photos (small JPEGs, all different), scans them once with recognition off, then runs the
command again and prints one JSON object: `seconds` of the second scan, and `photos_read`, how many
photos were read during it (told by their access times).
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = 500
"""Photos in one folder."""


def main() -> None:
    """Print the result as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photos", type=int, default=10_000)
    count = parser.parse_args().photos
    with tempfile.TemporaryDirectory(prefix="likeness-rescan-") as folder:
        photos, data = Path(folder) / "photos", Path(folder) / "data"
        _make(photos, count)
        environ = {**os.environ, "LIKENESS_DATA": str(data), "LIKENESS_RECOGNITION__MODE": "off"}
        _run(environ, "init", "--yes", "--controller", "Benchmark", "--timezone", "UTC")
        with (data / "likeness.toml").open("a") as settings:
            settings.write(f'\n[hosts.photos]\nkind = "folder"\nroot = "{photos}"\n')
        first = _timed(environ)
        _forget_reads(photos)
        second = _timed(environ)
        read = sum(1 for path in photos.rglob("*.jpg") if path.stat().st_atime_ns)
    print(json.dumps({"photos": count, "first_s": first, "seconds": second, "photos_read": read}))


def _make(photos: Path, count: int) -> None:
    dice = np.random.default_rng(1)
    for number in range(count):
        folder = photos / f"{number // FOLDER:03}"
        folder.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        Image.fromarray(dice.integers(0, 255, (16, 16, 3), dtype=np.uint8)).save(buffer, "JPEG")
        path = folder / f"{number:06}.jpg"
        path.write_bytes(buffer.getvalue())


def _forget_reads(photos: Path) -> None:
    """Set every access time to the epoch, so that any later read of a photo shows."""
    for path in photos.rglob("*.jpg"):
        os.utime(path, ns=(0, path.stat().st_mtime_ns))


def _timed(environ: dict[str, str]) -> float:
    start = time.perf_counter()
    _run(environ, "scan")
    return round(time.perf_counter() - start, 2)


def _run(environ: dict[str, str], *words: str) -> None:
    command = [str(Path(sys.executable).with_name("likeness")), *words]
    done = subprocess.run(command, env=environ, capture_output=True, check=False)  # noqa: S603
    if done.returncode not in {0, 1, 7}:
        sys.exit(done.stderr.decode())


if __name__ == "__main__":
    main()
