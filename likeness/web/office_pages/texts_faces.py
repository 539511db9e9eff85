"""Texts of the faces to decide."""

from typing import Final

from likeness.i18n.catalogs import N_

FACES: Final = {
    "faces_none": N_("No face waits for a decision. Well done."),
    "faces_left": N_("Faces that wait:"),
    "faces_this": N_("The face"),
    "faces_reference": N_("Known picture of this person"),
    "faces_suggested": N_("Is this {name}?"),
    "faces_unknown": N_("Who is this? Nobody is suggested."),
    "faces_sure": N_("Similarity {best}, asked for {threshold}"),
    "faces_why-suggested": N_("It looks like this person, but not surely enough."),
    "faces_why-awaiting": N_("It was recognised; your rules ask a person to confirm it."),
    "faces_why-unknown": N_("It looks like nobody who agreed to be recognised."),
    "faces_yes": N_("Yes, this is {name}"),
    "faces_no": N_("No, this is not {name}"),
    "faces_bystander": N_("A bystander: somebody we do not know"),
    "faces_not_a_face": N_("Not a face"),
    "faces_nobody": N_("Nobody needs to be asked"),
    "faces_reason": N_("Why nobody needs to be asked (without names)"),
    "faces_later": N_("Later"),
    "faces_undo": N_("Undo the last answer"),
    "faces_undone": N_("The last answer is taken back."),
    "faces_name": N_("Name by hand"),
    "faces_see_photo": N_("See the whole photo"),
    "faces_where": N_("Where"),
    "faces_here": N_("Only this face on its photo waits: your answer settles it."),
    "faces_others": N_("{count} faces on this photo wait."),
    "faces_keys": N_("Answer with keys"),
    "faces_saved": N_("Saved."),
    "faces_failed": N_("That answer was not saved. The face is shown again."),
    "faces_roster": N_("Somebody of this session"),
    "faces_choose": N_("Choose a name"),
}
