"""Turn faces into vectors: cut out at five points, one network, length 1.

The vectors of strangers exist only here and in the comparison that follows, in one process.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from recognition.geometry import Floats, Pixels
from recognition.onnx_sessions import Net
from recognition.values import Point

BATCH = 8
"""Measured on a CPU: beyond 4 to 8 nothing is gained, and caches overflow."""

ARCFACE_SIDE = 112
ARCFACE_POINTS: tuple[Point, ...] = (
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
)
"""Where ArcFace networks expect the five points: insightface 2.1 utils/face_align.py (MIT)."""

DLIB_SIDE = 150
DLIB_POINTS: tuple[Point, ...] = (
    (47.31, 45.43),
    (101.57, 45.35),
    (74.02, 77.93),
    (50.24, 104.72),
    (98.13, 104.74),
)
"""Where dlib's chips have MTCNN's five points: median over 1,200 faces of LFW."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chips:
    """How a face is cut out for an embedder, and how its pixels are scaled: (x - middle) / span.

    `flip` adds the vector of the mirrored face: better, at twice the cost, another vector space.
    """

    side: int
    points: tuple[Point, ...]
    middle: float
    span: float
    flip: bool = False


class Embedder:
    """Makes vectors of chips."""

    def __init__(self, net: Net, chips: Chips) -> None:
        """Take a network from float32 (n, 3, side, side) RGB to (n, d)."""
        self._net, self.chips = net, chips
        self.template: Floats = np.array(chips.points, np.float32)

    def vectors(self, chips: Sequence[Pixels]) -> Floats:
        """Return float32 (n, d) with L2 norm 1 for uint8 (side, side, 3) RGB chips."""
        parts = [self._batch(chips[at : at + BATCH]) for at in range(0, len(chips), BATCH)]
        return np.concatenate(parts) if parts else np.empty((0, 0), np.float32)

    def _batch(self, chips: Sequence[Pixels]) -> Floats:
        raw = self._net(self._scaled(chips))[0]
        if self.chips.flip:
            mirrored = [np.asarray(cv2.flip(chip, 1), np.uint8) for chip in chips]
            raw = raw + self._net(self._scaled(mirrored))[0]
        vectors: Floats = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
        return vectors

    def _scaled(self, chips: Sequence[Pixels]) -> Floats:
        batch = np.ascontiguousarray(np.stack(chips).transpose(0, 3, 1, 2), dtype=np.float32)
        if self.chips.middle:
            batch -= np.float32(self.chips.middle)
        if self.chips.span != 1.0:
            batch /= np.float32(self.chips.span)
        return batch
