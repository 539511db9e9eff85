"""Which photos the library has: a table. People are invented labels for sample pictures."""

from dataclasses import dataclass
from enum import StrEnum

from likeness.demo import sources
from likeness.demo.sources import Source

Crop = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the source; empty = the whole picture."""
WHOLE: Crop = (0, 0, 0, 0)


class Label(StrEnum):
    """Invented names, left to right in the group photo; Grace is the astronaut."""

    ANNA = "Anna"
    BEA = "Bea"
    CHRIS = "Chris"
    DAAN = "Daan"
    EMIL = "Emil"
    FAY = "Fay"
    GRACE = "Grace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One photo to make: a crop of a source, taken a little differently each time."""

    path: str
    source: Source
    crop: Crop = WHOLE
    long_side: int = 1280
    turn: float = 0.0
    """Degrees counter-clockwise, on top of the small turn every shot gets."""
    far: int = 0
    """Detail that is left, as if taken from far away: long side in pixels; 0 = all of it."""
    light: float = 1.0
    sideways: bool = False
    """Stored turned with an EXIF orientation, as phones do."""
    people: tuple[Label, ...] = ()


def _party(name: str, crop: Crop, *people: Label, long_side: int = 1280) -> Shot:
    return Shot(
        path=f"summer party/{name}.jpg",
        source=sources.GROUP,
        crop=crop,
        long_side=long_side,
        people=people,
    )


def _portrait(name: str, person: Label, crop: Crop, **more: float) -> Shot:
    source = sources.ASTRONAUT if person is Label.GRACE else sources.GROUP
    return Shot(
        path=f"portraits/{name}.jpg",
        source=source,
        crop=crop,
        long_side=960,
        people=(person,),
        turn=more.get("turn", 0.0),
        far=int(more.get("far", 0)),
        light=more.get("light", 1.0),
    )


def _thing(name: str, source: Source, crop: Crop = WHOLE) -> Shot:
    return Shot(path=f"places and things/{name}.jpg", source=source, crop=crop, long_side=900)


_A, _B, _C, _D, _E, _F, _G = Label
_EVERYBODY = (_A, _B, _C, _D, _E, _F)

PARTY = (
    _party("the whole table", WHOLE, *_EVERYBODY, long_side=1600),
    _party("whole table again", (8, 4, 1274, 872), *_EVERYBODY),
    _party("left end of the table", (0, 60, 690, 700), _A, _B, _C),
    _party("right end of the table", (690, 0, 1280, 640), _D, _E, _F),
    _party("at the window", (0, 90, 440, 600), _A, _B),
    _party("at the window, closer", (10, 105, 428, 515), _A, _B),
    _party("side by side", (230, 95, 650, 545), _B, _C),
    _party("under the lamp", (430, 205, 890, 640), _C, _D),
    _party("good cards", (872, 0, 1280, 560), _E, _F),
    _party("bad cards", (690, 20, 1092, 560), _D, _E),
    Shot(
        path="summer party/phone/IMG_0042.jpg",
        source=sources.GROUP,
        crop=(640, 0, 1280, 760),
        sideways=True,
        people=(_D, _E, _F),
    ),
)

PORTRAITS = (
    _portrait("blonde hair, cards", _A, (0, 190, 258, 560)),
    _portrait("lace dress", _A, (10, 215, 250, 620), light=0.9),
    _portrait("dark hair", _B, (205, 85, 455, 420)),
    _portrait("black dress", _B, (215, 95, 450, 470), light=1.08),
    _portrait("grey shirt, smiling", _C, (385, 190, 690, 570)),
    _portrait("grey shirt, at the table", _C, (380, 200, 680, 650), turn=2.0),
    _portrait("red shirt", _D, (655, 265, 895, 555)),
    _portrait("red shirt, laughing", _D, (640, 262, 890, 550), turn=-2.5),
    _portrait("red shirt, evening", _D, (662, 280, 885, 530), light=0.82),
    _portrait("standing", _E, (850, 0, 1112, 400)),
    _portrait("standing, one step back", _E, (852, 0, 1105, 560), light=1.06),
    _portrait("short hair", _F, (1030, 215, 1280, 620)),
    _portrait("in the suit", _G, (0, 0, 470, 500)),
    _portrait("in the suit, closer", _G, (60, 0, 400, 380), turn=1.5),
    _portrait("in the suit, from far away", _G, (0, 0, 512, 512), far=75, turn=-2.0),
)

THINGS = (
    _thing("coffee", sources.COFFEE),
    _thing("coffee, cup only", sources.COFFEE, (110, 20, 420, 330)),
    _thing("cat", sources.CAT),
    _thing("rocket", sources.ROCKET),
    _thing("moon", sources.MOON),
    _thing("wall", sources.WALL),
    _thing("grass", sources.GRASS),
    _thing("stars", sources.STARS),
    Shot(
        path="café Zoë & André/déjà vu, Überraschung.jpg",
        source=sources.COFFEE,
        crop=(60, 0, 600, 400),
        turn=1.0,
    ),
)

SHOTS = PARTY + PORTRAITS + THINGS

ENROL: dict[Label, tuple[tuple[Crop, float], ...]] = {
    _A: (((0, 200, 262, 540), 0.0), ((4, 180, 240, 500), 2.0), ((0, 215, 230, 470), -2.0)),
    _B: (((212, 80, 440, 380), 2.0), ((222, 100, 452, 440), -2.0), ((200, 60, 458, 400), 0.0)),
    _C: (((395, 205, 660, 520), -2.5), ((385, 190, 690, 480), -4.0), ((398, 200, 668, 560), -6.0)),
    _D: (((663, 288, 890, 556), 3.0), ((665, 275, 880, 540), 4.0), ((660, 285, 892, 560), 4.0)),
    _E: (((870, 20, 1080, 300), -4.0),),
    _G: (((40, 0, 420, 400), 0.0), ((90, 0, 360, 300), 2.0), ((70, 0, 390, 330), -2.0)),
}
"""Shots to enrol from: crop and turn. Emil looks away on his only one; Fay is never asked."""


def enrolment(person: Label) -> tuple[Shot, ...]:
    """Give the shots to enrol one person from."""
    return tuple(
        Shot(
            path=f"{person.value}/{number}.jpg",
            source=sources.ASTRONAUT if person is Label.GRACE else sources.GROUP,
            crop=crop,
            long_side=900,
            turn=turn,
            light=(1.0, 1.07, 0.92)[number - 1],
            people=(person,),
        )
        for number, (crop, turn) in enumerate(ENROL.get(person, ()), start=1)
    )
