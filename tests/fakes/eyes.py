"""Eyes that see what a test paints: bytes are looked up, not decoded. No vector anywhere."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from consent.ids import PersonId
from recognition.errors import FaceNotThere
from recognition.values import (
    Band,
    Box,
    Enrolment,
    FaceMatch,
    FaceQuality,
    LookAlike,
    MatchRequest,
    PackId,
    Pass,
    PersonKey,
    PhotoTrouble,
    Seen,
    Template,
)
from scheduler.ports import GalleryView

GOOD = FaceQuality(score=0.99, size_px=120.0, sharpness=200.0, brightness=0.5, yaw=0.0, pitch=0.0)
PACK = PackId("fake")


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """One face in a fake photo. `who` is recognised as that person when they are in the gallery."""

    x: float
    who: PersonId | None = None
    band: Band = Band.ACCEPT
    quality: FaceQuality = GOOD
    same_picture: bool = False
    """It is the very picture a template was made of."""

    @property
    def box(self) -> Box:
        """Where it is."""
        return Box(x=self.x, y=0.2, w=0.1, h=0.2)


@dataclass(slots=True)
class FakeEyes:
    """Sees what was painted for exactly these bytes; anything else is not an image."""

    photos: dict[bytes, tuple[Painted, ...] | PhotoTrouble] = field(default_factory=dict)
    scans: int = 0
    second_pass: bool = True
    """Whether a closer look can be had. It is taken only where asked for, or nobody is seen."""
    before_answer: Callable[[], None] = field(default=lambda: None)
    """Called in the middle of a scan: for races."""
    fail_with: Exception | None = None
    vector: bytes = b"\0" * 512
    """What `enrol` makes."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def paint(self, data: bytes, *faces: Painted) -> bytes:
        """Say what is on a photo."""
        self.photos[data] = faces
        return data

    def scan(
        self, data: bytes, request: MatchRequest, gallery: GalleryView | None
    ) -> Seen | PhotoTrouble:
        """Give the painted faces, named where the person is in scope and not excluded."""
        with self._lock:
            self.scans += 1
        self.before_answer()
        if self.fail_with is not None:
            raise self.fail_with
        painted = self.photos.get(data, PhotoTrouble.NOT_AN_IMAGE)
        if isinstance(painted, PhotoTrouble):
            return painted
        keys = gallery.keys if gallery else {}
        closer = self.second_pass and (request.careful or not painted)
        passes = {Pass.FIRST, Pass.LARGER} if closer else {Pass.FIRST}
        return Seen(
            faces=tuple(_match(face, request, keys) for face in painted),
            width=1280,
            height=960,
            passes=frozenset(passes),
            rotation=0,
            pack_id=PACK,
            persons=len(request.persons),
        )

    def enrol(self, data: bytes, box: Box) -> Enrolment | PhotoTrouble:
        """Make a template of the painted face at this box."""
        painted = self.photos.get(data, PhotoTrouble.NOT_AN_IMAGE)
        if isinstance(painted, PhotoTrouble):
            return painted
        for face in painted:
            if face.box.overlap(box) > 0.5:
                template = Template(vector=self.vector, quality=face.quality, pack_id=PACK)
                good = face.quality.good
                return Enrolment(quality=face.quality, template=template if good else None)
        raise FaceNotThere("no face here")

    def crop(self, data: bytes, box: Box, px: int) -> bytes | PhotoTrouble:
        """Give something that stands for a crop."""
        del box, px
        painted = self.photos.get(data, PhotoTrouble.NOT_AN_IMAGE)
        return painted if isinstance(painted, PhotoTrouble) else b"crop"

    def picture(self, data: bytes, px: int) -> bytes | PhotoTrouble:
        """Give something that stands for the whole photo."""
        del px
        painted = self.photos.get(data, PhotoTrouble.NOT_AN_IMAGE)
        return painted if isinstance(painted, PhotoTrouble) else b"picture"

    def covered(self, data: bytes, boxes: Iterable[Box], px: int) -> bytes | PhotoTrouble:
        """Give something that says how many boxes were covered."""
        del px
        painted = self.photos.get(data, PhotoTrouble.NOT_AN_IMAGE)
        return painted if isinstance(painted, PhotoTrouble) else f"{len(tuple(boxes))}".encode()


def _match(face: Painted, request: MatchRequest, keys: Mapping[PersonId, PersonKey]) -> FaceMatch:
    seen = FaceMatch(box=face.box, score=0.99, size=0.2, quality=face.quality)
    key = keys.get(face.who) if face.who else None
    excluded = any(e.person == key and e.box.overlap(face.box) > 0.5 for e in request.excluded)
    if key is None or key not in request.persons or excluded:
        return seen
    twins = any(key in {pair.one, pair.other} for pair in request.look_alikes)
    band = Band.SUGGEST if twins and face.band is Band.ACCEPT else face.band
    return replace(
        seen,
        best=key,
        best_u=1.0 if face.same_picture else 0.8,
        threshold=0.65,
        suggest_threshold=0.6,
        band=band,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeGallery:
    """One version of a gallery."""

    version: int
    keys: Mapping[PersonId, PersonKey]
    templates: Mapping[PersonId, int]
    look_alikes: tuple[LookAlike, ...] = ()
