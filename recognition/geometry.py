"""Boxes, points and warps in pixels: pure arithmetic, the same for every detector and embedder.

Boxes are float32 (n, 4) as left, top, right, bottom; points float32 (n, 5, 2) as x, y.
"""

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

QUARTER_TURN = 90
FULL_TURN = 360


def similarity(points: Floats, template: Floats) -> Floats:
    """Find the rotation, scale and shift that brings (n, 2) points closest to a template.

    Umeyama, "Least-squares estimation of transformation parameters between two point patterns",
    IEEE PAMI 13(4), 1991. Returns float32 (2, 3), never a mirror image.
    """
    source, target = points.astype(np.float64), template.astype(np.float64)
    source_mid, target_mid = source.mean(axis=0), target.mean(axis=0)
    source, target = source - source_mid, target - target_mid
    spread = (source**2).sum()
    # In two dimensions the best rotation and scale have a closed form: no SVD is needed.
    along = (source * target).sum() / spread if spread > 0.0 else 1.0
    across = (source[:, 0] * target[:, 1] - source[:, 1] * target[:, 0]).sum()
    turn = across / spread if spread > 0.0 else 0.0
    rotation = np.array([[along, -turn], [turn, along]])
    shift = target_mid - rotation @ source_mid
    return np.hstack([rotation, shift[:, None]]).astype(np.float32)


def warp(pixels: Pixels, points: Floats, template: Floats, side: int) -> Pixels:
    """Cut the face at five points out as an upright square chip, uint8 (side, side, c).

    A face more than twice as large as the chip is reduced by area first: the bilinear warp would
    skip pixels.
    """
    matrix = similarity(points, template)
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    steps = int(np.floor(-np.log2(scale))) if 0.0 < scale < 1.0 else 0
    if steps >= 1:
        pixels, matrix = _reduced(pixels, matrix, side, 2**steps)
    return np.asarray(cv2.warpAffine(pixels, matrix, (side, side), borderValue=0.0), dtype=np.uint8)


def _reduced(pixels: Pixels, matrix: Floats, side: int, factor: int) -> tuple[Pixels, Floats]:
    """Cut out the part a chip needs, reduce it by `factor`, and adapt the matrix to it."""
    inverse = cv2.invertAffineTransform(matrix)
    corners = np.array([[0, 0, 1], [side, 0, 1], [0, side, 1], [side, side, 1]]) @ inverse.T
    height, width = pixels.shape[:2]
    left, top = np.clip(np.floor(corners.min(axis=0)) - factor, 0, (width, height)).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)) + factor, 0, (width, height)).astype(int)
    if right - left < factor or bottom - top < factor:
        return pixels, matrix
    right -= (right - left) % factor
    bottom -= (bottom - top) % factor
    part = pixels[top:bottom, left:right]
    small = cv2.resize(
        part, ((right - left) // factor, (bottom - top) // factor), interpolation=cv2.INTER_AREA
    )
    # Pixel centres: x_full = factor * (x_small + 0.5) - 0.5 + left.
    middle = np.array([left, top]) + (factor - 1) / 2
    linear = matrix[:, :2] * factor
    shift = matrix[:, :2] @ middle + matrix[:, 2]
    return np.asarray(small, dtype=np.uint8), np.hstack([linear, shift[:, None]]).astype(np.float32)


def fit_within(pixels: Pixels, long_side: int) -> tuple[Pixels, float]:
    """Reduce to at most `long_side`, by area. Return the image and its scale, at most 1."""
    height, width = pixels.shape[:2]
    scale = long_side / max(height, width)
    if scale >= 1.0:
        return pixels, 1.0
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def squares(boxes: Floats) -> Floats:
    """Make every box a square with the same centre and its longer side."""
    side = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    x = (boxes[:, 0] + boxes[:, 2] - side) / 2
    y = (boxes[:, 1] + boxes[:, 3] - side) / 2
    return np.stack([x, y, x + side, y + side], axis=1).astype(np.float32)


def overlaps(box: Floats, boxes: Floats, *, of_smaller: bool = False) -> Floats:
    """Tell the intersection of one box with many, over their union or over the smaller area."""
    across = np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])
    down = np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])
    both = np.maximum(across, 0) * np.maximum(down, 0)
    area = (box[2] - box[0]) * (box[3] - box[1])
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    whole = np.minimum(area, areas) if of_smaller else area + areas - both
    shares: Floats = np.where(whole > 0, both / np.where(whole > 0, whole, 1), 0).astype(np.float32)
    return shares


def suppress(
    boxes: Floats, scores: Floats, limit: float, *, of_smaller: bool = False
) -> npt.NDArray[np.intp]:
    """Keep the best of boxes that overlap by more than `limit`; indices, best score first."""
    order = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(int(best))
        order = rest[overlaps(boxes[best], boxes[rest], of_smaller=of_smaller) <= limit]
    return np.array(kept, dtype=np.intp)


def suppress_many(boxes: Floats, scores: Floats, limit: float) -> npt.NDArray[np.intp]:
    """Do the same as `suppress` through OpenCV: faster for the thousands of a first stage."""
    if not len(boxes):
        return np.empty(0, dtype=np.intp)
    sized = boxes.copy()
    sized[:, 2:] -= sized[:, :2]
    kept = cv2.dnn.NMSBoxes(sized.tolist(), scores.tolist(), 0.0, limit)
    return np.asarray(kept, dtype=np.intp).reshape(-1)


def turned(pixels: Pixels, rotation: int) -> Pixels:
    """Turn an image counter-clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, rotation // QUARTER_TURN))


def turned_back(points: Floats, rotation: int, width: int, height: int) -> Floats:
    """Bring points (..., 2) found in the turned image back into the upright (width, height)."""
    x, y = points[..., 0], points[..., 1]
    match rotation % FULL_TURN:
        case 90:
            back = (width - y, x)
        case 180:
            back = (width - x, height - y)
        case 270:
            back = (y, height - x)
        case _:
            back = (x, y)
    return np.stack(back, axis=-1).astype(np.float32)


def boxes_turned_back(boxes: Floats, rotation: int, width: int, height: int) -> Floats:
    """Bring boxes (n, 4) found in the turned image back into the upright (width, height)."""
    corners = turned_back(boxes.reshape(-1, 2, 2), rotation, width, height)
    return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1).astype(np.float32)
