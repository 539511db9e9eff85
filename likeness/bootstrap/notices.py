"""The texts of an installation: where they lie, and what is filled in."""

from config.asking import Asking
from config.sections import default_channels
from config.settings import Settings
from consent.ids import Channel
from likeness.bootstrap.places import Places
from likeness.notices.files import Shelf
from likeness.notices.texts import NoticeTerms

FOLDER = "notices"


def shelf(places: Places) -> Shelf:
    """Give the texts: those of the data folder, then the built-in ones."""
    return Shelf(own=places.data / FOLDER)


def notice_terms(settings: Settings) -> NoticeTerms:
    """Give what is filled into texts. Uses are called as in the settings where those differ."""
    usual = default_channels()
    labels = {
        Channel(name): {
            language: label
            for language, label in channel.model_dump().items()
            if name not in usual or usual[name].model_dump()[language] != label
        }
        for name, channel in settings.channels.items()
    }
    return NoticeTerms(
        controller=settings.controller,
        contact=settings.asking.contact,
        authority=settings.records.authority,
        years=settings.retention.evidence_years,
        months=settings.asking.months,
        school_year_ends=_day(settings.asking),
        channels=labels,
    )


def _day(asking: Asking) -> tuple[int, int]:
    month, day = asking.school_year_ends.split("-")
    return int(month), int(day)
