"""Turn dlib's face recognition network into ONNX by reading its file, without dlib.

The layers lie in the file in the order in which they run. Between the numbers stand layer headers,
which are skipped: the next tensor record is the next place where a version, four sizes and the
expected count parse. The caller checks the SHA-256 of the file first; the counts and the end of
the last tensor are checked here.

Network and weights: Davis King, dlib_face_recognition_resnet_model_v1, CC0, as found in the
package face-recognition-models 0.3.0.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]

OPSET, IR_VERSION = 13, 8
MIDDLE = (122.782, 117.001, 104.298)
SPAN = 256.0
RECORD_START = b"\x01\x02"
END_OF_TENSORS = 22_465_994
FEATURES = 128
INTEGER_BYTES = 4
BLOCKS = (
    (32, False), (32, False), (32, False), (64, True), (64, False), (64, False), (64, False),
    (128, True), (128, False), (128, False), (256, True), (256, False), (256, False), (256, True),
)  # fmt: skip
"""Channels out of each residual block, and whether it halves the map."""


def convert_resnet(raw: bytes) -> bytes:
    """Build the embedder: RGB 0..255 (n, 3, 150, 150) -> (n, 128), not normalised.

    Raises `ValueError` when the file is not the one this was written for.
    """
    reader = _Reader(raw)
    graph = _Graph()
    top = graph.start(*reader.conv(3, 32, 7))
    channels, side = 32, 35
    for index, (outs, down) in enumerate(BLOCKS):
        block = _Block(name=f"block{index}", ins=channels, outs=outs, down=down, side=side)
        weights = (*reader.conv(channels, outs, 3), *reader.conv(outs, outs, 3))
        top = graph.residual(top, block, weights)
        channels, side = outs, block.side_out
    features = reader.tensor(256 * FEATURES).reshape(256, FEATURES)
    if reader.at != END_OF_TENSORS:
        raise ValueError("the network in the file ends at an unexpected place")
    return graph.finish(top, features)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """One residual block: channels in and out, whether it halves, side of its input map."""

    name: str
    ins: int
    outs: int
    down: bool
    side: int

    @property
    def side_conv(self) -> int:
        """Side after the convolutions: the halving one is not padded."""
        return (self.side - 3) // 2 + 1 if self.down else self.side

    @property
    def side_pool(self) -> int:
        """Side of the shortcut: halved by a 2x2 average pool."""
        return self.side // 2 if self.down else self.side

    @property
    def side_out(self) -> int:
        """Side after the sum: the smaller map is padded to the larger."""
        return max(self.side_conv, self.side_pool)


@dataclass(slots=True)
class _Reader:
    """Walks through the tensors of the file."""

    raw: bytes
    at: int = field(default=0)

    def conv(self, ins: int, outs: int, side: int) -> tuple[Floats, Floats]:
        """Read a convolution and its affine layer as one: weights (out, in, k, k), bias."""
        count = ins * outs * side * side
        numbers = self.tensor(count + outs)
        gamma, beta = np.split(self.tensor(2 * outs), 2)
        weights = numbers[:count].reshape(outs, ins, side, side)
        return weights * gamma.reshape(-1, 1, 1, 1), numbers[count:] * gamma + beta

    def tensor(self, count: int) -> Floats:
        """Read the next tensor that has `count` numbers."""
        start = self.at
        while (start := self.raw.find(RECORD_START, start)) >= 0:
            data = self._numbers_start(start + 2, count)
            if data is not None:
                self.at = data + 4 * count
                return np.frombuffer(self.raw, dtype="<f4", count=count, offset=data)
            start += 1
        raise ValueError(f"no tensor of {count} numbers after byte {self.at}")

    def _numbers_start(self, at: int, count: int) -> int | None:
        """Parse four sizes at `at`; tell where the numbers start if their product is right."""
        product = 1
        for _ in range(4):
            parsed = _integer(self.raw, at)
            if parsed is None:
                return None
            size, at = parsed
            product *= size
        return at if product == count and at + 4 * count <= len(self.raw) else None


def _integer(raw: bytes, at: int) -> tuple[int, int] | None:
    """Read dlib's packed integer: sign and length in one byte, then little-endian magnitude."""
    if at >= len(raw):
        return None
    length, negative = raw[at] & 0x0F, raw[at] & 0x80
    if not 1 <= length <= INTEGER_BYTES or negative or raw[at] & 0x70:
        return None
    return int.from_bytes(raw[at + 1 : at + 1 + length], "little"), at + 1 + length


class _Graph:
    """The ONNX graph under construction."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def start(self, weights: Floats, bias: Floats) -> str:
        """Add the normalisation, the 7x7 layer and the first pooling: 150 -> 72 -> 35."""
        middle = self._constant("middle", np.array(MIDDLE, np.float32).reshape(1, 3, 1, 1))
        span = self._constant("span", np.array(SPAN, np.float32))
        self._node("Sub", ["chip", middle], "shifted")
        self._node("Div", ["shifted", span], "scaled")
        self._conv("scaled", "conv0", weights, bias, stride=2)
        self._node("Relu", ["conv0"], "relu0")
        return self._node("MaxPool", ["relu0"], "pool0", kernel_shape=[3, 3], strides=[2, 2])

    def residual(self, top: str, block: _Block, weights: tuple[Floats, ...]) -> str:
        """Add a residual block; zeros fill missing channels and the smaller map."""
        name = block.name
        first_w, first_b, second_w, second_b = weights
        self._conv(top, f"{name}_a", first_w, first_b, stride=2 if block.down else 1)
        self._node("Relu", [f"{name}_a"], f"{name}_r")
        main = self._conv(f"{name}_r", f"{name}_b", second_w, second_b, stride=1)
        short = top
        if block.down:
            short = self._node(
                "AveragePool", [top], f"{name}_p", kernel_shape=[2, 2], strides=[2, 2]
            )
        main = self._padded(main, f"{name}_bp", 0, block.side_out - block.side_conv)
        channels, sides = block.outs - block.ins, block.side_out - block.side_pool
        short = self._padded(short, f"{name}_pp", channels, sides)
        self._node("Add", [main, short], f"{name}_s")
        return self._node("Relu", [f"{name}_s"], f"{name}_out")

    def finish(self, top: str, features: Floats) -> bytes:
        """Add the average over the map and the last layer; return the ONNX file."""
        self._node("GlobalAveragePool", [top], "average")
        self._node("Flatten", ["average"], "flat")
        self._node("MatMul", ["flat", self._constant("features", features)], "vector")
        chip = helper.make_tensor_value_info("chip", TensorProto.FLOAT, ["n", 3, 150, 150])
        vector = helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["n", FEATURES])
        graph = helper.make_graph(self._nodes, "resnet", [chip], [vector], self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = IR_VERSION
        model.producer_name = "likeness"
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))

    def _node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:  # noqa: ANN401 - as helper.make_node
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def _constant(self, name: str, values: npt.NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _conv(self, top: str, name: str, weights: Floats, bias: Floats, *, stride: int) -> str:
        """Add a convolution; dlib pads only those with stride 1."""
        pad = weights.shape[2] // 2 if stride == 1 else 0
        inputs = [top, self._constant(f"{name}_w", weights), self._constant(f"{name}_c", bias)]
        return self._node("Conv", inputs, name, strides=[stride] * 2, pads=[pad] * 4)

    def _padded(self, top: str, name: str, channels: int, sides: int) -> str:
        """Add zeros after the last channel, row and column; nothing where none are missing."""
        if not channels and not sides:
            return top
        pads = np.array([0, 0, 0, 0, 0, channels, sides, sides], dtype=np.int64)
        return self._node("Pad", [top, self._constant(f"{name}_n", pads)], name, mode="constant")
