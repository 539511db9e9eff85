"""How long one face takes to be compared with 100,000 templates, on one core.

python -m benchmarks.gallery
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from recognition.gallery import Gallery
from recognition.geometry import Floats
from recognition.matching import Naming, match_faces
from recognition.packs_open import OPEN
from recognition.values import Box, Face, FaceQuality, MatchRequest

TEMPLATES, PER_PERSON = 100_000, 3
RUNS = 30
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
    return {"templates": TEMPLATES, "query_ms": figures["query_ms_128"], **figures}


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
