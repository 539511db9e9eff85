"""Two networks of a few numbers that look like an SCRFD and an ArcFace from outside."""

from collections.abc import Sequence

import numpy as np
from onnx import GraphProto, ModelProto, TensorProto, helper, numpy_helper

SIDE = 640
DIMENSION = 4


def tiny_detector(outputs: int = 9) -> bytes:
    """Build a detector that never finds anybody: scores 0 at all three strides."""
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    nodes, values, constants = [], [], []
    for index in range(outputs):
        stride = (8, 16, 32)[index % 3]
        shape = [2 * (SIDE // stride) ** 2, (1, 4, 10)[index // 3 % 3]]
        constants.append(numpy_helper.from_array(np.zeros(shape, np.float32), f"zero{index}"))
        nodes.append(helper.make_node("Identity", [f"zero{index}"], [f"out{index}"]))
        values.append(helper.make_tensor_value_info(f"out{index}", TensorProto.FLOAT, shape))
    return _bytes(helper.make_graph(nodes, "detector", [image], values, constants))


def tiny_scrfd() -> bytes:
    """Build a detector with real strides that declares one size, though no layer needs it."""
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    random = np.random.default_rng(5)
    nodes, values, constants = [], [], []
    for index in range(9):
        stride, depth = (8, 16, 32)[index % 3], (1, 4, 10)[index // 3]
        kernel = random.standard_normal((2 * depth, 3, stride, stride)).astype(np.float32)
        constants += [
            numpy_helper.from_array(kernel, f"w{index}"),
            numpy_helper.from_array(np.array([1, -1, depth]), f"rows{index}"),
        ]
        nodes += [
            helper.make_node(
                "Conv", ["image", f"w{index}"], [f"map{index}"], strides=[stride, stride]
            ),
            helper.make_node("Transpose", [f"map{index}"], [f"turned{index}"], perm=[0, 2, 3, 1]),
            helper.make_node("Reshape", [f"turned{index}", f"rows{index}"], [f"out{index}"]),
        ]
        shape = [1, 2 * (SIDE // stride) ** 2, depth]
        values.append(helper.make_tensor_value_info(f"out{index}", TensorProto.FLOAT, shape))
    return _bytes(helper.make_graph(nodes, "detector", [image], values, constants))


def tiny_chain(slopes: Sequence[float], *, groups: int = 1, used_twice: bool = False) -> bytes:
    """Build a convolution, a PRelu of one slope per channel, and a convolution after it."""
    random = np.random.default_rng(9)
    channels = len(slopes)
    after = (channels, channels // groups, 3, 3)
    constants = [
        numpy_helper.from_array(
            random.standard_normal((channels, 3, 3, 3)).astype(np.float32), "first_w"
        ),
        numpy_helper.from_array(np.array(slopes, np.float32).reshape(-1, 1, 1), "slope"),
        numpy_helper.from_array(random.standard_normal(after).astype(np.float32), "second_w"),
    ]
    nodes = [
        helper.make_node("Conv", ["face", "first_w"], ["first"]),
        helper.make_node("PRelu", ["first", "slope"], ["bent"]),
        helper.make_node("Conv", ["bent", "second_w"], ["second"], group=groups, pads=[1, 1, 1, 1]),
        helper.make_node("Add", ["second", "bent" if used_twice else "second"], ["sum"]),
    ]
    face = helper.make_tensor_value_info("face", TensorProto.FLOAT, ["n", 3, 16, 16])
    result = helper.make_tensor_value_info("sum", TensorProto.FLOAT, ["n", channels, 14, 14])
    return _bytes(helper.make_graph(nodes, "chain", [face], [result], constants))


def tiny_embedder(side: int = 112, *, slope: float = 0.25) -> bytes:
    """Build an embedder with one PRelu: channel means of a convolution, made longer to 4 numbers."""
    random = np.random.default_rng(7)
    constants = [
        numpy_helper.from_array(random.standard_normal((6, 3, 3, 3)).astype(np.float32), "conv_w"),
        numpy_helper.from_array(np.full((6, 1, 1), slope, np.float32), "slope"),
        numpy_helper.from_array(random.standard_normal((6, DIMENSION)).astype(np.float32), "fc_w"),
    ]
    nodes = [
        helper.make_node("Conv", ["face", "conv_w"], ["conv"], strides=[4, 4]),
        helper.make_node("PRelu", ["conv", "slope"], ["bent"]),
        helper.make_node("GlobalAveragePool", ["bent"], ["mean"]),
        helper.make_node("Flatten", ["mean"], ["flat"]),
        helper.make_node("MatMul", ["flat", "fc_w"], ["vector"]),
    ]
    face = helper.make_tensor_value_info("face", TensorProto.FLOAT, ["n", 3, side, side])
    vector = helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["n", DIMENSION])
    return _bytes(helper.make_graph(nodes, "embedder", [face], [vector], constants))


def _bytes(graph: GraphProto) -> bytes:
    model: ModelProto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    return bytes(model.SerializeToString())
