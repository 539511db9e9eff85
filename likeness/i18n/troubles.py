"""What is wrong with a line of a list, and what to do about it. No sentence repeats the cell."""

from typing import Final

from likeness.i18n.catalogs import N_
from likeness.i18n.unfit import UNFIT
from scheduler.lists.cells import Trouble

TROUBLES: Final = {
    **{Trouble(what.value): text for what, text in UNFIT.items() if what.value in set(Trouble)},
    Trouble.BAD_DAY: N_("This is not a day. Write it like 31-05-2015 or 2015-05-31."),
    Trouble.BAD_YES_NO: N_("Write yes or no."),
    Trouble.PARENT_WITHOUT_AGE: N_(
        "There is a parent, but no date of birth. Fill it in, or say that the person is under age."
    ),
    Trouble.TWICE_IN_FILE: N_("This is twice in the file. Take one out."),
    Trouble.SEVERAL_FIT: N_("Several people fit. Use a number of your own for each (key)."),
    Trouble.NOBODY: N_("Nobody is known by this. Import the people first."),
    Trouble.NO_DAY: N_("The day of the signature is missing. Fill it in."),
    Trouble.BAD_USE: N_("This is no use that is set up here. See the list of channels."),
    Trouble.BAD_STATE: N_("Write given, refused or withdrawn; or yes or no."),
    Trouble.BAD_NUMBER: N_("Write a number of months from 1 to 600."),
    Trouble.END_BEFORE_BEGIN: N_("The last day lies before the first. Correct it."),
    Trouble.NOT_POSSIBLE: N_(
        "This answer changed here since. A list does not bring the old one back: ask the person."
    ),
}
