"""The only module that knows onnxruntime: opens a model so that one core runs it well.

What lives here: one session per network, its options, its one call. What must not: anything about
faces. Options are measured ones: one intra-op thread (these nets get slower with two, and the
product runs one process per core), all graph optimisations, no telemetry.
"""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]
from onnxruntime.capi import onnxruntime_pybind11_state  # type: ignore[import-untyped]

Floats = npt.NDArray[np.float32]

ORT_TROUBLE = (
    onnxruntime_pybind11_state.Fail,
    onnxruntime_pybind11_state.InvalidArgument,
    onnxruntime_pybind11_state.InvalidGraph,
    onnxruntime_pybind11_state.InvalidProtobuf,
    onnxruntime_pybind11_state.NotImplemented,
    onnxruntime_pybind11_state.RuntimeException,
    RuntimeError,
)
"""What onnxruntime raises for a model it cannot use; its exceptions share no parent."""


@cache
def _share_memory() -> None:
    """Let all networks of the process take from one store of memory, grown only by what is asked.

    An arena per network, each doubling, held 146 MB more for a crowd of 96 faces; this 77 MB.
    """
    store = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    as_requested = onnxruntime.OrtArenaCfg(0, 1, -1, -1)
    onnxruntime.create_and_register_allocator(store, as_requested)


class Net(Protocol):
    """A network with one input: float32 (n, c, h, w) in, its outputs in the order of the file."""

    def __call__(self, batch: Floats, /) -> Sequence[Floats]:
        """Run the network once."""
        ...


class OnnxNet:
    """A network opened from the bytes of an ONNX file."""

    def __init__(self, model: bytes) -> None:
        """Open the model; the caller has checked the bytes against their SHA-256.

        Raises `ValueError` when onnxruntime cannot use the bytes as a model.
        """
        onnxruntime.disable_telemetry_events()
        onnxruntime.set_default_logger_severity(3)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        _share_memory()
        options.add_session_config_entry("session.use_env_allocators", "1")
        options.enable_mem_pattern = False
        try:
            self._session = onnxruntime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
        except ORT_TROUBLE as error:
            raise ValueError(f"not a usable ONNX model: {type(error).__name__}") from error
        self._input = self._session.get_inputs()[0].name

    def __call__(self, batch: Floats, /) -> Sequence[Floats]:
        """Run the network once on float32 (n, c, h, w)."""
        outputs: Sequence[Floats] = self._session.run(None, {self._input: batch})
        return outputs

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """Tell the declared input shape; None where the model takes any size."""
        shape = self._session.get_inputs()[0].shape
        return tuple(side if isinstance(side, int) else None for side in shape)

    @property
    def outputs(self) -> int:
        """Tell how many outputs the network has."""
        return len(self._session.get_outputs())
