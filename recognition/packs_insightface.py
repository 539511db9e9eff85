"""Packs of insightface's kind: an SCRFD detector and an ArcFace embedder, from named files.

`buffalo_l`, `buffalo_s` and `antelopev2` are pinned here; `folder` is what an admin points at.
Their weights are for non-commercial research only, whoever hands them on. The SHA-256 of each
file is the one that many public projects pin; insightface itself checks none.
"""

from dataclasses import dataclass

from recognition.packs import EmbedderSpec, Pack, ScrfdSpec, Source
from recognition.rules import Chips, Gates, Look, Looks, QualityGate, RateThreshold, Rule
from recognition.values import PackId, Point

DETECTOR_FILE, EMBEDDER_FILE = "detector.onnx", "embedder.onnx"
DETECTOR_SCORE = 0.5
PIXEL_HALF = 127.5
FOLDER = "folder"

ARCFACE_SIDE = 112
ARCFACE_POINTS: tuple[Point, ...] = (
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
)
"""Where ArcFace networks expect the five points: insightface 2.1 utils/face_align.py (MIT)."""

NON_COMMERCIAL = (
    "non-commercial research only (InsightFace: all model weights; other uses need their licence)"
)

LOOKS = Looks(
    first=(Look(side=640, min_face_px=8.0, floor_px=8.0),),
    turned=Look(side=640, min_face_px=8.0, floor_px=8.0),
    # The small look finds faces that fill the image, which the anchors of the others are too
    # small for; insightface's own default adds a pass at 128.
    larger=(
        Look(side=1280, min_face_px=8.0, floor_px=8.0),
        Look(side=160, min_face_px=8.0, floor_px=8.0),
    ),
    sure_score=0.7,
    turned_score=0.6,
    turned_over=0.7,
    turned_lead=0.1,
    small_px=24.0,
)

CAREFUL_RATES: tuple[RateThreshold, ...] = (
    (1e-3, 0.406),
    (1e-4, 0.495),
    (1e-5, 0.569),
    (1e-6, 0.622),
)
"""MobileFaceNet trained on CASIA, 29.6 million pairs of LFW: the weakest net we measured, so the
strictest thresholds; used where nothing is known about an embedder."""

PUBLISHED_RATES: tuple[RateThreshold, ...] = ((1e-6, 0.408), (1e-7, 0.46))
"""buffalo_l: the first point is published by InsightFace (FMR 1e-6 on MR-ALL). The second goes on
with the slope of the table above. Nothing milder than the published point is ever used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What distinguishes one pack of this kind from another; kept in its manifest.

    `detector_side` is the fixed input of the detector, None where it takes any size; `middle` and
    `span` scale the pixels of the embedder; `fingerprint` stands for the two model files.
    """

    title: str
    licence: str
    non_commercial: bool
    provenance: str
    fingerprint: str
    detector_side: int | None
    middle: float
    span: float
    dimension: int
    rates: tuple[RateThreshold, ...]
    suggest_lower: float
    auto_limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A pack that insightface resolves by name: its two files and what is published about it."""

    name: str
    detector: Source
    embedder: Source
    declaration: Declaration


def pack_of(name: str, declaration: Declaration, sources: tuple[Source, ...] = ()) -> Pack:
    """Fill in what all packs of this kind share."""
    chips = Chips(
        side=ARCFACE_SIDE,
        points=ARCFACE_POINTS,
        middle=declaration.middle,
        span=declaration.span,
    )
    return Pack(
        name=name,
        id=PackId(f"{name}/{declaration.fingerprint}/arcface-112/plain/1"),
        title=declaration.title,
        licence=declaration.licence,
        non_commercial=declaration.non_commercial,
        provenance=declaration.provenance,
        sources=sources,
        detector=ScrfdSpec(
            file=DETECTOR_FILE, side=declaration.detector_side, score=DETECTOR_SCORE
        ),
        embedder=EmbedderSpec(file=EMBEDDER_FILE, chips=chips, dimension=declaration.dimension),
        looks=LOOKS,
        rule=Rule(rates=declaration.rates, margin=0.05, suggest_lower=declaration.suggest_lower),
        gates=Gates(sure_score=0.65),
        enrolment=QualityGate(
            score=0.65, sharpness=10.0, darkest=0.15, brightest=0.85, yaw=0.45, pitch=(0.2, 0.9)
        ),
        auto_limit=declaration.auto_limit,
    )


def _source(member: str, sha256: str) -> Source:
    return Source(member=member, distribution=None, sha256=sha256)


def _declared(title: str, fingerprint: str, auto_limit: int) -> Declaration:
    return Declaration(
        title=title,
        licence=NON_COMMERCIAL,
        non_commercial=True,
        provenance="Trained by InsightFace on faces collected from the web.",
        fingerprint=fingerprint,
        detector_side=None,
        middle=PIXEL_HALF,
        span=PIXEL_HALF,
        dimension=512,
        rates=PUBLISHED_RATES if auto_limit else CAREFUL_RATES,
        # Not measured: a little below what names a face, for a human to look at.
        suggest_lower=0.05,
        auto_limit=auto_limit,
    )


SCRFD_10G_SHA256 = "5838f7fe053675b1c7a08b633df49e7af5495cee0493c7dcf6697200b85b5b91"

NAMED = (
    Named(
        name="buffalo_l",
        detector=_source("det_10g.onnx", SCRFD_10G_SHA256),
        embedder=_source(
            "w600k_r50.onnx", "4c06341c33c2ca1f86781dab0e829f88ad5b64be9fba56e56bc9ebdefc619e43"
        ),
        declaration=_declared("InsightFace SCRFD-10G and ResNet-50", "scrfd10g-w600k-r50", 500),
    ),
    Named(
        name="buffalo_s",
        detector=_source(
            "det_500m.onnx", "5e4447f50245bbd7966bd6c0fa52938c61474a04ec7def48753668a9d8b4ea3a"
        ),
        embedder=_source(
            "w600k_mbf.onnx", "9cc6e4a75f0e2bf0b1aed94578f144d15175f357bdc05e815e5c4a02b319eb4f"
        ),
        # No threshold of it was published or measured by us: every name waits for a human.
        declaration=_declared("InsightFace SCRFD-500M and MobileFaceNet", "scrfd500m-w600k-mbf", 0),
    ),
    Named(
        name="antelopev2",
        detector=_source("scrfd_10g_bnkps.onnx", SCRFD_10G_SHA256),
        embedder=_source(
            "glintr100.onnx", "4ab1d6435d639628a6f3e5008dd4f929edf4c4124b1a7169e1048f9fef534cdf"
        ),
        declaration=_declared("InsightFace SCRFD-10G and ResNet-100", "scrfd10g-glint360k-r100", 0),
    ),
)
