"""Where the tags of faces go on a card, and whether words fit. Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from likeness.sheet.texts import Texts
from likeness.sheet.view import SheetFace, SheetPhoto

_CARD_PX, _MAT_PX = 330, 250
"""Room for the picture on a card of the grid, in CSS pixels."""
_WIDE_PX, _WIDE_MAT_PX = 760, 620
_LETTER_PX, _SIGN_PX, _TAG_PX = 6.6, 30, 24
_LOW = 0.86
"""Faces that end below this share of the height carry their tag above the frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One face with its place among the others and the look of its tag."""

    face: SheetFace
    ordinal: int
    centre: float
    """Middle of the tag, as a share of the width: near the edge it moves inwards to fit."""
    above: bool
    worded: bool
    """Whether the word fits; the sign is always there."""

    @property
    def edge(self) -> float:
        """Give the edge of the frame that the tag hangs on, as a share of the height."""
        return self.face.y if self.above else self.face.y + self.face.h


def tags(photo: SheetPhoto, words: Texts, *, wide: bool) -> tuple[Tag, ...]:
    """Give the tags of a photo from left to right; words only where none covers another."""
    faces = sorted(photo.faces, key=lambda face: (face.x, face.y))
    size = drawn_size(photo, wide=wide)
    with_words = _placed(faces, [_width(face, words) for face in faces], size)
    if with_words is not None:
        return with_words
    return tuple(_tag(face, n, 0.0, worded=False) for n, face in enumerate(faces, start=1))


def drawn_size(photo: SheetPhoto, *, wide: bool) -> tuple[float, float]:
    """Give the size a photo is drawn at, in CSS pixels, before the page gets narrower."""
    room = (_WIDE_PX, _WIDE_MAT_PX) if wide else (_CARD_PX, _MAT_PX)
    width = min(room[0], room[1] * photo.ratio)
    return width, width / photo.ratio


def _placed(
    faces: Sequence[SheetFace], widths: Sequence[float], size: tuple[float, float]
) -> tuple[Tag, ...] | None:
    """Place tags with words; None where two would cover each other."""
    placed = [
        _tag(face, n, width / 2 / size[0], worded=True)
        for n, (face, width) in enumerate(zip(faces, widths, strict=True), start=1)
    ]
    for (one, wide), (other, broad) in combinations(zip(placed, widths, strict=True), 2):
        apart = abs(one.centre - other.centre) * size[0]
        over = abs(one.edge - other.edge) * size[1]
        if over < _TAG_PX and apart < (wide + broad) / 2:
            return None
    return tuple(placed)


def _tag(face: SheetFace, ordinal: int, half: float, *, worded: bool) -> Tag:
    centre = face.x + face.w / 2
    return Tag(
        face=face,
        ordinal=ordinal,
        centre=min(max(centre, half), 1 - half) if half <= 1 / 2 else 1 / 2,
        above=face.y + face.h > _LOW,
        worded=worded,
    )


def _width(face: SheetFace, words: Texts) -> float:
    return _SIGN_PX + _LETTER_PX * len(words.mark[face.mark])
