"""The same synthetic picture through every network, and whether the answer is the known one.

Catches what a SHA-256 cannot: an inference engine or a processor that computes something else.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from recognition.geometry import Floats
from recognition.onnx_sessions import Net, OnnxNet

Answers = Mapping[str, tuple[float, ...]]

SAMPLES = 8
RELATIVE, ABSOLUTE = 2e-3, 2e-3
"""Far above what processors differ by (1e-5), far below what a wrong network would give."""

FREE_SIDE = 96
"""Side of the picture for a network that takes any: a multiple of every stride."""


def picture(side: int) -> Floats:
    """Draw a smooth pattern with edges, float32 (1, 3, side, side), 0 to 255."""
    row, column = np.mgrid[:side, :side].astype(np.int64)
    channels = [
        (row * 3 + column * (5 + channel) + (row // 7) * (column // 5) * 11 + channel * 40) % 256
        for channel in range(3)
    ]
    return np.stack(channels)[None].astype(np.float32)


def answer(net: Net, batch: Floats) -> tuple[float, ...]:
    """Run the network and keep a few numbers of each output, evenly spread."""
    kept: list[float] = []
    for output in net(batch):
        flat = output.reshape(-1)
        places = np.linspace(0, len(flat) - 1, min(SAMPLES, len(flat))).round().astype(int)
        kept.extend(round(float(number), 6) for number in flat[places])
    return tuple(kept)


def answers_of(nets: Mapping[str, Net]) -> dict[str, tuple[float, ...]]:
    """Show the picture to every network, at the size each one takes."""
    answers = {}
    for file, net in nets.items():
        side = net.input_shape[-1] if isinstance(net, OnnxNet) else None
        answers[file] = answer(net, picture(side or FREE_SIDE))
    return answers


def agrees(given: Sequence[float], known: Sequence[float]) -> bool:
    """Tell whether an answer is the known one, but for rounding; never for what is no number."""
    return len(given) == len(known) and bool(
        np.allclose(given, known, rtol=RELATIVE, atol=ABSOLUTE * max(1.0, np.abs(known).max()))
    )
