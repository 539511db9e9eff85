"""Message catalogues. English is the source text; other languages are .po files in `locales`.

They are read as they are (no compiled files to forget), and compiled in memory on first use.
"""

import gettext
import io
from functools import cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "en"
LANGUAGES = (SOURCE, "nl")
DOMAIN = "likeness"


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for translation without translating it."""
    return message


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """Give the catalogue of a language; English for one we do not speak."""
    if language not in LANGUAGES or language == SOURCE:
        return gettext.NullTranslations()
    path = files("likeness.i18n").joinpath("locales", language, "LC_MESSAGES", f"{DOMAIN}.po")
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
