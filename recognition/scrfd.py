"""The SCRFD detector: one network, anchors at three strides, five points per face.

Method: Guo, Deng, Lattas, Zafeiriou, "Sample and Computation Redistribution for Efficient Face
Detection", 2021; the decoding follows insightface 2.1 model_zoo/scrfd.py (code MIT).
"""

from collections.abc import Iterator

import numpy as np

from recognition.found import Found
from recognition.geometry import Floats, Pixels, suppress
from recognition.onnx_sessions import Net

STRIDES = (8, 16, 32)
ANCHORS = 2
PIXEL_MIDDLE, PIXEL_SPAN = np.float32(127.5), np.float32(128.0)
OVERLAP = 0.4
TILE_SHARED = 0.25
"""Tiles share a quarter, so that a face cut by one border lies whole in the next tile."""
BORDER = 32
"""Empty rows or columns beside the shorter side of a photo. These networks were made for photos in
an empty square: without any border faces near the edge move a little (cosine to those in a square
0.99998), with 32 pixels no more than rounding does (0.999996)."""


class ScrfdDetector:
    """Finds faces with five points each; `side` is the fixed input of the model, None if free."""

    def __init__(self, net: Net, *, side: int | None, score: float) -> None:
        """Take the network, whose nine outputs are scores, boxes and points at three strides."""
        self._net, self._side, self._score = net, side, score

    def find(self, pixels: Pixels, min_face_px: float) -> Found:
        """Find upright faces in uint8 (h, w, 3) RGB, drop those under `min_face_px`."""
        parts = [self._find_tile(tile).moved(1.0, x, y) for tile, x, y in self._tiles(pixels)]
        found = Found.joined(parts)
        found = found.at(found.boxes[:, 3] - found.boxes[:, 1] >= min_face_px)
        # Of two boxes of one face on two tiles, the cut-off one lies inside the whole one.
        return found.at(suppress(found.boxes, found.scores, OVERLAP, of_smaller=len(parts) > 1))

    def _tiles(self, pixels: Pixels) -> Iterator[tuple[Pixels, int, int]]:
        """Cut an image larger than the model's fixed input into tiles that overlap."""
        height, width = pixels.shape[:2]
        side = self._side or max(height, width)
        for top in _starts(height, side):
            for left in _starts(width, side):
                yield pixels[top : top + side, left : left + side], left, top

    def _find_tile(self, tile: Pixels) -> Found:
        height, width = tile.shape[:2]
        side = self._side or _whole(max(height, width))
        rows = self._side or min(side, _whole(height + BORDER))
        columns = self._side or min(side, _whole(width + BORDER))
        canvas = np.zeros((rows, columns, 3), np.uint8)
        canvas[:height, :width] = tile
        batch = np.ascontiguousarray(canvas.transpose(2, 0, 1)[None], dtype=np.float32)
        batch -= PIXEL_MIDDLE
        batch /= PIXEL_SPAN
        outputs = [output.reshape(-1, output.shape[-1]) for output in self._net(batch)]
        parts = [
            self._at_stride(stride, columns, outputs[index], outputs[index + 3], outputs[index + 6])
            for index, stride in enumerate(STRIDES)
        ]
        found = Found.joined(parts)
        return found.at(suppress(found.boxes, found.scores, OVERLAP))

    def _at_stride(
        self, stride: int, columns: int, scores: Floats, edges: Floats, points: Floats
    ) -> Found:
        """Decode the anchors that are sure enough: distances from the cell to edges and points."""
        sure = np.nonzero(scores[:, 0] >= self._score)[0]
        row, column = np.divmod(sure // ANCHORS, columns // stride)
        centres = (np.stack([column, row], axis=1) * stride).astype(np.float32)
        near, far = edges[sure, :2] * stride, edges[sure, 2:] * stride
        return Found(
            boxes=np.concatenate([centres - near, centres + far], axis=1),
            scores=scores[sure, 0],
            points=centres[:, None, :] + points[sure].reshape(-1, 5, 2) * stride,
        )


def _whole(side: int) -> int:
    """Round up to what the coarsest stride divides."""
    return -(-side // STRIDES[-1]) * STRIDES[-1]


def _starts(length: int, side: int) -> list[int]:
    """Tell where tiles of `side` start so that they cover `length` and share a quarter."""
    if length <= side:
        return [0]
    count = int(np.ceil((length - side) / (side * (1 - TILE_SHARED)))) + 1
    return [round(start) for start in np.linspace(0, length - side, count)]
