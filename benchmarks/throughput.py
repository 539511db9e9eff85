"""Photos per second against the package insightface: same model files, machine and run.

Two processes each, in turns, so that both meet the same load. Ours is what the jobs use: each of
the two drives one pair of decoder child and recogniser child, which never work at the same time,
with people to compare with. Theirs is cv2.imread and FaceAnalysis.get as its own examples have it.

    python -m benchmarks.throughput --peer insightface --pack ../shared/models/testpack
"""

import argparse
import importlib.metadata
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from benchmarks.throughput_worker import cosines_to_peer, read_photo
from recognition.geometry import Pixels
from recognition.pack_install import install
from recognition.pack_store import load_pack
from recognition.packs_insightface import FOLDER

PROCESSES = 2
MEMBER = "insightface/data/images/t1.jpg"
LARGE_WIDTH = 6000
NOISE = 6
JPEG_QUALITY = 92


def main() -> None:
    """Measure and print one JSON object on the last line."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photos = make_photos(folder)
        install(FOLDER, folder / "models", sources=asked.pack, accept_licence=True)
        figures: dict[str, object] = {}
        for label, photo in photos.items():
            figures |= compare(asked, folder, label, photo)
        loaded = load_pack(folder / "models", FOLDER)
        cosines = cosines_to_peer(loaded, asked.pack, read_photo(photos["1280"], None))
        figures["min_cosine"] = round(min(cosines), 6)
        figures["faces_compared"] = len(cosines)
        print(json.dumps({**figures, "processes": PROCESSES, "seconds_each": asked.seconds}))


def make_photos(folder: Path) -> Mapping[str, Path]:
    """Take insightface's group photo, 1280 px, and make a 24-megapixel one of it, with noise."""
    files = importlib.metadata.files("insightface") or []
    group = next(Path(str(file.locate())) for file in files if file.as_posix() == MEMBER)
    small = folder / "1280.jpg"
    small.write_bytes(group.read_bytes())
    large = folder / "24mp.jpg"
    quality = (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY)
    cv2.imwrite(str(large), _enlarged(read_photo(small, None)), quality)
    return {"1280": small, "24mp": large}


def _enlarged(pixels: Pixels) -> Pixels:
    height = round(LARGE_WIDTH * pixels.shape[0] / pixels.shape[1])
    size = (LARGE_WIDTH, height)
    large = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), size, interpolation=cv2.INTER_CUBIC)
    # A smooth enlargement would decode faster than a photo of that size does.
    noise = np.random.default_rng(1).integers(-NOISE, NOISE + 1, large.shape, dtype=np.int16)
    noisy: Pixels = np.clip(large.astype(np.int16) + noise, 0, 255).astype(np.uint8)
    return noisy


def compare(asked: argparse.Namespace, folder: Path, label: str, photo: Path) -> dict[str, object]:
    """Let both work on one photo, in turns; the ratio is the median over the turns.

    Each turn compares the two side by side, so that other work on the machine meets both.
    """
    our = [sys.executable, "-m", "benchmarks.throughput_worker", "ours", str(folder / "models")]
    their = [sys.executable, "-m", "benchmarks.throughput_worker", "peer", str(asked.pack)]
    rates: dict[str, list[float]] = {"ours": [], "peer": []}
    faces: dict[str, set[int]] = {"ours": set(), "peer": set()}
    with _workers(our, photo) as our_workers, _workers(their, photo) as peer_workers:
        for turn in range(asked.turns):
            for who, workers in (("peer", peer_workers), ("ours", our_workers)):
                rate, seen = _turn(workers, asked.seconds)
                rates[who].append(rate)
                faces[who] |= seen
                print(f"{label} turn {turn + 1} {who}: {rate:.2f} photos/s", file=sys.stderr)
    best = {who: max(found) for who, found in rates.items()}
    ratios = [ours / peer for ours, peer in zip(rates["ours"], rates["peer"], strict=True)]
    return {
        f"ratio_{label}": round(median(ratios), 2),
        f"ours_{label}": round(best["ours"], 2),
        f"peer_{label}": round(best["peer"], 2),
        f"faces_{label}": sorted(faces["ours"]),
        f"peer_faces_{label}": sorted(faces["peer"]),
    }


Worker = subprocess.Popen[str]


@contextmanager
def _workers(command: list[str], photo: Path) -> Iterator[list[Worker]]:
    """Start the processes and wait until each has looked at the photo once."""
    with ExitStack() as stack:
        workers = [
            stack.enter_context(
                subprocess.Popen(  # noqa: S603 - ourselves
                    [*command, str(photo)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    bufsize=1,
                )
            )
            for _ in range(PROCESSES)
        ]
        try:
            for worker in workers:
                _line(worker)
            yield workers
        finally:
            for worker in workers:
                if worker.stdin is not None:
                    worker.stdin.close()


def _turn(workers: list[Worker], seconds: float) -> tuple[float, set[int]]:
    """Let all processes work for so long; tell photos per second together, and faces per photo."""
    for worker in workers:
        if worker.stdin is not None:
            worker.stdin.write(f"{seconds}\n")
    answers = [json.loads(_line(worker)) for worker in workers]
    rate = sum(float(answer["photos"]) / float(answer["seconds"]) for answer in answers)
    return rate, {int(answer["faces"]) for answer in answers}


def _line(worker: Worker) -> str:
    """Read the next answer; insightface prints other lines before."""
    while worker.stdout is not None and (line := worker.stdout.readline()):
        if line.startswith("{"):
            return line
    raise RuntimeError("a measuring process ended")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Photos per second against insightface.")
    parser.add_argument("--peer", choices=["insightface"], default="insightface")
    parser.add_argument("--pack", type=Path, required=True, help="folder with both model files")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of one turn")
    parser.add_argument("--turns", type=int, default=6)
    return parser.parse_args()


if __name__ == "__main__":
    main()
