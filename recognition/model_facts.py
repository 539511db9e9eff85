"""Read off two ONNX files whether and how they can be used as detector and embedder.

Only what insightface 2.1 reads off them, too (model_zoo/scrfd.py, model_zoo/arcface_onnx.py).
"""

from dataclasses import dataclass

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from recognition.packs_insightface import ARCFACE_SIDE

SCRFD_OUTPUTS = 9
NODES_LOOKED_AT = 8
HALF = 127.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The fixed input of the detector, None if free; how the embedder's pixels are scaled."""

    detector_side: int | None
    middle: float
    span: float
    dimension: int


def facts_of(detector: bytes, embedder: bytes) -> Facts:
    """Read the facts off the two models.

    Raises `ValueError`, with a sentence, when they are not an SCRFD with points and an ArcFace.
    """
    found, made = _graph(detector, "detector"), _graph(embedder, "embedder")
    if len(found.output) != SCRFD_OUTPUTS:
        raise ValueError("the detector is not an SCRFD network with five points per face")
    height, width = _sides(found)
    if height != width:
        raise ValueError("the detector wants an image that is not square")
    if _sides(made) != (ARCFACE_SIDE, ARCFACE_SIDE) or len(made.output) != 1:
        raise ValueError("the embedder is not an ArcFace network for faces of 112 x 112")
    dimension = made.output[0].type.tensor_type.shape.dim[-1].dim_value
    if dimension <= 0:
        raise ValueError("the embedder does not say how long its vectors are")
    middle, span = (0.0, 1.0) if _scales_itself(made) else (HALF, HALF)
    return Facts(detector_side=height, middle=middle, span=span, dimension=dimension)


def _graph(model: bytes, what: str) -> onnx.GraphProto:
    try:
        return onnx.load_model_from_string(model).graph
    except DecodeError as error:
        raise ValueError(f"the {what} is not an ONNX model") from error


def _sides(graph: onnx.GraphProto) -> tuple[int | None, int | None]:
    """Tell height and width of the one input (n, 3, h, w); None where any size is taken."""
    constants = {constant.name for constant in graph.initializer}
    inputs = [value for value in graph.input if value.name not in constants]
    shape = inputs[0].type.tensor_type.shape.dim if len(inputs) == 1 else []
    if len(shape) != 4:  # noqa: PLR2004 - n, c, h, w
        raise ValueError("a model does not take one image")
    return shape[2].dim_value or None, shape[3].dim_value or None


def _scales_itself(graph: onnx.GraphProto) -> bool:
    """Tell whether the embedder begins with its own subtraction and multiplication."""
    names = [node.name for node in graph.node[:NODES_LOOKED_AT]]
    subtracts = any(name.startswith(("Sub", "_minus")) for name in names)
    return subtracts and any(name.startswith(("Mul", "_mul")) for name in names)
