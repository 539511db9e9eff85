"""Pack `open`: MTCNN and dlib's ResNet, made once from two PyPI packages, for any use.

Every number was measured on Labeled Faces in the Wild; docs/decisions has the how and the limits.
"""

from recognition.embedder import DLIB_POINTS, DLIB_SIDE, Chips
from recognition.mtcnn import MtcnnLimits
from recognition.packs import EmbedderSpec, MtcnnSpec, Pack, Source
from recognition.rules import Gates, Look, Looks, QualityGate, Rule, SoftMargin
from recognition.values import PackId

MTCNN_DISTRIBUTION = "mtcnn"
DLIB_DISTRIBUTION = "face-recognition-models"
DLIB_MEMBER = "face_recognition_models/models/dlib_face_recognition_resnet_model_v1.dat"

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
    # Over 29.6 million pairs of different people in LFW.
    rates=(
        (1e-2, 0.9076),
        (3e-3, 0.9181),
        (1e-3, 0.9262),
        (3e-4, 0.9341),
        (1e-4, 0.9406),
        (3e-5, 0.9470),
        (1e-5, 0.9519),
        (3e-6, 0.9573),
        (1e-6, 0.9601),
        (3e-7, 0.9631),
    ),
    # 440 people of LFW with 3 templates, 4 splits: FPIR 0.1 % at 0.389 to 0.398 and 5 % at 0.35
    # for galleries of 10 to 440; 0.364 to 0.370 at 1 %, so 0.026 for each factor ten.
    soft=SoftMargin(
        from_persons=50, share=0.5, accept=0.40, suggest=0.35, per_decade=0.026, floor=0.4
    ),
)

OPEN = Pack(
    name="open",
    id=PackId("open/mtcnn-1.0.0/dlib-resnet-v1/5-points-150/plain/1"),
    title="MTCNN and dlib ResNet",
    licence="detector MIT (package mtcnn), recogniser CC0 (package face-recognition-models)",
    non_commercial=False,
    provenance=(
        "The packages grant any use. What the numbers were trained on (WIDER FACE and CelebA; "
        "VGG and FaceScrub) was collected for research; whether that binds a user is an open "
        "question of law for every public model."
    ),
    sources=SOURCES,
    detector=MtcnnSpec(
        pnet="pnet.onnx", rnet="rnet.onnx", onet="onet.onnx", limits=MtcnnLimits()
    ),
    embedder=EmbedderSpec(
        file="resnet.onnx",
        chips=Chips(side=DLIB_SIDE, points=DLIB_POINTS, middle=0.0, span=1.0),
        dimension=128,
    ),
    looks=Looks(
        first=(Look(side=1280, min_face_px=40.0),),
        turned=Look(side=640, min_face_px=20.0),
        larger=(Look(side=1280, min_face_px=20.0, floor_px=16.0),),
        sure_score=0.95,
        turned_score=0.95,
        turned_lead=0.06,
        small_px=48.0,
    ),
    rule=RULE,
    gates=Gates(sure_score=0.9),
    enrolment=QualityGate(
        score=0.95, sharpness=60.0, darkest=0.12, brightest=0.9, yaw=0.35, pitch=(0.3, 0.8)
    ),
    auto_limit=50,
)
