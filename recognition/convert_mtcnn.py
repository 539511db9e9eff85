"""Turn the weights of the PyPI package `mtcnn` into three ONNX networks, without unpickling them.

The weight files are LZ4 frames around a joblib pickle with raw float32 blocks; after the SHA-256
of the file was checked the blocks are read at fixed places and the pickle is never loaded.

Networks: Zhang, Zhang, Li, Qiao, "Joint Face Detection and Alignment using Multitask Cascaded
Convolutional Networks", 2016. Weights: package mtcnn 1.0.0, MIT, (c) 2019-2024 Ivan de Paz
Centeno. They take RGB 0..255: the package's normalisation is folded into the first layer.
"""

from dataclasses import dataclass
from typing import Any

import lz4.frame
import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]
Shape = list[str | int]

OPSET, IR_VERSION = 13, 8
PIXEL_MIDDLE, PIXEL_SPAN = 127.5, 128.0
PADDED_CHANNELS = {10: 16, 28: 32}
"""Widths of a first layer that run faster with zero channels added (measured)."""

PNET_BLOCKS = (
    (240, 270), (1376, 10), (1472, 10), (1568, 1440), (7376, 16), (7504, 16), (7632, 4608),
    (26112, 32), (26304, 32), (26496, 128), (27056, 4), (27136, 64), (27440, 2),
)  # fmt: skip
RNET_BLOCKS = (
    (240, 756), (3312, 28), (3488, 28), (3664, 12096), (52096, 48), (52352, 48), (52608, 12288),
    (101808, 64), (102128, 64), (102448, 73728), (397408, 128), (397968, 128), (398528, 512),
    (400624, 4), (400688, 256), (401760, 2),
)  # fmt: skip
ONET_BLOCKS = (
    (240, 864), (3744, 32), (3936, 32), (4128, 18432), (77904, 64), (78224, 64), (78544, 36864),
    (226048, 64), (226368, 64), (226688, 32768), (357808, 128), (358384, 128), (358960, 294912),
    (1538656, 256), (1539728, 256), (1540816, 1024), (1544960, 4), (1545040, 2560), (1555328, 10),
    (1555424, 512), (1557520, 2),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Conv:
    """One convolution: side of its kernel, channels in and out, and the pooling after it."""

    side: int
    ins: int
    outs: int
    pool: tuple[int, bool] | None = None  # side, pad at bottom and right


PNET_CONVS = (
    _Conv(side=3, ins=3, outs=10, pool=(2, True)),
    _Conv(side=3, ins=10, outs=16),
    _Conv(side=3, ins=16, outs=32),
)
RNET_CONVS = (
    _Conv(side=3, ins=3, outs=28, pool=(3, True)),
    _Conv(side=3, ins=28, outs=48, pool=(3, False)),
    _Conv(side=2, ins=48, outs=64),
)
ONET_CONVS = (
    _Conv(side=3, ins=3, outs=32, pool=(3, True)),
    _Conv(side=3, ins=32, outs=64, pool=(3, False)),
    _Conv(side=3, ins=64, outs=64, pool=(2, True)),
    _Conv(side=2, ins=64, outs=128),
)


def convert_pnet(packed: bytes) -> bytes:
    """Build the proposal network: (n, 3, h, w) -> face (n, 1, h', w'), move (n, 4, h', w')."""
    blocks = _blocks(packed, PNET_BLOCKS)
    graph = _Graph()
    top = graph.convs("image", PNET_CONVS, blocks)
    move_w, move_b, face_w, face_b = blocks[9:13]
    graph.conv(top, "move", move_w.reshape(1, 1, 32, 4).transpose(3, 2, 0, 1), move_b)
    face_w, face_b = _one_class(face_w.reshape(32, 2), face_b)
    logit = graph.conv(top, "face_logit", face_w.reshape(1, 32, 1, 1), face_b)
    graph.node("Sigmoid", [logit], "face")
    outputs: dict[str, Shape] = {
        "face": ["n", 1, "rows", "columns"],
        "move": ["n", 4, "rows", "columns"],
    }
    return graph.model("pnet", ["n", 3, "h", "w"], outputs)


def convert_rnet(packed: bytes) -> bytes:
    """Build the refining network: (n, 3, 24, 24) -> face (n, 1), move (n, 4)."""
    blocks = _blocks(packed, RNET_BLOCKS)
    graph = _Graph()
    top = graph.convs("image", RNET_CONVS, blocks)
    top = graph.dense_prelu(top, 3, 64, blocks[9:12])
    graph.dense(top, "move", blocks[12].reshape(128, 4), blocks[13])
    face_w, face_b = _one_class(blocks[14].reshape(128, 2), blocks[15])
    logit = graph.dense(top, "face_logit", face_w, face_b)
    graph.node("Sigmoid", [logit], "face")
    return graph.model("rnet", ["n", 3, 24, 24], {"face": ["n", 1], "move": ["n", 4]})


def convert_onet(packed: bytes) -> bytes:
    """Build the output network: (n, 3, 48, 48) -> face (n, 1), move (n, 4), points (n, 10)."""
    blocks = _blocks(packed, ONET_BLOCKS)
    graph = _Graph()
    top = graph.convs("image", ONET_CONVS, blocks)
    top = graph.dense_prelu(top, 3, 128, blocks[12:15])
    graph.dense(top, "move", blocks[15].reshape(256, 4), blocks[16])
    graph.dense(top, "points", blocks[17].reshape(256, 10), blocks[18])
    face_w, face_b = _one_class(blocks[19].reshape(256, 2), blocks[20])
    logit = graph.dense(top, "face_logit", face_w, face_b)
    graph.node("Sigmoid", [logit], "face")
    outputs: dict[str, Shape] = {"face": ["n", 1], "move": ["n", 4], "points": ["n", 10]}
    return graph.model("onet", ["n", 3, 48, 48], outputs)


def _blocks(packed: bytes, places: tuple[tuple[int, int], ...]) -> list[Floats]:
    """Read the float32 blocks at their known places of the unpacked file."""
    raw = lz4.frame.decompress(packed)
    return [np.frombuffer(raw, dtype="<f4", count=count, offset=at) for at, count in places]


def _one_class(weights: Floats, bias: Floats) -> tuple[Floats, Floats]:
    """Turn two logits under a softmax into the one under a sigmoid that means the same."""
    return weights[:, 1:] - weights[:, :1], bias[1:] - bias[:1]


class _Graph:
    """An ONNX graph under construction; every method returns the name of what it computed."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:  # noqa: ANN401 - as helper.make_node
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def constant(self, name: str, values: Floats) -> str:
        array = np.ascontiguousarray(values, dtype=np.float32)
        self._constants.append(numpy_helper.from_array(array, name))
        return name

    def conv(self, top: str, name: str, weights: Floats, bias: Floats, groups: int = 1) -> str:
        inputs = [top, self.constant(f"{name}_w", weights), self.constant(f"{name}_b", bias)]
        side = weights.shape[2]
        return self.node("Conv", inputs, name, kernel_shape=[side, side], group=groups)

    def convs(self, top: str, layers: tuple[_Conv, ...], blocks: list[Floats]) -> str:
        """Add the convolutions, each with its PReLU and pooling."""
        extra = 0
        for index, layer in enumerate(layers):
            flat, bias, slope = blocks[3 * index : 3 * index + 3]
            shape = (layer.side, layer.side, layer.ins, layer.outs)
            weights = flat.reshape(shape).transpose(3, 2, 0, 1)
            if index == 0:
                weights, bias = _raw_pixels(weights, bias)
            weights = np.pad(weights, ((0, 0), (0, extra), (0, 0), (0, 0)))
            extra = PADDED_CHANNELS.get(layer.outs, layer.outs) - layer.outs
            weights = np.pad(weights, ((0, extra), (0, 0), (0, 0), (0, 0)))
            bias, slope = np.pad(bias, (0, extra)), np.pad(slope, (0, extra))
            top = self.conv(top, f"conv{index + 1}", weights, bias)
            top = self.prelu_as_convs(top, f"prelu{index + 1}", slope)
            if layer.pool:
                top = self.pool(top, f"pool{index + 1}", *layer.pool)
        return top

    def prelu_as_convs(self, top: str, name: str, slope: Floats) -> str:
        """Say s*x + (1-s)*relu(x): onnxruntime runs two depthwise 1x1 faster than one PRelu."""
        channels = len(slope)
        zeros, scale = np.zeros(channels, np.float32), slope.reshape(channels, 1, 1, 1)
        positive = self.node("Relu", [top], f"{name}_relu")
        line = self.conv(top, f"{name}_line", scale, zeros, channels)
        bend = self.conv(positive, f"{name}_bend", 1 - scale, zeros, channels)
        return self.node("Add", [line, bend], name)

    def pool(self, top: str, name: str, side: int, padded: bool) -> str:  # noqa: FBT001
        """Pool with stride 2; Keras pads "same" at the bottom and the right only."""
        pads = [0, 0, 1, 1] if padded else [0, 0, 0, 0]
        return self.node(
            "MaxPool", [top], name, kernel_shape=[side, side], strides=[2, 2], pads=pads
        )

    def dense(self, top: str, name: str, weights: Floats, bias: Floats) -> str:
        inputs = [top, self.constant(f"{name}_w", weights), self.constant(f"{name}_b", bias)]
        return self.node("Gemm", inputs, name)

    def dense_prelu(self, top: str, side: int, channels: int, blocks: list[Floats]) -> str:
        """Flatten and add the wide layer. The package flattens as (w, h, c), ONNX as (c, h, w)."""
        flat = self.node("Flatten", [top], "flat")
        flat_weights, bias, slope = blocks
        weights = flat_weights.reshape(side, side, channels, -1).transpose(2, 1, 0, 3)
        wide = self.dense(flat, "wide", weights.reshape(side * side * channels, -1), bias)
        return self.node("PRelu", [wide, self.constant("wide_slope", slope)], "wide_prelu")

    def model(self, name: str, shape: Shape, outputs: dict[str, Shape]) -> bytes:
        """Finish the graph as the bytes of an ONNX file."""
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)
        made = [
            helper.make_tensor_value_info(output, TensorProto.FLOAT, sizes)
            for output, sizes in outputs.items()
        ]
        graph = helper.make_graph(self._nodes, name, [image], made, self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = IR_VERSION
        model.producer_name = "likeness"
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


def _raw_pixels(weights: Floats, bias: Floats) -> tuple[Floats, Floats]:
    """Fold (x - 127.5) / 128 into the first layer, which has no padding: exact."""
    shifted = bias - weights.sum(axis=(1, 2, 3)) * PIXEL_MIDDLE / PIXEL_SPAN
    return weights / PIXEL_SPAN, shifted.astype(np.float32)
