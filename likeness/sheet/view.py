"""What a contact sheet shows: plain values. No template, no picture, no decision in here."""

from dataclasses import dataclass
from datetime import date

from connector.values import Mark
from consent.states import Status, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFace:
    """One framed face. The box is in shares of the upright photo, 0 to 1, from its top left."""

    x: float
    y: float
    w: float
    h: float
    mark: Mark
    label: str = ""
    """Who it is, only where the reader may see names."""
    note: str = ""
    """Why, in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChannel:
    """The answer for one channel."""

    name: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPhoto:
    """One card. `key` is what the picture is asked for with; `width` and `height` are upright."""

    key: str
    title: str
    status: Status
    folder: str = ""
    width: int = 0
    height: int = 0
    channels: tuple[SheetChannel, ...] = ()
    until: date | None = None
    """Last good day; None = no end, or nothing cleared."""
    note: str = ""
    faces: tuple[SheetFace, ...] = ()

    @property
    def alike(self) -> bool:
        """Tell whether every channel has the same answer."""
        return len(self.channels) > 1 and len({one.verdict for one in self.channels}) == 1

    @property
    def ratio(self) -> float:
        """Give width by height; 4 by 3 where the size is not known."""
        return self.width / self.height if self.width and self.height else 4 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChange:
    """One photo before and after something happened."""

    before: SheetPhoto
    after: SheetPhoto


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEvent:
    """Something that happened, and the photos that changed by it."""

    title: str
    text: str
    changes: tuple[SheetChange, ...]
    others: int = 0
    """Further photos that changed and are not shown here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole page."""

    title: str
    intro: str
    made_on: date
    photos: tuple[SheetPhoto, ...]
    language: str = "en"
    events: tuple[SheetEvent, ...] = ()
    remarks: tuple[str, ...] = ()
    """Sentences at the foot: where the pictures come from, what the page does not say."""
