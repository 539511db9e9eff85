"""The real press with the letters that come with it, and marks that are the same each time."""

from functools import cache
from itertools import count

from consent.evidence import RecordTerms
from likeness.evidence.make import EvidencePress
from likeness.pdf.fonts import Fonts, load_fonts

TERMS = RecordTerms(
    jurisdiction="NL",
    storage="servers of the controller",
    authority="Autoriteit Persoonsgegevens",
    years=5,
    recipients="",
)


@cache
def own_fonts() -> Fonts:
    """Give the fonts that every machine has."""
    return load_fonts(())


def press() -> EvidencePress:
    """Make a press."""
    numbers = count(1)
    return EvidencePress(
        terms=TERMS,
        fonts=own_fonts,
        new_id=lambda: f"00000000-0000-4000-8000-{next(numbers):012d}",
        new_salt=lambda: f"{next(numbers):064x}",
    )
