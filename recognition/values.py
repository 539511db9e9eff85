"""The words recognition speaks to the rest of the product.

Only frozen values live here: no library, no pixels, no model. A stranger's vector has no type in
this module on purpose: it never leaves the process that made it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType, Self

PersonKey = NewType("PersonKey", int)
"""An opaque index of a person in one gallery; says nothing outside that gallery."""

PackId = NewType("PackId", str)
"""The embedding space: detector, alignment and embedder together. Vectors of two ids never mix."""

Point = tuple[float, float]
FivePoints = tuple[Point, Point, Point, Point, Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle as shares (0 to 1) of the upright image, from its top left corner."""

    x: float
    y: float
    w: float
    h: float

    @classmethod
    def clipped(cls, left: float, top: float, right: float, bottom: float) -> Self:
        """Make a box from corners in shares, cut off at the edges of the image."""
        x0, y0 = min(max(left, 0.0), 1.0), min(max(top, 0.0), 1.0)
        x1, y1 = min(max(right, x0), 1.0), min(max(bottom, y0), 1.0)
        return cls(x=x0, y=y0, w=x1 - x0, h=y1 - y0)

    def overlap(self, other: Self) -> float:
        """Tell the intersection over the union with another box, 0 to 1."""
        across = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        down = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        if across <= 0.0 or down <= 0.0:
            return 0.0
        both = across * down
        union = self.w * self.h + other.w * other.h - both
        return both / union if union > 0.0 else 0.0


class Band(StrEnum):
    """How sure the comparison is; only a person or the setting `confirm` turns it into a name."""

    ACCEPT = "accept"
    SUGGEST = "suggest"
    UNKNOWN = "unknown"


class Gate(StrEnum):
    """Why a face was given a lower band than its similarity alone would give.

    Tiny: never named. The others leave at most a suggestion: a small face; one the detector is
    not sure of; a person with a look-alike; a person found at two places of one photo.
    """

    SMALL = "small"
    TINY = "tiny"
    UNSURE_FACE = "unsure-face"
    LOOK_ALIKE = "look-alike"
    TWICE = "twice"


class Pass(StrEnum):
    """One complete look over the image."""

    FIRST = "first"
    LARGER = "larger"
    TURNED = "turned"


class QualityReason(StrEnum):
    """Why a face is not good enough to enrol from."""

    TOO_SMALL = "too-small"
    BLURRED = "blurred"
    TOO_DARK = "too-dark"
    TOO_BRIGHT = "too-bright"
    TURNED_AWAY = "turned-away"
    LOW_SCORE = "low-score"


class PhotoTrouble(StrEnum):
    """Why a photo could not be looked at: the outcome is `not checked: <this>`."""

    EMPTY = "empty"
    NOT_AN_IMAGE = "not-an-image"
    UNSUPPORTED = "unsupported"
    VIDEO = "video"
    SEVERAL = "several"
    """An animation, or a file of several pages."""
    DAMAGED = "damaged"
    TRUNCATED = "truncated"
    HOSTILE = "hostile"
    """The process that decoded it crashed: nothing it said about the photo is believed."""

    TOO_LARGE = "too-large"
    TOO_SMALL = "too-small"
    OUT_OF_TIME = "out-of-time"
    OUT_OF_MEMORY = "out-of-memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceQuality:
    """What was measured on one face, and what speaks against enrolling from it.

    `size_px` is the height of the face in the pixels it was cut from; `score` how sure the
    detector is; `sharpness` the variance of the Laplacian of the aligned grey chip; `brightness`
    its mean, 0 to 1; `yaw` and `pitch` as `recognition.quality.pose` says.
    """

    size_px: float
    score: float
    sharpness: float
    brightness: float
    yaw: float
    pitch: float
    reasons: tuple[QualityReason, ...] = ()

    @property
    def good(self) -> bool:
        """Tell whether nothing speaks against enrolling from this face."""
        return not self.reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One detected face. `size` = height as a share of the image's height.

    `landmarks` are five points in shares of the image: the eye at the left of the image, the eye
    at the right, nose, left and right corner of the mouth.
    """

    box: Box
    score: float
    size: float
    landmarks: FivePoints
    quality: FaceQuality


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceMatch:
    """One face of a photo and how it compares with the people in scope.

    `best_u` and `second_u` are similarities u = 1 - sqrt(2 - 2 cos), at most 1, and belong to two
    different people. `threshold` is the `best_u` that `accept` asked of this face in this photo,
    `suggest_threshold` the one for `suggest`; both None where nobody was compared.
    """

    box: Box
    score: float
    size: float
    quality: FaceQuality
    best: PersonKey | None = None
    best_u: float | None = None
    second: PersonKey | None = None
    second_u: float | None = None
    threshold: float | None = None
    suggest_threshold: float | None = None
    band: Band = Band.UNKNOWN
    gated: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The answer for one photo: every face found, named or not, and how carefully was looked.

    `width` and `height` are those of the pixels looked at first. `rotation` is the quarter turn
    counter-clockwise (0, 90, 180, 270) at which the faces stood upright; boxes are always in the
    image as it was given. `persons` is the number of people compared with.
    """

    faces: tuple[FaceMatch, ...]
    width: int
    height: int
    passes: frozenset[Pass]
    rotation: int
    pack_id: PackId
    persons: int

    @property
    def second_pass_done(self) -> bool:
        """Tell whether the larger look was completed; without it nobody may claim no people."""
        return Pass.LARGER in self.passes


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A human said: the face at this box is not this person."""

    box: Box
    person: PersonKey


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """Two people a machine must not tell apart by itself (twins, siblings)."""

    one: PersonKey
    other: PersonKey


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRequest:
    """Whom to compare the faces of one photo with. Nobody in `persons`: faces are only counted.

    There is no "everybody": the caller names each person whose recognition consent holds today.
    """

    persons: frozenset[PersonKey] = frozenset()
    excluded: tuple[Exclusion, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    careful: bool = False
    """Take the larger look whatever the first one found: no face may be missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One vector of an enrolled person: little-endian float32, L2 norm 1. Never printed."""

    vector: bytes = field(repr=False)
    quality: FaceQuality
    pack_id: PackId


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What came of one face offered for enrolment: a template, or the reasons against it."""

    quality: FaceQuality
    template: Template | None
