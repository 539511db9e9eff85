"""Texts of the frame around every page, of logging in, and of one's own login."""

from typing import Final

from likeness.i18n.catalogs import N_

SHELL: Final = {
    "home": N_("Overview"),
    "faces": N_("Faces to decide"),
    "photos": N_("Photos"),
    "people": N_("People"),
    "groups": N_("Groups"),
    "sessions": N_("Sessions"),
    "pending": N_("Enrolments to confirm"),
    "follow_ups": N_("Follow-ups"),
    "notices": N_("Notices"),
    "letters": N_("Letters"),
    "mine": N_("My login"),
    "log_out": N_("Log out"),
    "skip": N_("Skip to the content"),
    "menu": N_("Menu"),
    "save": N_("Save"),
    "cancel": N_("Cancel"),
    "search": N_("Search"),
    "all": N_("All"),
    "next_page": N_("Next page"),
    "done": N_("Done. Photos follow within seconds."),
    "went_wrong": N_("Something went wrong. Go back and try again."),
    "not_there": N_("This is not there, or not any more."),
    "not_filled": N_("Something is missing or wrong in the form. Go back and look at it again."),
    "form_used": N_(
        "Nothing was changed: this form was sent before, with something else in it. Open the page"
        " again and send the form from there."
    ),
    "form_handled": N_(
        "We have this form already; nothing is done twice. Look on the page whether it is done; if"
        " it is not, send the form from there once more."
    ),
    "form_refused": N_(
        "This form was too old, or did not come from this page. Go back, reload it and try again."
    ),
    "reason_refused": N_(
        "This reason cannot be kept: write it shorter, on one line, and without names or paths."
    ),
    "busy": N_("The database is busy. Try again in a moment."),
    "refused": N_("This is not possible now. Reload the page: somebody may have been first."),
    "trouble": N_("This did not work"),
    "login": N_("Log in"),
    "login_name": N_("Your name"),
    "password": N_("Password"),
    "login_refused": N_("The name or the password is not right."),
    "login_waits": N_("Too many tries. Wait a quarter of an hour."),
    "login_forgot": N_(
        "Forgot your password? Ask your administrator for a new link: likeness account reset."
    ),
    "login_already": N_("Logged in already? Continue here."),
    "first": N_("Choose your password"),
    "first_text": N_(
        "Choose a password of 12 characters or more. A few words that only you put together work "
        "well. Digits and signs are not needed."
    ),
    "first_spent": N_(
        "This link was used already, or has ended. Ask your administrator for a new one."
    ),
    "password_again": N_("The same password again"),
    "weak-short": N_("Too short: 12 characters or more."),
    "weak-long": N_("Too long: 200 characters at most."),
    "weak-common": N_("Too easy to guess: many people try this one first. Choose another one."),
    "weak-personal": N_("Too easy to guess: it is mostly your own name. Choose another one."),
    "weak-differ": N_("The two are not the same."),
    "mine_password": N_("Change your password"),
    "mine_present": N_("Your present password"),
    "mine_new": N_("Your new password"),
    "mine_changed": N_("Your password is changed. Every other session of yours has ended."),
    "mine_sessions": N_("Where you are logged in"),
    "mine_this": N_("this browser"),
    "mine_begun": N_("Since"),
    "mine_used": N_("Last used"),
    "mine_end": N_("End"),
    "mine_language": N_("Language"),
    "mine_as_browser": N_("As my browser asks"),
    "seen_logged": N_("Whoever looks at personal data here is noted, with the time."),
    "home_text": N_("What waits for you"),
    "home_faces": N_("Faces that wait for a decision"),
    "home_photos": N_("Photos"),
    "home_people": N_("People"),
    "home_sessions": N_("Sessions"),
    "home_pending": N_("Enrolments that wait for you"),
    "home_follow_ups": N_("Withdrawn, perhaps still used"),
    "home_sight": N_("Still marked yes, but out of our sight"),
    "home_letters": N_("Letters that need you"),
    "home_work": N_("Photos being worked on"),
    "home_dead": N_("Photos that wait for an administrator"),
}
