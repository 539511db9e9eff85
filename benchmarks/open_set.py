"""How often the shipped rule names the right person, a wrong one, or a stranger.

People with four photos or more enrol three; their other photos are probes, and everybody else is
a stranger. Everything runs through the opened pack as in production: `enrol` and `match`. Photos
are 150 px crops of Labeled Faces in the Wild, put on a black border as they were for the rule.

    python -m benchmarks.open_set --data ../shared/faces/lfw-half-a --pack open
"""

import argparse
import csv
import json
import multiprocessing
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from recognition.engine import LoadedPack
from recognition.errors import FaceNotThere
from recognition.gallery import Gallery
from recognition.geometry import Floats, Pixels
from recognition.pack_install import install
from recognition.pack_store import load_pack
from recognition.rules import QualityGate
from recognition.values import Band, Box, FaceMatch, MatchRequest, PersonKey, Template

BORDER = 85
ENROLLED, LEAST_PHOTOS = 3, 4
FOLDS = 10
MIDDLE = 0.5
NOTE = (
    "the two constants of the rule (accept and suggest) were chosen on all of LFW, of which this "
    "is a half: expect less on other photos"
)
# LFW offers no better photos of a person, so none is refused here as an enrolment would be.
NO_GATE = QualityGate(
    size_px=0.0, score=0.0, sharpness=0.0, darkest=0.0, brightest=1.0, yaw=9.0, pitch=(-9.0, 9.0)
)

Photos = Mapping[str, list[str]]


def main() -> None:
    """Measure and print one JSON object on the last line."""
    asked = _arguments()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        install(asked.pack, Path(folder), accept_licence=True, progress=print)
        print(json.dumps(measure(asked.data, Path(folder), asked.pack, started)))


def measure(data: Path, models: Path, pack: str, started: float) -> dict[str, object]:
    """Run the whole protocol; the keys are those of the project's figures."""
    photos = _photos(data / "images")
    members = sorted(person for person in photos if len(photos[person]) >= LEAST_PHOTOS)
    enrolled = {person: photos[person][:ENROLLED] for person in members}
    pairs = _pairs(data / "pairs.csv")
    used = frozenset(name for names in enrolled.values() for name in names)
    wanted = used | {name for a, b, _ in pairs for name in (a, b)}
    templates = dict(_spread(partial(_enrol, data, models, pack), sorted(wanted)))
    print(f"enrolled after {time.monotonic() - started:.0f} s")
    rows = [
        (PersonKey(key), template)
        for key, person in enumerate(members)
        for name in enrolled[person]
        if (template := templates[name]) is not None
    ]
    probes = [name for names in photos.values() for name in names if name not in used]
    matches = dict(_spread(partial(_match, data, models, pack, rows), probes))
    keys = {person: PersonKey(key) for key, person in enumerate(members)}
    mated = [(keys[who(name)], matches[name]) for name in probes if who(name) in keys]
    strangers = [matches[name] for name in probes if who(name) not in keys]
    return {
        **figures(mated, strangers),
        "verification_accuracy": round(verification(pairs, templates), 4),
        "people": len(members),
        "templates": len(rows),
        "mated_probes": len(mated),
        "strangers": len(strangers),
        "pairs": len(pairs),
        "not_found": sum(match is None for match in matches.values()),
        "seconds": round(time.monotonic() - started),
        "pack": pack,
        "note": NOTE,
    }


def who(name: str) -> str:
    """Tell the person of a photo from its name, Name_0001.jpg."""
    return name.rsplit("_", 1)[0]


def figures(
    mated: list[tuple[PersonKey, FaceMatch | None]], strangers: list[FaceMatch | None]
) -> dict[str, float]:
    """Tell the shares of photos that got each outcome."""
    named = (Band.ACCEPT,)
    offered = (Band.ACCEPT, Band.SUGGEST)

    def right(bands: tuple[Band, ...]) -> float:
        return _share(m is not None and m.band in bands and m.best == key for key, m in mated)

    return {
        "accept_fpir": _share(m is not None and m.band in named for m in strangers),
        "suggest_fpir": _share(m is not None and m.band in offered for m in strangers),
        "accept_dir": right(named),
        "accept_or_suggest_dir": right(offered),
        "wrong_person": _share(
            m is not None and m.band in named and m.best != key for key, m in mated
        ),
        "rank_1": _share(m is not None and m.best == key for key, m in mated),
    }


def _share(hits: Iterable[bool]) -> float:
    kept = list(hits)
    return round(sum(kept) / len(kept), 4)


def verification(
    pairs: list[tuple[str, str, bool]], templates: Mapping[str, Template | None]
) -> float:
    """Tell the accuracy over the pairs, each tenth with the threshold best for the others."""
    cosines = np.array([_cosine(templates[a], templates[b]) for a, b, _ in pairs])
    same = np.array([is_same for _, _, is_same in pairs])
    # Folds that do not follow the order of the file, in which pairs of one kind stand together.
    folds = np.arange(len(pairs)) % FOLDS
    rates = []
    for fold in range(FOLDS):
        others = folds != fold
        threshold = _best_threshold(cosines[others], same[others])
        rates.append(float(((cosines[~others] >= threshold) == same[~others]).mean()))
    return sum(rates) / FOLDS


def _best_threshold(cosines: npt.NDArray[np.float64], same: npt.NDArray[np.bool_]) -> float:
    tried = np.unique(cosines)
    yes, no = np.sort(cosines[same]), np.sort(cosines[~same])
    right = len(yes) - np.searchsorted(yes, tried) + np.searchsorted(no, tried)
    return float(tried[right.argmax()])


def _cosine(one: Template | None, other: Template | None) -> float:
    """Compare two templates; a face that was not found resembles nobody."""
    if one is None or other is None:
        return -1.0
    return float(np.dot(_vector(one), _vector(other)))


def _vector(template: Template) -> Floats:
    return np.frombuffer(template.vector, dtype="<f4")


def _photos(folder: Path) -> dict[str, list[str]]:
    photos: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.jpg")):
        photos[who(path.name)].append(path.name)
    return photos


def _pairs(path: Path) -> list[tuple[str, str, bool]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return [(row["a"], row["b"], row["same"] == "1") for row in csv.DictReader(lines)]


Answer = TypeVar("Answer")


def _spread(
    part: Callable[[list[str]], list[tuple[str, Answer]]], names: list[str]
) -> list[tuple[str, Answer]]:
    """Give each core its share of the photos."""
    cores = os.cpu_count() or 1
    shares = [list(islice(names, core, None, cores)) for core in range(cores)]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores, mp_context=spawn) as pool:
        return [answer for answers in pool.map(part, shares) for answer in answers]


def _enrol(
    data: Path, models: Path, pack: str, names: list[str]
) -> list[tuple[str, Template | None]]:
    loaded = load_pack(models, pack)
    ungated = LoadedPack(replace(loaded.pack, enrolment=NO_GATE), loaded.nets)
    return [(name, _template(ungated, _read(data, name))) for name in names]


def _template(pack: LoadedPack, pixels: Pixels) -> Template | None:
    faces, _ = pack.look(pixels)
    boxes = sorted((face.box for face in faces), key=_off_centre)
    try:
        return pack.enrol(pixels, boxes[0]).template if boxes else None
    except FaceNotThere:
        return None


def _match(
    data: Path,
    models: Path,
    pack: str,
    rows: list[tuple[PersonKey, Template]],
    names: list[str],
) -> list[tuple[str, FaceMatch | None]]:
    loaded = load_pack(models, pack)
    gallery = Gallery.of(rows, loaded.pack.id)
    request = MatchRequest(persons=gallery.persons)
    answers: list[tuple[str, FaceMatch | None]] = []
    for name in names:
        faces = loaded.match(_read(data, name), request, gallery).faces
        nearest = sorted(faces, key=lambda face: _off_centre(face.box))
        answers.append((name, nearest[0] if nearest else None))
    return answers


def _off_centre(box: Box) -> float:
    return abs(box.x + box.w / 2 - MIDDLE) + abs(box.y + box.h / 2 - MIDDLE)


def _read(data: Path, name: str) -> Pixels:
    cv2.setNumThreads(1)
    raw = np.frombuffer((data / "images" / name).read_bytes(), np.uint8)
    pixels = np.asarray(cv2.imdecode(raw, cv2.IMREAD_COLOR_RGB), np.uint8)
    sides = (BORDER,) * 4
    return np.asarray(cv2.copyMakeBorder(pixels, *sides, cv2.BORDER_CONSTANT), np.uint8)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pack", default="open")
    return parser.parse_args()


if __name__ == "__main__":
    main()
