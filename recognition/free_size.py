"""Free a detector from the one image size it was exported for, where its network allows that.

Many SCRFD files declare a square input although no layer needs it. A photo is rarely square: with
640 x 480 instead of 640 x 640 a look takes a quarter less time, and a larger look needs no tiles.
"""

import numpy as np
import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from recognition.model_facts import SCRFD_OUTPUTS
from recognition.onnx_sessions import ORT_TROUBLE, Floats, OnnxNet
from recognition.scrfd import ANCHORS, STRIDES

PROBE = (224, 160)
"""Height and width of the noise that the freed network is tried on: not square, small, fast."""

SAME = 1e-4
"""How far outputs may differ from those of the file as it was, at its own size."""


def with_free_size(detector: bytes) -> bytes:
    """Return the same network for any size of image; the bytes as they are where that fails.

    It must give an answer for each anchor of an image of another size, and the same answers as
    before for one of its own size.
    """
    try:
        parsed = onnx.load_model_from_string(detector)
    except DecodeError:
        return detector
    shape = parsed.graph.input[0].type.tensor_type.shape.dim if parsed.graph.input else []
    own = [side.dim_value for side in shape[2:]]
    if len(own) != len(PROBE) or not all(own):
        return detector
    for side, name in zip(shape[2:], ("height", "width"), strict=True):
        side.dim_param = name
    # What was worked out for the one size would contradict another.
    del parsed.graph.value_info[:]
    for result in parsed.graph.output:
        result.type.tensor_type.ClearField("shape")
    freed = bytes(parsed.SerializeToString(deterministic=True))
    return freed if _works(detector, freed, (own[0], own[1])) else detector


def _works(before: bytes, after: bytes, own: tuple[int, int]) -> bool:
    try:
        net = OnnxNet(after)
        told = [part.size // part.shape[-1] for part in net(_noise(PROBE))]
        same = _noise(own)
        pairs = list(zip(OnnxNet(before)(same), net(same), strict=True))
    except (*ORT_TROUBLE, ValueError):
        return False
    anchors = [ANCHORS * (PROBE[0] // stride) * (PROBE[1] // stride) for stride in STRIDES]
    answers = told == anchors * (SCRFD_OUTPUTS // len(STRIDES))
    return answers and all(np.allclose(one, other, atol=SAME) for one, other in pairs)


def _noise(size: tuple[int, int]) -> Floats:
    return np.random.default_rng(1).uniform(-1.0, 1.0, (1, 3, *size)).astype(np.float32)
