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
import numpy.typing as npt

from recognition.child_pool import Eyes
from recognition.decode import Photo
from recognition.engine import LoadedPack
from recognition.geometry import Floats, Pixels
from recognition.pack_store import verify
from recognition.packs import Pack
from recognition.packs_insightface import FOLDER
from recognition.recogniser import PackPlace
from recognition.rules import QualityGate
from recognition.shared_gallery import SharedGallery
from recognition.values import MatchRequest, PersonKey, Seen

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
    """Prepare a decoder child and a recogniser child with a gallery, as the jobs use them."""
    eyes = Eyes(PackPlace(folder=models, name=FOLDER), pairs=1)
    vectors, persons = _people(verify(FOLDER, models))
    gallery = SharedGallery(vectors, persons, eyes.pack_id, version=1)
    request = MatchRequest(persons=frozenset(map(PersonKey, persons.tolist())))

    def look() -> int:
        seen = eyes.scan(photo.read_bytes(), request, gallery)
        if not isinstance(seen, Seen):
            raise TypeError(seen)
        return len(seen.faces)

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


def _people(pack: Pack) -> tuple[Floats, npt.NDArray[np.int32]]:
    """Make templates of people who do not exist: vectors, and the person of each."""
    random = np.random.default_rng(3)
    vectors = random.standard_normal((PEOPLE * TEMPLATES, pack.embedder.dimension), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, (np.arange(PEOPLE * TEMPLATES) // TEMPLATES).astype(np.int32)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
