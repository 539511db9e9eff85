"""Turn faces into vectors: cut out at five points, one network, length 1.

The vectors of strangers exist only here and in the comparison that follows, in one process.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from recognition.geometry import Floats, Pixels
from recognition.onnx_sessions import Net
from recognition.rules import Chips

BATCH = 8
"""Measured on a CPU: beyond 4 to 8 nothing is gained, and caches overflow."""


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
