"""What a detector hands over: boxes, scores and five points per face, in pixels of its image."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from recognition.geometry import Floats, Pixels, boxes_turned_back, turned_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Faces of one image: boxes (n, 4) left top right bottom, scores (n,), points (n, 5, 2)."""

    boxes: Floats
    scores: Floats
    points: Floats

    def __len__(self) -> int:
        """Tell the number of faces."""
        return len(self.scores)

    @classmethod
    def none(cls) -> Self:
        """Say that no face was found."""
        return cls(
            boxes=np.empty((0, 4), np.float32),
            scores=np.empty(0, np.float32),
            points=np.empty((0, 5, 2), np.float32),
        )

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Put the faces of several looks together, duplicates included."""
        if not parts:
            return cls.none()
        return cls(
            boxes=np.concatenate([part.boxes for part in parts]),
            scores=np.concatenate([part.scores for part in parts]),
            points=np.concatenate([part.points for part in parts]),
        )

    def at(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Self:
        """Keep the faces at these rows only."""
        return type(self)(
            boxes=self.boxes[rows], scores=self.scores[rows], points=self.points[rows]
        )

    def moved(self, scale: float, left: float = 0.0, top: float = 0.0) -> Self:
        """Multiply all places by `scale`, then shift them."""
        shift = np.array([left, top], np.float32)
        return type(self)(
            boxes=self.boxes * np.float32(scale) + np.tile(shift, 2),
            scores=self.scores,
            points=self.points * np.float32(scale) + shift,
        )

    def upright(self, rotation: int, width: int, height: int) -> Self:
        """Bring faces found in the turned image back into the image of (width, height)."""
        return type(self)(
            boxes=boxes_turned_back(self.boxes, rotation, width, height),
            scores=self.scores,
            points=turned_back(self.points, rotation, width, height),
        )


class Detector(Protocol):
    """Finds faces in one image as it is; deciding how often to look is `recognition.detection`."""

    def find(self, pixels: Pixels, min_face_px: float) -> Found:
        """Find upright faces of at least `min_face_px` in uint8 (h, w, 3) RGB."""
        ...
