"""One measured process of `benchmarks.throughput`: ours, or the peer insightface."""

import json
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from recognition.decode import Photo
from recognition.engine import LoadedPack
from recognition.gallery import Gallery
from recognition.geometry import Pixels
from recognition.pack_store import load_pack
from recognition.packs import Pack
from recognition.packs_insightface import FOLDER
from recognition.rules import QualityGate
from recognition.values import MatchRequest

PEOPLE, TEMPLATES = 200, 3
MOST_PIXELS = 100_000_000
DETECTOR_SIZE = (640, 640)
NO_GATE = QualityGate(
    size_px=0.0, score=0.0, sharpness=0.0, darkest=0.0, brightest=1.0, yaw=9.0, pitch=(-9.0, 9.0)
)


class NothingHeard:
    """Stands for the complaints of native decoders, which the decoder child listens to."""

    def heard(self) -> bytes:
        """Say that nobody complained."""
        return b""


def main(role: str, models: Path, photo: Path) -> None:
    """Look once, say so, then work for each number of seconds that comes in."""
    look = ours(models, photo) if role == "ours" else peer(models, photo)
    print(json.dumps({"faces": look()}), flush=True)
    for line in sys.stdin:
        started, photos, faces = time.perf_counter(), 0, 0
        while (spent := time.perf_counter() - started) < float(line):
            faces = look()
            photos += 1
        print(json.dumps({"photos": photos, "seconds": spent, "faces": faces}), flush=True)


def ours(models: Path, photo: Path) -> Callable[[], int]:
    """Prepare what a decoder and a recogniser do with one photo."""
    cv2.setNumThreads(1)
    pack = load_pack(models, FOLDER)
    gallery = _gallery(pack.pack)
    request = MatchRequest(persons=gallery.persons)

    def look() -> int:
        pixels = read_photo(photo, pack.pack.looks.decode_px)
        return len(pack.match(pixels, request, gallery).faces)

    return look


def peer(models: Path, photo: Path) -> Callable[[], int]:
    """Prepare insightface as its examples do, with detection and recognition only."""
    analysis = _analysis(models)

    def look() -> int:
        return len(analysis.get(cv2.imread(str(photo))))

    return look


def read_photo(photo: Path, want_px: int | None) -> Pixels:
    """Read and decode one photo with the decoder's code; whole without `want_px`."""
    opened = Photo.open(photo.read_bytes(), MOST_PIXELS, NothingHeard())
    whole = max(opened.header.width, opened.header.height)
    return opened.pixels(want_px or whole)


def cosines_to_peer(loaded: LoadedPack, models: Path, pixels: Pixels) -> list[float]:
    """Compare each of our vectors with the peer's nearest, on a photo and its mirror image."""
    analysis = _analysis(models)
    ungated = LoadedPack(replace(loaded.pack, enrolment=NO_GATE), loaded.nets)
    cosines = []
    for image in (pixels, np.ascontiguousarray(pixels[:, ::-1])):
        theirs = np.stack([f.normed_embedding for f in analysis.get(image[:, :, ::-1].copy())])
        for face in ungated.look(image)[0]:
            template = ungated.enrol(image, face.box).template
            if template is not None:
                cosines.append(float((theirs @ np.frombuffer(template.vector, "<f4")).max()))
    return cosines


def _analysis(models: Path) -> Any:  # noqa: ANN401 - insightface has no types
    warnings.simplefilter("ignore")
    from insightface.app import FaceAnalysis  # noqa: PLC0415 - only the peer pays for it

    analysis = FaceAnalysis(str(models), allowed_modules=["detection", "recognition"])
    analysis.prepare(ctx_id=-1, det_size=DETECTOR_SIZE)
    return analysis


def _gallery(pack: Pack) -> Gallery:
    """Make templates of people who do not exist."""
    random = np.random.default_rng(3)
    vectors = random.standard_normal((PEOPLE * TEMPLATES, pack.embedder.dimension), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    persons = (np.arange(PEOPLE * TEMPLATES) // TEMPLATES).astype(np.int32)
    return Gallery(vectors, persons, pack.id)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
