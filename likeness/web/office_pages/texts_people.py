"""Texts of people and their permissions."""

from typing import Final

from likeness.i18n.catalogs import N_

PEOPLE: Final = {
    "people_none": N_("Nobody fits."),
    "people_find": N_("Name or e-mail address"),
    "people_state": N_("Where they stand"),
    "people_name": N_("Name"),
    "people_email": N_("E-mail address"),
    "people_born": N_("Birth date (for a child)"),
    "people_minor_until": N_("Decides alone from (birthday)"),
    "people_language": N_("Language of letters"),
    "people_add": N_("Add a person"),
    "people_added": N_("Added."),
    "people_recognition": N_("Face recognition"),
    "people_count": N_("{count} people"),
    "standing-given": N_("Permission given"),
    "standing-partly": N_("Given for some uses"),
    "standing-expiring": N_("Ends soon"),
    "standing-asked": N_("Asked, no answer yet"),
    "standing-refused": N_("Refused"),
    "standing-withdrawn": N_("Withdrawn"),
    "standing-expired": N_("Expired"),
    "standing-not-asked": N_("Never asked"),
    "state-unknown": N_("not known"),
    "state-requested": N_("asked"),
    "state-deferred": N_("put off"),
    "state-refused": N_("refused"),
    "state-given": N_("given"),
    "state-renewed": N_("renewed"),
    "state-expired": N_("expired"),
    "state-withdrawn": N_("withdrawn"),
    "state-revoked": N_("revoked"),
    "state-invalidated": N_("not valid any more"),
    "state-never": N_("never asked"),
    "means-link": N_("by link"),
    "means-mail": N_("by mail"),
    "means-session": N_("at a session"),
    "means-phone": N_("on the photographer's phone"),
    "means-paper": N_("on paper"),
    "means-attended": N_("with somebody present"),
    "means-personal-page": N_("on their own page"),
    "means-command": N_("by a command"),
    "means-import": N_("by an import"),
    "means-host": N_("in the photo library"),
    "means-timer": N_("by itself, on its day"),
    "means-office": N_("here, in the office"),
    "person": N_("Person"),
    "person_facts": N_("About"),
    "person_photos": N_("Photos with this person"),
    "person_consents": N_("Permissions to use photos"),
    "person_no_consents": N_("There is no permission and no refusal on record."),
    "person_uses": N_("Uses"),
    "person_state": N_("State"),
    "person_from": N_("From"),
    "person_until": N_("Until and including"),
    "person_no_end": N_("no end"),
    "person_by_guardian": N_("answered by a guardian"),
    "person_replaced": N_("replaced by a newer answer"),
    "person_scope": N_("For"),
    "scope-general": N_("every photo"),
    "scope-session": N_("one session"),
    "scope-photos": N_("some photos"),
    "person_history": N_("What happened"),
    "person_withdraw": N_("Withdraw these uses"),
    "sure_withdraw_all": N_(
        "Every permission of this person ends at once, face recognition, too. {photos} photos with"
        " this person are marked as not to be used, and the person gets a letter. Only a new"
        " signature brings a permission back."
    ),
    "sure_withdraw": N_(
        "Permission for these uses ends at once, for every photo with this person ({photos} at the"
        " moment), and the person gets a letter. Only a new signature brings it back."
    ),
    "sure_recognition": N_(
        "What was made of the face is deleted at once, and the face is no longer found in photos."
        " Permissions for photos stay. Only a new signature brings it back."
    ),
    "sure_guardian": N_(
        "This guardian can no longer open the page of the child and gets no more letters about it."
        " What the guardian answered stays."
    ),
    "nothing_ended": N_("Nothing was changed: there was nothing of this kind to withdraw."),
    "person_withdraw_all": N_("Withdraw everything"),
    "person_withdraw_text": N_(
        "Photos follow at once. Withdrawing needs no reason, and you may do it for the person when "
        "they ask you to."
    ),
    "person_withdraw_recognition": N_("Withdraw face recognition"),
    "person_templates": N_("{count} pictures to recognise by"),
    "person_groups": N_("Groups"),
    "person_guardians": N_("Guardians"),
    "person_under_age": N_("Under age; the birth date is not known"),
    "person_age": N_("Age and guardians"),
    "person_age_text": N_(
        "What somebody told you, never what a picture seems to show. Guardians answer for a child "
        "until the birthday from which it answers alone."
    ),
    "person_born": N_("Birth date"),
    "person_age_save": N_("Keep the age"),
    "person_guardian_add": N_("Add a guardian"),
    "person_guardian_name": N_("Name of the guardian"),
    "person_guardian_email": N_("E-mail address of the guardian"),
    "person_guardian_language": N_("Language of letters to the guardian"),
    "person_guardian_remove": N_("Take away"),
    "person_guardian_no": N_("says no to {uses}"),
    "person_saved": N_("Saved."),
    "groups_none": N_("There is no group yet."),
    "groups_add": N_("Make a group"),
    "groups_name": N_("Name of the group"),
    "group": N_("Group"),
    "group_people": N_("Ask or renew in this group"),
    "person_conflict": N_("The guardians disagree. A no counts."),
    "person_asks": N_("Invitations"),
    "person_signatures": N_("Signatures"),
    "person_evidence": N_("Proof (PDF)"),
    "person_record": N_("Proof (file to check)"),
    "person_withdrawals": N_("Withdrawals"),
    "person_proof": N_("{done} of {photos} photos changed and read back"),
    "person_proof_s": N_("in {seconds} seconds"),
    "person_proof_left": N_("{count} not reached: out of our sight"),
    "person_erase": N_("Erase this person"),
    "person_erase_text": N_(
        "Everything about this person is destroyed: name, permissions, proof, pictures to "
        "recognise by. Their photos stay, blocked, with a face that nobody is tied to. This "
        "cannot be undone."
    ),
    "person_erase_password": N_("Your password, to be sure that it is you"),
    "person_erase_do": N_("Erase for good"),
    "person_erased_held": N_("Erased, but for what was signed: a legal hold keeps that."),
    "person_erased": N_("Erased. Nothing of this person is left."),
    "person_erasing": N_(
        "The erasure has begun and ends by itself as soon as the database is free."
    ),
    "person_looked": N_("Who looked"),
    "person_looked_none": N_("Nobody else looked at this person's data here."),
}
