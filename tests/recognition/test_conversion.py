"""Models made from package files, and rewritten for speed, compute the same."""

import importlib.metadata
from pathlib import Path

import numpy as np
import pytest

from recognition.convert_dlib import convert_resnet
from recognition.convert_mtcnn import ONET_CONVS, PNET_BLOCKS, RNET_BLOCKS, convert_pnet
from recognition.free_size import with_free_size
from recognition.known_answer import answer, picture
from recognition.model_facts import facts_of
from recognition.onnx_sessions import OnnxNet
from recognition.packs_open import ANSWERS, DLIB_DISTRIBUTION, DLIB_MEMBER
from recognition.prelu import without_prelu
from tests.recognition.tiny_models import (
    DIMENSION,
    SIDE,
    tiny_chain,
    tiny_detector,
    tiny_embedder,
    tiny_scrfd,
)


def _dlib_file() -> bytes:
    files = importlib.metadata.files(DLIB_DISTRIBUTION) or []
    return next(Path(str(f.locate())) for f in files if f.as_posix() == DLIB_MEMBER).read_bytes()


def _noise(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(3).integers(0, 256, shape).astype(np.float32)


@pytest.mark.model
def test_our_conversion_of_dlib_equals_the_reference(models: Path, assets: Path) -> None:
    ours = OnnxNet((models / "open" / "resnet.onnx").read_bytes())
    reference = OnnxNet((assets / "models" / "dlib_resnet_150.onnx").read_bytes())
    chips = _noise(2, 3, 150, 150)

    difference = np.abs(ours(chips)[0] - reference(chips)[0]).max()

    assert difference < 1e-6


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "shape", "outputs"),
    [
        pytest.param("pnet", (1, 3, 97, 130), [(1, 1, 44, 60), (1, 4, 44, 60)], id="odd and even"),
        pytest.param("rnet", (5, 3, 24, 24), [(5, 1), (5, 4)], id="refine"),
        pytest.param("onet", (2, 3, 48, 48), [(2, 1), (2, 4), (2, 10)], id="output"),
    ],
)
def test_the_cascade_has_the_right_shapes(
    models: Path, name: str, shape: tuple[int, ...], outputs: list[tuple[int, ...]]
) -> None:
    net = OnnxNet((models / "open" / f"{name}.onnx").read_bytes())

    made = net(_noise(*shape))

    assert [output.shape for output in made] == outputs
    assert all(np.isfinite(output).all() for output in made)


@pytest.mark.model
@pytest.mark.parametrize("file", ANSWERS)
def test_every_network_gives_its_known_answer(models: Path, file: str) -> None:
    net = OnnxNet((models / "open" / file).read_bytes())
    side = net.input_shape[-1] or 96

    assert answer(net, picture(side)) == pytest.approx(ANSWERS[file], rel=1e-3, abs=1e-4)


@pytest.mark.model
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda raw: raw[: len(raw) // 2], id="cut off"),
        pytest.param(lambda raw: raw[:9_000_000] + b"more" + raw[9_000_000:], id="something added"),
        pytest.param(lambda _: b"no network", id="something else"),
        pytest.param(lambda _: b"", id="empty"),
    ],
)
def test_a_dlib_file_that_is_not_the_one_is_refused(spoil: object) -> None:
    assert callable(spoil)
    raw = spoil(_dlib_file())

    with pytest.raises(ValueError, match=r"tensor|unexpected place"):
        convert_resnet(raw)


def test_a_weight_file_that_is_not_lz4_is_refused() -> None:
    with pytest.raises(RuntimeError):
        convert_pnet(b"no frame at all")


def test_the_blocks_of_a_network_lie_one_after_the_other() -> None:
    for blocks in (PNET_BLOCKS, RNET_BLOCKS):
        ends = [at + 4 * count for at, count in blocks]

        assert all(end <= start for end, (start, _) in zip(ends, blocks[1:], strict=False))
    assert [conv.outs for conv in ONET_CONVS] == [32, 64, 64, 128]


@pytest.mark.parametrize("slope", [0.25, -0.5, 0.0, 1.0])
def test_the_rewritten_prelu_computes_the_same(slope: float) -> None:
    model = tiny_embedder(slope=slope)
    faces = _noise(3, 3, 112, 112) - 127.5

    rewritten = without_prelu(model)

    assert b"PRelu" not in rewritten
    before, after = OnnxNet(model)(faces)[0], OnnxNet(rewritten)(faces)[0]
    assert np.allclose(before, after, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize(
    ("groups", "used_twice"),
    [
        pytest.param(1, False, id="a whole convolution follows"),
        pytest.param(6, False, id="a convolution of each channel follows"),
        pytest.param(3, False, id="a convolution in groups follows"),
        pytest.param(1, True, id="something else uses it too"),
    ],
)
def test_slopes_over_one_compute_the_same_whatever_follows(
    groups: int, *, used_twice: bool
) -> None:
    slopes = (0.25, 1.5, -0.5, 1.0, 2.2, 0.0)
    model = tiny_chain(slopes, groups=groups, used_twice=used_twice)
    faces = _noise(2, 3, 16, 16) - 127.5

    rewritten = without_prelu(model)

    assert b"PRelu" not in rewritten
    before, after = OnnxNet(model)(faces)[0], OnnxNet(rewritten)(faces)[0]
    assert np.allclose(before, after, rtol=1e-4, atol=2e-2)


def test_a_detector_is_freed_from_the_size_it_declares() -> None:
    freed = with_free_size(tiny_scrfd())

    assert OnnxNet(freed).input_shape[2:] == (None, None)
    assert facts_of(freed, tiny_embedder()).detector_side is None


@pytest.mark.parametrize(
    "detector",
    [
        pytest.param(tiny_detector(), id="its answers do not follow the size"),
        pytest.param(b"\xff\xff\xff no model", id="not a model"),
        pytest.param(with_free_size(tiny_scrfd()), id="free already"),
    ],
)
def test_a_detector_that_cannot_be_freed_stays_as_it_is(detector: bytes) -> None:
    assert with_free_size(detector) == detector


def test_a_rewrite_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="not an ONNX model"):
        without_prelu(b"\xff\xff\xff no model")


def test_facts_are_read_off_the_models() -> None:
    facts = facts_of(tiny_detector(), tiny_embedder())

    assert (facts.detector_side, facts.dimension) == (SIDE, DIMENSION)
    assert (facts.middle, facts.span) == (127.5, 127.5)


@pytest.mark.parametrize(
    ("detector", "embedder", "words"),
    [
        pytest.param(tiny_detector(6), tiny_embedder(), "five points", id="no points"),
        pytest.param(tiny_detector(), tiny_embedder(96), "112 x 112", id="other chips"),
        pytest.param(b"\xff\xff", tiny_embedder(), "detector is not", id="no detector"),
        pytest.param(tiny_detector(), b"\xff\xff", "embedder is not", id="no embedder"),
        pytest.param(tiny_embedder(), tiny_embedder(), "five points", id="two embedders"),
    ],
)
def test_models_that_do_not_fit_are_refused_with_the_reason(
    detector: bytes, embedder: bytes, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        facts_of(detector, embedder)


def test_bytes_that_are_no_model_are_not_opened() -> None:
    with pytest.raises(ValueError, match="not a usable ONNX model"):
        OnnxNet(b"nothing of the kind")
