"""One opened model pack: pixels in, counted and perhaps named faces out.

This is what a recogniser child runs. `match` never returns a vector; `enrol` does, of one face
that a human pointed at, and its caller has proved that person's recognition consent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from recognition.detection import Larger, Looked, look_over
from recognition.embedder import Embedder
from recognition.errors import FaceNotThere, GalleryRefused
from recognition.found import Detector, Found
from recognition.gallery import Gallery
from recognition.geometry import Floats, Pixels, warp
from recognition.matching import Naming, match_faces, unmatched
from recognition.mtcnn import MtcnnDetector
from recognition.onnx_sessions import Net
from recognition.packs import MtcnnSpec, Pack
from recognition.quality import measure, reasons_against
from recognition.scrfd import ScrfdDetector
from recognition.values import Box, Enrolment, Face, FivePoints, MatchRequest, Pass, Seen, Template

POINTED_AT = 0.3
"""Overlap from which a detection is the face that a box points at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """Faces of one photo with what is needed to compare them; never leaves this module."""

    faces: tuple[Face, ...]
    chips: tuple[Pixels, ...]
    looked: Looked


class LoadedPack:
    """A pack whose files were verified and whose networks are open."""

    def __init__(self, pack: Pack, nets: Mapping[str, Net]) -> None:
        """Take the open networks by file name."""
        self.pack, self.nets = pack, nets
        self._detector = _detector(pack, nets)
        self._embedder = Embedder(nets[pack.embedder.file], pack.embedder.chips)
        self._naming = Naming(rule=pack.rule, gates=pack.gates)

    def match(
        self,
        pixels: Pixels,
        request: MatchRequest,
        gallery: Gallery | None = None,
        larger: Larger | None = None,
    ) -> Seen:
        """Find the faces in uint8 (h, w, 3) RGB and compare them with the people of the request.

        Without people in the request no vector is made at all: faces are only counted.
        Raises `GalleryRefused` when the gallery is of another vector space.
        """
        if gallery is not None and gallery.pack_id != self.pack.id:
            raise GalleryRefused(
                "The gallery was made with another model pack; enrol its people again."
            )
        sight = self._see(pixels, larger, careful=request.careful)
        if gallery is None or not request.persons or not sight.faces:
            matches = tuple(unmatched(face) for face in sight.faces)
            persons = 0
        else:
            vectors = self._embedder.vectors(sight.chips)
            matches = match_faces(sight.faces, vectors, gallery, request, self._naming)
            persons = len(gallery.scope(request.persons).keys)
        return Seen(
            faces=matches,
            width=pixels.shape[1],
            height=pixels.shape[0],
            passes=sight.looked.passes,
            rotation=sight.looked.rotation,
            pack_id=self.pack.id,
            persons=persons,
        )

    def enrol(self, pixels: Pixels, box: Box, larger: Larger | None = None) -> Enrolment:
        """Make a template of the face at `box`, or say what speaks against it.

        Raises `FaceNotThere` when no face is found there.
        """
        sight = self._see(pixels, larger)
        overlaps = [face.box.overlap(box) for face in sight.faces]
        if not overlaps or max(overlaps) < POINTED_AT:
            raise FaceNotThere("No face was found at this place of the photo; point at another.")
        index = overlaps.index(max(overlaps))
        quality = sight.faces[index].quality
        quality = replace(quality, reasons=reasons_against(quality, self.pack.enrolment))
        if not quality.good:
            return Enrolment(quality=quality, template=None)
        vector = self._embedder.vectors([sight.chips[index]])[0]
        raw = vector.astype("<f4").tobytes()
        return Enrolment(
            quality=quality, template=Template(vector=raw, quality=quality, pack_id=self.pack.id)
        )

    def look(
        self, pixels: Pixels, larger: Larger | None = None
    ) -> tuple[tuple[Face, ...], frozenset[Pass]]:
        """Find and measure the faces without comparing them with anybody."""
        sight = self._see(pixels, larger)
        return sight.faces, sight.looked.passes

    def _see(self, pixels: Pixels, larger: Larger | None, *, careful: bool = False) -> _Sight:
        """Detect, cut out and measure all faces of a photo."""
        looked = look_over(pixels, self._detector, self.pack.looks, larger, careful=careful)
        source, scale = self._source(pixels, looked.found, larger)
        points = looked.found.points * np.float32(scale)
        template, side = self._embedder.template, self._embedder.chips.side
        chips = tuple(warp(source, face, template, side) for face in points)
        faces = tuple(
            self._face(looked.found, row, chip, pixels, scale) for row, chip in enumerate(chips)
        )
        return _Sight(faces=faces, chips=chips, looked=looked)

    def _source(self, pixels: Pixels, found: Found, larger: Larger | None) -> tuple[Pixels, float]:
        """Choose the pixels to cut faces from: a larger decode where one of them is small."""
        if larger is None or not len(found):
            return pixels, 1.0
        narrowest = float((found.boxes[:, 2] - found.boxes[:, 0]).min())
        if narrowest >= self.pack.looks.recrop_px:
            return pixels, 1.0
        wanted = self._embedder.chips.side / max(narrowest, 1.0)
        given = larger(round(max(pixels.shape[:2]) * wanted))
        if given is None or given.shape[1] <= pixels.shape[1]:
            return pixels, 1.0
        return given, given.shape[1] / pixels.shape[1]

    def _face(self, found: Found, row: int, chip: Pixels, pixels: Pixels, scale: float) -> Face:
        """Describe one face in shares of the image."""
        height, width = pixels.shape[:2]
        left, top, right, bottom = (float(edge) for edge in found.boxes[row])
        box = Box.clipped(left / width, top / height, right / width, bottom / height)
        score = min(1.0, max(0.0, float(found.scores[row])))
        size_px = (bottom - top) * scale
        return Face(
            box=box,
            score=score,
            size=box.h,
            landmarks=_shares(found.points[row], width, height),
            quality=measure(chip, found.points[row], size_px, score),
        )


def _shares(points: Floats, width: int, height: int) -> FivePoints:
    one, two, three, four, five = ((float(x) / width, float(y) / height) for x, y in points)
    return one, two, three, four, five


def _detector(pack: Pack, nets: Mapping[str, Net]) -> Detector:
    """Build the detector that the pack declares."""
    spec = pack.detector
    if isinstance(spec, MtcnnSpec):
        return MtcnnDetector(nets[spec.pnet], nets[spec.rnet], nets[spec.onet], spec.limits)
    return ScrfdDetector(nets[spec.file], side=spec.side, score=spec.score)
