"""A detector that finds painted faces: red squares with a green brow where their top is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from recognition.found import Found
from recognition.geometry import Pixels

RED, GREEN = (255, 0, 0), (0, 255, 0)


def painted(width: int, height: int, faces: Sequence[tuple[int, int, int]]) -> Pixels:
    """Paint faces (left, top, side) on black."""
    pixels = np.zeros((height, width, 3), np.uint8)
    for left, top, side in faces:
        pixels[top : top + side, left : left + side] = RED
        pixels[top : top + max(1, side // 4), left : left + side] = GREEN
    return pixels


@dataclass(slots=True)
class FakeDetector:
    """Finds faces of at least the size asked for; those that stand wrong score `wrong_turn`."""

    wrong_turn: float = 0.0
    upright: float = 1.0
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def find(self, pixels: Pixels, min_face_px: float) -> Found:
        """Find painted faces and remember the size of the image."""
        self.sizes.append((pixels.shape[1], pixels.shape[0]))
        mask = (pixels.max(axis=2) > 127).astype(np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        parts = [self._face(pixels, stats[row], min_face_px) for row in range(1, count)]
        return Found.joined(parts) if parts else Found.none()

    def _face(self, pixels: Pixels, stats: Sequence[int], min_face_px: float) -> Found:
        left, top, width, height = (int(number) for number in stats[:4])
        face = pixels[top : top + height, left : left + width]
        stands = face[: max(1, height // 6), :, 1].mean() > 127
        score = self.upright if stands else self.wrong_turn
        if height < min_face_px or score <= 0.0:
            return Found.none()
        corners = np.array([[0.3, 0.3], [0.7, 0.3], [0.5, 0.5], [0.35, 0.7], [0.65, 0.7]])
        return Found(
            boxes=np.array([[left, top, left + width, top + height]], np.float32),
            scores=np.array([score], np.float32),
            points=(corners * (width, height) + (left, top)).astype(np.float32)[None],
        )
