"""Texts of held matches, of merging and of correcting people."""

from typing import Final

from likeness.i18n.catalogs import N_

HELD: Final = {
    "held": N_("Same person?"),
    "held_none": N_("Nobody waits here."),
    "held_text": N_(
        "These people came in and look like somebody you have. Until you say who they are, their "
        "yes counts for nothing, and their no lets the photos of that person wait."
    ),
    "held_clear": N_("Answer the {count} clear cases: the same person"),
    "held_clear_text": N_(
        "Clear: the same name, the same birth date, the same proved address, and only one person "
        "it can be."
    ),
    "held_since": N_("Waits since {moment}"),
    "held_likely": N_("May be"),
    "held_why": N_("Why"),
    "held_why-name": N_("the same name"),
    "held_why-key": N_("the same key in a list"),
    "held_why-address": N_("the same address and first name"),
    "held_guardian": N_("Who signed"),
    "held_guardian_new": N_("Another guardian, and I confirm the address: {name}, {email}"),
    "held_same": N_("The same person; this guardian signed"),
    "held_same_adult": N_("The same person"),
    "held_same_no_access": N_("The same person; keep the answer, give no access"),
    "held_other": N_("Somebody else"),
    "held_here": N_("Nobody has said yet who this is. Nothing that was said here counts as a yes."),
    "held_answer": N_("Say who it is"),
    "held_numbers": N_("Also here under another number"),
    "held_into": N_("This number was found to be the same person as"),
    "held_undo": N_("Make two persons of it again"),
    "held_undone": N_("These are two persons again."),
    "held_later": N_(
        "These are two persons again. Since then more was answered, under the number that was "
        "kept: look whether it belongs there."
    ),
    "import_held": N_("{count} may be somebody you have, and are held until you say who they are."),
    "home_held": N_("may be somebody you have"),
    "person_correct": N_("Correct"),
    "person_correct_text": N_(
        "What was answered stays. Another birth date changes from when the person answers alone."
    ),
    "person_corrected": N_("Corrected. Photos follow within seconds."),
    "people_like": N_("This may be somebody you have"),
    "people_like_text": N_(
        "Look whether it is one of these. Only if it is none of them, add somebody new."
    ),
    "people_like_new": N_("It is none of them: add somebody new"),
    "people_like_same": N_("It is this person: fill in what is missing there"),
}
