"""Texts of sessions."""

from typing import Final

from likeness.i18n.catalogs import N_

SESSIONS: Final = {
    "sessions_none": N_("There is no session yet."),
    "sessions_add": N_("Make a session"),
    "sessions_name": N_("Name of the session"),
    "sessions_roster": N_("People"),
    "sessions_photos": N_("Photos"),
    "session": N_("Session"),
    "session_saved": N_("Saved."),
    "session_roster": N_("Who takes part"),
    "session_nobody": N_("Nobody is on the list yet."),
    "session_add_person": N_("Put on the list"),
    "session_add_group": N_("Put the whole group on the list"),
    "session_remove": N_("Take off the list"),
    "session_missing": N_("Still missing: {count} of {all} have not answered."),
    "session_complete": N_("Everybody on the list has answered."),
    "session_silent": N_("no answer that counts here"),
    "session_no_photo": N_("No-photo list"),
    "session_no_photo_text": N_(
        "Do not publish photos of these people, but for the uses behind a name. Whoever has not "
        "answered counts as no."
    ),
    "no_photo_uses": N_("What is fine"),
    "no_photo_only": N_("only {uses}"),
    "no_photo_none": N_("no pictures"),
    "session_no_photo_none": N_("Nobody: everybody on the list gave permission for every use."),
    "session_print": N_("Print this page with your browser."),
    "session_made": N_("Made on {day}. It changes whenever somebody answers."),
    "session_rules": N_("Which photos belong to it"),
    "session_rules_none": N_("No photos belong to it yet."),
    "session_rule_all": N_("everything"),
    "session_rule_host": N_("Photo library"),
    "session_rule_folder": N_("Folder or collection (empty: everything)"),
    "session_rule_begins": N_("Taken from (local time)"),
    "session_rule_ends": N_("Taken until (local time)"),
    "session_rule_add": N_("Add these photos"),
    "session_mode": N_("Face recognition in this session"),
    "session_mode_set": N_("Set"),
    "session_mode_refused": N_(
        "This needs more first: a legal basis and an impact assessment on record, and for "
        "'compared with the people of the session' the word that everybody was asked."
    ),
    "session_asked": N_("Was everybody asked?"),
    "session_asked_text": N_("I state that everybody present at this session was asked."),
    "session_asked_do": N_("State this under my name"),
    "session_asked_on": N_("Stated on {moment}."),
    "session_link": N_("Link and QR code for signing"),
    "session_link_text": N_(
        "Whoever opens this link can read the text and sign. Show the code, print it, or send it."
    ),
    "session_text": N_("The text people sign here: {text}"),
    "session_text_choose": N_("Choose a text that is published. Nothing was changed."),
    "session_text_stands": N_(
        "This session has another text. Replace it below if that is meant. Nothing was changed."
    ),
    "session_text_replace": N_("Replace the text and the link"),
    "session_text_stops": N_(
        "The printed poster, the QR code and every link that was handed out stop working. What"
        " was signed stays. Print the poster again afterwards."
    ),
    "session_text_meant": N_("Yes, what was printed or sent may stop working"),
    "session_link_make": N_("Make a link"),
    "session_link_end": N_("End this link"),
    "session_link_none": N_("There is no address for signers yet: public.public_url must be set."),
    "session_link_no_notice": N_("There is no text to sign yet. Publish one: likeness notice."),
}
