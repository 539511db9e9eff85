"""Whether a face is good enough to enrol from, measured on its chip and its five points.

A bad template is worse than none: with both faces at 14 px, 4.6 % of strangers pass; so faces
under 64 px are refused. Nothing here decides about a face in a photo that is only looked at.
"""

import cv2
import numpy as np

from recognition.geometry import Floats, Pixels
from recognition.rules import QualityGate
from recognition.values import FaceQuality, QualityReason

FULL_SCALE = 255.0
INNER = slice(1, -1)


def measure(chip: Pixels, points: Floats, size_px: float, score: float) -> FaceQuality:
    """Measure one face; `points` are its five points (5, 2) in any scale."""
    grey = cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY)
    edges = cv2.Laplacian(grey, cv2.CV_32F)
    yaw, pitch = pose(points)
    return FaceQuality(
        size_px=float(size_px),
        score=float(score),
        sharpness=float(edges[INNER, INNER].var()),
        brightness=float(grey.mean()) / FULL_SCALE,
        yaw=yaw,
        pitch=pitch,
    )


def pose(points: Floats) -> tuple[float, float]:
    """Tell how far the nose is off the middle (yaw) and where between eyes and mouth (pitch).

    Both in shares: yaw 0 is frontal, 0.5 puts the nose under an eye; pitch 0.5 is half-way, less
    looks up, more looks down. Infinite where the points cannot be a face.
    """
    left_eye, right_eye, nose, left_mouth, right_mouth = points.astype(np.float64)
    across = right_eye - left_eye
    width = float(np.hypot(*across))
    if width <= 0.0:
        return float("inf"), float("inf")
    along = across / width
    down = np.array([-along[1], along[0]])
    eyes, mouth = (left_eye + right_eye) / 2, (left_mouth + right_mouth) / 2
    height = float((mouth - eyes) @ down)
    if height <= 0.0:
        return float("inf"), float("inf")
    middle = (eyes + mouth) / 2
    return abs(float((nose - middle) @ along)) / width, float((nose - eyes) @ down) / height


def reasons_against(quality: FaceQuality, gate: QualityGate) -> tuple[QualityReason, ...]:
    """List what speaks against enrolling from this face."""
    low, high = gate.pitch
    checks = (
        (QualityReason.TOO_SMALL, quality.size_px < gate.size_px),
        (QualityReason.LOW_SCORE, quality.score < gate.score),
        (QualityReason.BLURRED, quality.sharpness < gate.sharpness),
        (QualityReason.TOO_DARK, quality.brightness < gate.darkest),
        (QualityReason.TOO_BRIGHT, quality.brightness > gate.brightest),
        (QualityReason.TURNED_AWAY, quality.yaw > gate.yaw or not low <= quality.pitch <= high),
    )
    return tuple(reason for reason, holds in checks if holds)
