"""The MTCNN cascade: three small networks, each looking closer at what the one before let through.

Ported from the method of Zhang et al. 2016 (see `recognition.convert_mtcnn` for the weights and
their licence). Constants are the measured ones of the package unless said otherwise.
"""

import cv2
import numpy as np

from recognition.found import Found
from recognition.geometry import Floats, Pixels, squares, suppress, suppress_many
from recognition.onnx_sessions import Net
from recognition.rules import MtcnnLimits

CELL = 12
STRIDE = 2
MARGIN = 4
"""Rows and columns of cells that the first network loses at the edges: CELL less one, halved."""

STRIP_PIXELS = 80_000
"""Measured: 40,000 to 160,000 are equally fast and faster than all at once; 90 MB less memory."""

OUTSIDE = 127
REFINE_SIDE, OUTPUT_SIDE = 24, 48
REFINE_BATCH, OUTPUT_BATCH = 64, 16


class MtcnnDetector:
    """Finds faces with five points each; pixels go in as RGB 0..255."""

    def __init__(self, pnet: Net, rnet: Net, onet: Net, limits: MtcnnLimits) -> None:
        """Take the three networks of `recognition.convert_mtcnn`."""
        self._pnet, self._rnet, self._onet, self._limits = pnet, rnet, onet, limits

    def find(self, pixels: Pixels, min_face_px: float) -> Found:
        """Find upright faces of at least `min_face_px` in uint8 (h, w, 3) RGB."""
        proposals = self._propose(pixels, min_face_px)
        refined = self._refine(pixels, proposals)
        return self._output(pixels, refined)

    def _propose(self, pixels: Pixels, min_face_px: float) -> Floats:
        """Slide the first network over the pyramid; squares (n, 4)."""
        height, width = pixels.shape[:2]
        boxes, scores = [], []
        level, scale = pixels, CELL / min_face_px
        while min(height, width) * scale >= CELL:
            size = (int(np.ceil(width * scale)), int(np.ceil(height * scale)))
            # Each level from the one before: 2.6 ms instead of 13, the same recall.
            how = cv2.INTER_AREA if level is pixels else cv2.INTER_LINEAR
            level = np.asarray(cv2.resize(level, size, interpolation=how), np.uint8)
            level_boxes, level_scores = self._propose_level(level)
            boxes.append(level_boxes * np.tile([width / size[0], height / size[1]], 2))
            scores.append(level_scores)
            scale *= self._limits.factor
        if not boxes:
            return np.empty((0, 4), np.float32)
        every, every_score = np.concatenate(boxes).astype(np.float32), np.concatenate(scores)
        kept = suppress_many(every, every_score, self._limits.overlap_levels)
        return squares(every[kept[: self._limits.most_proposals]])

    def _propose_level(self, level: Pixels) -> tuple[Floats, Floats]:
        face, move = self._slid(level)
        rows, columns = np.nonzero(face[0, 0] > self._limits.propose)
        cells = np.stack([columns, rows, columns, rows], axis=1).astype(np.float32) * STRIDE
        cells[:, 2:] += CELL
        boxes = cells + CELL * move[0][:, rows, columns].T
        scores = face[0, 0, rows, columns]
        kept = suppress_many(boxes, scores, self._limits.overlap_level)
        return boxes[kept], scores[kept]

    def _slid(self, level: Pixels) -> tuple[Floats, Floats]:
        """Run the first network in strips of rows: the same answer bit by bit, in less memory."""
        height, width = level.shape[:2]
        cells = (height - 1) // STRIDE - MARGIN
        each = max(8, STRIP_PIXELS // width // STRIDE)
        faces, moves = [], []
        for top in range(0, cells, each):
            last = top + each >= cells
            bottom = height if last else STRIDE * (top + each) + CELL - STRIDE
            face, move = self._pnet(_batch([level[STRIDE * top : bottom]]))[:2]
            faces.append(face)
            moves.append(move)
        return np.concatenate(faces, axis=2), np.concatenate(moves, axis=2)

    def _refine(self, pixels: Pixels, boxes: Floats) -> Floats:
        """Look at each proposal with the second network; squares (n, 4)."""
        if not len(boxes):
            return boxes
        patches = [_patch(pixels, box, REFINE_SIDE) for box in boxes]
        outputs = [self._rnet(_batch(part)) for part in _parts(patches, REFINE_BATCH)]
        scores = np.concatenate([output[0][:, 0] for output in outputs])
        moves = np.concatenate([output[1] for output in outputs])
        sure = scores > self._limits.refine
        boxes, scores, moves = boxes[sure], scores[sure], moves[sure]
        boxes = _moved(boxes, moves)
        return squares(boxes[suppress(boxes, scores, self._limits.overlap_refine)])

    def _output(self, pixels: Pixels, boxes: Floats) -> Found:
        """Look at what is left with the third network, which also gives the points."""
        if not len(boxes):
            return Found.none()
        patches = [_patch(pixels, box, OUTPUT_SIDE) for box in boxes]
        outputs = [self._onet(_batch(part)) for part in _parts(patches, OUTPUT_BATCH)]
        scores = np.concatenate([output[0][:, 0] for output in outputs])
        moves = np.concatenate([output[1] for output in outputs])
        shares = np.concatenate([output[2] for output in outputs])
        sure = scores > self._limits.output
        boxes, scores, moves, shares = boxes[sure], scores[sure], moves[sure], shares[sure]
        found = Found(boxes=_moved(boxes, moves), scores=scores, points=_placed(shares, boxes))
        limit = self._limits.overlap_output
        return found.at(suppress(found.boxes, scores, limit, of_smaller=True))


def _placed(shares: Floats, boxes: Floats) -> Floats:
    """Turn shares of boxes, five x then five y, into points (n, 5, 2)."""
    points = np.stack([shares[:, :5], shares[:, 5:]], axis=2)
    return boxes[:, None, :2] + points * (boxes[:, 2:] - boxes[:, :2])[:, None, :]


def _moved(boxes: Floats, moves: Floats) -> Floats:
    """Move the corners of boxes by shares of their sides."""
    return boxes + moves * np.tile(boxes[:, 2:] - boxes[:, :2], 2)


def _parts(patches: list[Pixels], size: int) -> list[list[Pixels]]:
    return [patches[at : at + size] for at in range(0, len(patches), size)]


def _batch(images: list[Pixels]) -> Floats:
    """Make float32 (n, 3, h, w) of images of one size."""
    stacked = np.stack(images).transpose(0, 3, 1, 2)
    return np.ascontiguousarray(stacked, dtype=np.float32)


def _patch(pixels: Pixels, box: Floats, side: int) -> Pixels:
    """Cut a square out, grey where it lies outside the image, and bring it to `side`."""
    left, top, right, bottom = np.round(box).astype(int)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    height, width = pixels.shape[:2]
    if left < 0 or top < 0 or right > width or bottom > height:
        part = np.full((bottom - top, right - left, 3), OUTSIDE, np.uint8)
        x0, y0, x1, y1 = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
        if x1 > x0 and y1 > y0:
            part[y0 - top : y1 - top, x0 - left : x1 - left] = pixels[y0:y1, x0:x1]
    else:
        part = pixels[top:bottom, left:right]
    how = cv2.INTER_AREA if part.shape[0] > side else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, (side, side), interpolation=how), np.uint8)
