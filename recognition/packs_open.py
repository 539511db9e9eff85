"""Pack `open`: MTCNN and dlib's ResNet, made once from two PyPI packages, for any use.

Every number was measured on Labeled Faces in the Wild: docs/decisions/0004-recognition-rule.md.
"""

from recognition.packs import EmbedderSpec, MtcnnSpec, Pack, Source
from recognition.rules import (
    Chips,
    Gates,
    Look,
    Looks,
    MtcnnLimits,
    QualityGate,
    Rule,
    SoftMargin,
)
from recognition.values import PackId, Point

MTCNN_DISTRIBUTION = "mtcnn"
DLIB_DISTRIBUTION = "face-recognition-models"
DLIB_MEMBER = "face_recognition_models/models/dlib_face_recognition_resnet_model_v1.dat"

DLIB_SIDE = 150
DLIB_POINTS: tuple[Point, ...] = (
    (47.31, 45.43),
    (101.57, 45.35),
    (74.02, 77.93),
    (50.24, 104.72),
    (98.13, 104.74),
)
"""Where dlib's chips have MTCNN's five points: median over 1,200 faces of LFW."""

SOURCES = (
    Source(
        member="mtcnn/assets/weights/pnet.lz4",
        distribution=MTCNN_DISTRIBUTION,
        sha256="ea6b0c3e685ebee3165326ad6484acc95f2ef78f1c94fbf40a55704fa989f7b5",
    ),
    Source(
        member="mtcnn/assets/weights/rnet.lz4",
        distribution=MTCNN_DISTRIBUTION,
        sha256="cb00e6460f3c98b0bfafaba3c0a0ded4bdf6e62cee7174d969e8670d7e757fee",
    ),
    Source(
        member="mtcnn/assets/weights/onet.lz4",
        distribution=MTCNN_DISTRIBUTION,
        sha256="94f6ea2f4cf985275ee958cdd762d17b6009348a4fb9d8c6be39ba73ffd22ca3",
    ),
    Source(
        member=DLIB_MEMBER,
        distribution=DLIB_DISTRIBUTION,
        sha256="55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
    ),
)

RULE = Rule(
    # Over 29.6 million pairs of different people in LFW, vectors of face plus mirrored face.
    rates=(
        (1e-2, 0.9108),
        (3e-3, 0.9210),
        (1e-3, 0.9290),
        (3e-4, 0.9367),
        (1e-4, 0.9430),
        (3e-5, 0.9489),
        (1e-5, 0.9539),
        (3e-6, 0.9581),
        (1e-6, 0.9626),
        (3e-7, 0.9646),
    ),
    # 440 people of LFW with 3 templates, 4 splits: FPIR 0.1 % at 0.394, 1 % at 0.370, 5 % at
    # 0.351: 0.026 for each factor ten; nearly the same from 10 to 440 people.
    # floor: 0.1 % of strangers have a lower second person among 228.
    soft=SoftMargin(
        from_persons=50, share=0.5, accept=0.405, suggest=0.355, per_decade=0.026, floor=0.45
    ),
)

OPEN = Pack(
    name="open",
    id=PackId("open/mtcnn-1.0.0/dlib-resnet-v1/5-points-150/flip/1"),
    title="MTCNN and dlib ResNet",
    licence="detector MIT (package mtcnn), recogniser CC0 (package face-recognition-models)",
    non_commercial=False,
    provenance=(
        "The packages grant any use. What the numbers were trained on (WIDER FACE and CelebA; "
        "VGG and FaceScrub) was collected for research; whether that binds a user is an open "
        "question of law for every public model."
    ),
    sources=SOURCES,
    detector=MtcnnSpec(pnet="pnet.onnx", rnet="rnet.onnx", onet="onet.onnx", limits=MtcnnLimits()),
    embedder=EmbedderSpec(
        file="resnet.onnx",
        chips=Chips(side=DLIB_SIDE, points=DLIB_POINTS, middle=0.0, span=1.0, flip=True),
        dimension=128,
    ),
    looks=Looks(
        first=(Look(side=1280, min_face_px=40.0),),
        turned=Look(side=640, min_face_px=20.0),
        larger=(Look(side=1280, min_face_px=20.0, floor_px=16.0),),
        sure_score=0.97,
        turned_score=0.95,
        turned_over=0.99,
        turned_lead=0.1,
        small_px=48.0,
    ),
    rule=RULE,
    gates=Gates(sure_score=0.9),
    enrolment=QualityGate(
        score=0.95, sharpness=8.0, darkest=0.15, brightest=0.85, yaw=0.45, pitch=(0.2, 0.9)
    ),
    auto_limit=50,
)

# What the four networks answer to the picture of `recognition.known_answer`.
ANSWERS: dict[str, tuple[float, ...]] = {
    "pnet.onnx": (
        0.008362,
        0.004519,
        0.002841,
        0.014409,
        0.00154,
        0.014104,
        0.001886,
        0.000152,
        0.035701,
        0.2817,
        0.10213,
        0.052397,
        -0.086282,
        -0.12937,
        -0.067064,
        0.16943,
    ),
    "rnet.onnx": (0.051133, -0.022184, -0.021857, -0.001004, 0.26525),
    "onet.onnx": (
        0.012984,
        0.09881,
        -0.025182,
        -0.17476,
        0.057876,
        0.384,
        0.65424,
        0.33783,
        0.50332,
        0.33398,
        0.34237,
        0.78532,
        0.82199,
    ),
    "resnet.onnx": (-0.12357, -0.10832, 0.007965, 0.079385, -0.093179, 0.16897, 0.061637, 0.054396),
}
