"""What is wrong with a name, address, birth date or language, and what to do about it.

The same words at every door. No sentence repeats what was typed.
"""

from typing import Final

from consent.errors import ParticularsRefused
from consent.particulars import Unfit
from likeness.i18n.catalogs import N_

UNFIT: Final = {
    Unfit.NO_NAME: N_("There is no name. Fill it in."),
    Unfit.LONG_NAME: N_("The name is longer than 120 characters. Shorten it."),
    Unfit.STRANGE_NAME: N_(
        "The name has no letter, or signs that cannot be read or that turn it round. Type it anew."
    ),
    Unfit.BAD_EMAIL: N_("This is not an e-mail address. Correct it, or leave it empty."),
    Unfit.EMAIL_NOT_SENT: N_(
        "Our mail server takes only plain letters (a to z) before the @. Give another address, or "
        "leave it empty."
    ),
    Unfit.DAY_TO_COME: N_("This day is still to come. Correct it."),
    Unfit.TOO_LONG_AGO: N_("This is more than 120 years ago. Correct it."),
    Unfit.BAD_LANGUAGE: N_(
        "This language is not known. Write nl, en, de, fr, or one that a text is published in."
    ),
    Unfit.OF_AGE_TOO_EARLY: N_(
        "The birthday of coming of age is not later than the birth. Correct it."
    ),
}


def unfit(error: ParticularsRefused) -> str:
    """Say in English what is wrong with what was typed about somebody."""
    return UNFIT[Unfit(str(error))]
