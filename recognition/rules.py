"""What a pack declares about naming and looking: numbers with their meaning, no arithmetic."""

from dataclasses import dataclass

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

    `first` always; `turned` at the three other quarter turns when no face reaches `sure_score`
    (a turn counts when its best face reaches `turned_score`; where there are faces upright, it
    must have more that reach `turned_over`, or one that does and leads by `turned_lead`: faces
    score high at wrong turns, too, and most photos stand upright);
    `larger` when nobody was found, more than `crowd` faces were, or one is smaller than `small_px`
    in the pixels of the first look. Faces narrower than `recrop_px` are cut from a larger decode.
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
