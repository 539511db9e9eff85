"""The fixed words of the contact sheet, in English and Dutch."""

from collections.abc import Mapping
from dataclasses import dataclass

from connector.values import Mark
from consent.states import Status
from likeness.i18n.catalogs import catalog
from likeness.i18n.phrases import STATUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """One language. `{...}` are filled in by the template."""

    language: str
    meaning: Mapping[Status, str]
    mark: Mapping[Mark, str]
    how_to_read: str
    frames: str
    what_changed: str
    before: str
    after: str
    more_changed: str
    photos: str
    faces: str
    face_of: str
    until: str
    no_picture: str
    channels: str
    every_use: str
    made_on: str
    all_here: str

    def status(self, status: Status) -> str:
        """Give the word editors see, as everywhere in the product."""
        return catalog(self.language).gettext(STATUSES[status])


ENGLISH = Texts(
    language="en",
    meaning={
        Status.CLEARED: "Everybody on it agreed, for every channel.",
        Status.PARTLY: "Some channels are fine. The cleared ones are listed.",
        Status.REVIEW: "Something is not known. A person can find out.",
        Status.BLOCKED: "Somebody on it said no, for every channel.",
        Status.NO_PEOPLE: "Looked twice, nobody there. Usable everywhere.",
        Status.NOT_ASSESSED: "Could not be looked at. Never taken for a yes.",
    },
    mark={
        Mark.CLEARED: "cleared",
        Mark.PARTLY: "some uses",
        Mark.REVIEW: "not decided",
        Mark.BLOCKED: "not cleared",
    },
    how_to_read="How to read this page",
    frames="Frames around faces",
    what_changed="What changed",
    before="Before",
    after="After",
    more_changed="and {n} more photos",
    photos="{n} photos",
    faces="Faces, from the left",
    face_of="face {n} of {of}",
    until="until {day}",
    no_picture="no picture to show",
    channels="Channels",
    every_use="every use",
    made_on="made on {day}",
    all_here="Everything is in this file: it loads nothing and runs nothing.",
)

DUTCH = Texts(
    language="nl",
    meaning={
        Status.CLEARED: "Iedereen op de foto stemt in, voor elk kanaal.",
        Status.PARTLY: "Voor sommige kanalen goed. Die staan erbij.",
        Status.REVIEW: "Er is iets niet bekend. Een mens kan het uitzoeken.",
        Status.BLOCKED: "Iemand op de foto zegt nee, voor elk kanaal.",
        Status.NO_PEOPLE: "Twee keer gekeken, niemand te zien. Overal te gebruiken.",
        Status.NOT_ASSESSED: "Kon niet worden bekeken. Geldt nooit als ja.",
    },
    mark={
        Mark.CLEARED: "vrijgegeven",
        Mark.PARTLY: "deels",
        Mark.REVIEW: "niet beoordeeld",
        Mark.BLOCKED: "niet vrijgegeven",
    },
    how_to_read="Zo leest u deze pagina",
    frames="Kaders om gezichten",
    what_changed="Wat er veranderde",
    before="Eerst",
    after="Daarna",
    more_changed="en nog {n} foto's",
    photos="{n} foto's",
    faces="Gezichten, vanaf links",
    face_of="gezicht {n} van {of}",
    until="tot en met {day}",
    no_picture="geen beeld om te tonen",
    channels="Kanalen",
    every_use="elk gebruik",
    made_on="gemaakt op {day}",
    all_here="Alles staat in dit bestand: het laadt niets en voert niets uit.",
)

_LANGUAGES: Mapping[str, Texts] = {"en": ENGLISH, "nl": DUTCH}


def texts(language: str) -> Texts:
    """Give the words of a language such as `nl` or `nl-NL`; English where we do not have it."""
    return _LANGUAGES.get(language.lower().replace("_", "-").split("-")[0], ENGLISH)
