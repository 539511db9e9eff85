"""How long one face takes to be compared with 100,000 templates, on one core, and to load them.

Loading is what a start of the product does: read the database, decrypt each template under its
person's own key, publish the rows for the recognisers.

python -m benchmarks.gallery
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.gallery_load import load_s, make_installation
from recognition.gallery import Gallery
from recognition.geometry import Floats
from recognition.matching import Naming, match_faces
from recognition.packs_open import OPEN
from recognition.values import Box, Face, FaceQuality, MatchRequest

TEMPLATES, PER_PERSON = 100_000, 3
MEMORY_FILES = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
RUNS = 30
LOADS = 3
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
FACE = Face(
    box=Box(x=0.4, y=0.4, w=0.2, h=0.2),
    score=1.0,
    size=0.2,
    landmarks=((0.45, 0.45), (0.55, 0.45), (0.5, 0.5), (0.46, 0.55), (0.54, 0.55)),
    quality=FaceQuality(
        size_px=120.0, score=1.0, sharpness=100.0, brightness=0.5, yaw=0.0, pitch=0.5
    ),
)


def main() -> None:
    """Measure in a process whose numpy has one thread; it counts them when it is loaded."""
    if all(os.environ.get(name) == "1" for name in THREADS):
        print(json.dumps(measure()))
        return
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    command = [sys.executable, "-m", "benchmarks.gallery"]
    subprocess.run(command, env=environment, check=True)  # noqa: S603 - ourselves


def measure() -> dict[str, float]:
    """Tell the least times in milliseconds; 128 numbers per vector is pack `open`."""
    figures = {f"query_ms_{dimension}": query_ms(dimension) for dimension in (128, 512)}
    return {
        "templates": TEMPLATES,
        "query_ms": figures["query_ms_128"],
        "load_s": load_seconds(),
        **figures,
    }


def load_seconds() -> float:
    """Make an installation, then open its gallery: the least of a few times."""
    vectors = _vectors(TEMPLATES, OPEN.embedder.dimension)
    # Each key is written durably, 33,334 times: in memory where there is a file system for it.
    place = MEMORY_FILES if MEMORY_FILES.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        store = make_installation(Path(folder), vectors, PER_PERSON, OPEN.id)
        seconds = []
        for _ in range(LOADS):
            spent, gallery, galleries = load_s(store, OPEN.id)
            if sum(gallery.templates.values()) != TEMPLATES:
                raise RuntimeError("not every template was loaded")
            galleries.close()
            seconds.append(spent)
        store.close()
    return round(min(seconds), 2)


def query_ms(dimension: int) -> float:
    """Compare one face with everybody and judge it, as for one face of a photo."""
    persons = (np.arange(TEMPLATES) // PER_PERSON).astype(np.int32)
    gallery = Gallery(_vectors(TEMPLATES, dimension), persons, OPEN.id)
    request = MatchRequest(persons=gallery.persons)
    naming = Naming(rule=OPEN.rule, gates=OPEN.gates)
    probe = _vectors(1, dimension, seed=2)
    return _least_ms(lambda: match_faces([FACE], probe, gallery, request, naming))


def _least_ms(act: Callable[[], object]) -> float:
    least = float("inf")
    for _ in range(RUNS):
        started = time.perf_counter()
        act()
        least = min(least, (time.perf_counter() - started) * 1000)
    return round(least, 2)


def _vectors(count: int, dimension: int, seed: int = 1) -> Floats:
    random = np.random.default_rng(seed)
    vectors = random.standard_normal((count, dimension), dtype=np.float32)
    unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


if __name__ == "__main__":
    main()
