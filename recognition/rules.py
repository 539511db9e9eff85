"""What a pack declares about looking, cutting out and naming: numbers with their meaning.

No arithmetic and no library, so that a pack can be described without opening it.
"""

from dataclasses import dataclass

from recognition.values import Point

RateThreshold = tuple[float, float]
"""A false match rate of one comparison, and the cosine above which that share of strangers lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftMargin:
    """Compare u1 - share * u2 (best and second-best person) with one threshold for any gallery.

    Holds from `from_persons` people in scope. `per_decade` is added to `accept` for each factor
    ten of faces in the photo. `floor` is the least u2 that is counted with: a second person who
    resembles the face remarkably little must not help the first.
    """

    from_persons: int
    share: float
    accept: float
    suggest: float
    per_decade: float
    floor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a resemblance is a name.

    `rates` go from the mildest to the strictest. The false match rate allowed to one comparison is
    the false positive rate allowed to one face (`accept_fpir`, `suggest_fpir`), divided by the
    templates in scope, and for `accept` also by the faces in the photo.
    `margin` is what the best person must be ahead of the second, in u.
    """

    rates: tuple[RateThreshold, ...]
    accept_fpir: float = 0.001
    suggest_fpir: float = 0.05
    margin: float = 0.0
    suggest_lower: float = 0.0
    soft: SoftMargin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """What a face must be to be named. A gate lowers the band; it never takes a face away."""

    sure_score: float
    accept_px: float = 48.0
    suggest_px: float = 36.0


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityGate:
    """What a face must be to enrol from; see `FaceQuality` for the measures.

    `pitch` is the range that still counts as facing the camera.
    """

    size_px: float = 64.0
    score: float
    sharpness: float
    darkest: float
    brightest: float
    yaw: float
    pitch: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One detection: long side in pixels that the image is reduced to, least face in those.

    In an image that is smaller already, the least face shrinks with it, down to `floor_px`.
    """

    side: int
    min_face_px: float
    floor_px: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How carefully a photo is looked at.

    `first` always. `turned` at the three other quarter turns when no face reaches `sure_score`;
    a turn counts when its best face reaches `turned_score`; where there are faces upright, it must
    have more that reach `turned_over`, or one that does and leads by `turned_lead`: faces score
    high at wrong turns, too, and most photos stand upright. `larger` when nobody was found, more
    than `crowd` faces were, one is smaller than `small_px` in the pixels of the first look, or the
    photo is a panorama. Faces narrower than `recrop_px` are cut from a larger decode.
    """

    first: tuple[Look, ...]
    turned: Look
    larger: tuple[Look, ...]
    sure_score: float
    turned_score: float
    turned_over: float
    turned_lead: float
    crowd: int = 15
    small_px: float = 24.0
    recrop_px: float = 48.0
    same_face: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Chips:
    """How a face is cut out for an embedder, and how its pixels are scaled: (x - middle) / span.

    `flip` adds the vector of the mirrored face: better, at twice the cost, another vector space.
    """

    side: int
    points: tuple[Point, ...]
    middle: float
    span: float
    flip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MtcnnLimits:
    """Thresholds of the cascade; part of the embedding space, as they move the landmarks."""

    propose: float = 0.6
    refine: float = 0.7
    output: float = 0.8
    factor: float = 0.709
    overlap_level: float = 0.5
    # The package has 0.7 between levels: the same recall, twice the work for the second network.
    overlap_levels: float = 0.5
    overlap_refine: float = 0.7
    overlap_output: float = 0.7
    # A cap of 200 loses faces in crowds; 1000 does not.
    most_proposals: int = 1000
