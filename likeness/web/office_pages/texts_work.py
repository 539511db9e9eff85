"""Texts of asking, notices, letters, follow-ups and enrolments to confirm."""

from typing import Final

from likeness.i18n.catalogs import N_

WORK: Final = {
    "ask": N_("Ask for permission"),
    "ask_remind": N_("Remind"),
    "ask_resend": N_("Send a fresh link"),
    "ask_end": N_("End this invitation"),
    "ask_ends": N_("can be answered until {day}"),
    "ask_done": N_("Asked. Letters go out within a minute."),
    "ask_not": N_("Nobody was asked: see what stands in the way."),
    "ask_no_text": N_("There is no text to sign yet. Publish one: likeness notice publish."),
    "ask_who": N_("Who is asked"),
    "home_restored": N_(
        "After a restore people who were erased may be back. Nobody is recognised, nothing is"
        " written into hosts and no letter is sent. Erase them again, then run: likeness restore"
        " --reviewed"
    ),
    "ask_text": N_("Text"),
    "ask_text_choose": N_("Choose a text"),
    "ask_way": N_("How"),
    "ask_way-mail": N_("By mail"),
    "ask_way-link": N_("By a link that I pass on myself"),
    "ask_preview": N_("See who would be asked"),
    "ask_good": N_("{count} people would be asked. Nothing was sent yet."),
    "ask_problems": N_("What stands in the way"),
    "ask_send": N_("Ask now"),
    "ask_chosen": N_("Ask those I ticked"),
    "ask_every": N_("Ask all {count} of this list"),
    "renew": N_("Ask to renew"),
    "renew_text": N_(
        "Everybody is asked with the text they signed last, as it reads now. Whoever said no since "
        "then is left alone."
    ),
    "renew_chosen": N_("Ask those I ticked to renew"),
    "renew_every": N_("Ask all {count} of this list to renew"),
    "ask_missing": N_("Ask everybody who is missing"),
    "ask_tick": N_("Choose {name}"),
    "problem-unknown": N_("is not there any more"),
    "problem-no-own-address": N_(
        "is old enough to answer, and has no address of their own (only a parent's)"
    ),
    "problem-answered": N_("has answered this text"),
    "ask_first": N_("Choose the text first. Nothing is sent yet."),
    "ask_show": N_("Show who would be asked"),
    "ask_reminded": N_("Get a reminder of the same text"),
    "ask_recent": N_("Get nothing: their last letter went out on {moment}"),
    "problem-no-address": N_("has no e-mail address"),
    "problem-no-guardian": N_("is a child without a guardian on record"),
    "problem-no-notice": N_("no text in a language for this person"),
    "problem-nothing-to-renew": N_("gave nothing that can be renewed, or took it back"),
    "problem-asked-already": N_("was asked already, and can still answer"),
    "import": N_("Take over a list of people"),
    "import_file": N_("The list"),
    "import_text": N_(
        "A CSV or XLSX file of at most 700 kB, as a spreadsheet saves it. Its first line names the "
        "columns: key, name, email, language, born, under_age, groups, guardian1_name, "
        "guardian1_email, guardian2_name, guardian2_email. Nothing is changed before you have seen "
        "what it would do."
    ),
    "import_choose": N_("Choose the file"),
    "import_columns": N_(
        "Columns with other names, one on each line, such as: name=First name+Last name"
    ),
    "import_look": N_("See what it would do"),
    "import_would": N_("Nothing was changed yet. It would be:"),
    "import_done": N_("Taken over:"),
    "import_counts": N_("{new} new, {changed} changed, {same} as before."),
    "import_left_out": N_("Columns that are not read: {columns}."),
    "import_problems": N_("Lines that are not right"),
    "import_line": N_("Line"),
    "import_column": N_("Column"),
    "import_who": N_("Whose line"),
    "import_value": N_("What stands there"),
    "import_more": N_("The same in {count} more lines."),
    "import_read": N_("The letters were read as: {encoding}."),
    "import_names": N_("Names such as: {names}."),
    "import_days": N_("{column}: {text} is {day}."),
    "import_line_title": N_("Line {line} looks like a title: left out."),
    "import_line_total": N_("Line {line} looks like a total: left out."),
    "import_unclear": N_("The list can be read in more than one way. Say which is right."),
    "import_letters": N_("Which of these are the right letters?"),
    "import_dates": N_("What do the days in the list begin with?"),
    "import_day_first": N_("The day: 31/5/2015"),
    "import_month_first": N_("The month: 5/31/2015"),
    "import_advice": N_("What to do"),
    "import_all": N_("Take it over"),
    "import_right": N_("Take over the right lines, leave out the others"),
    "import_refused": N_(
        "This file cannot be read as a list. Save the sheet as CSV (UTF-8), with the names of the "
        "columns in its first line."
    ),
    "notices_none": N_("No text is published yet: likeness notice publish."),
    "notice_version": N_("Version {version}"),
    "notice_holds": N_("may be signed"),
    "notice_ended": N_("not valid since {moment}"),
    "notice_adult": N_("for the person"),
    "notice_guardian": N_("for a guardian"),
    "notice_recognition": N_("The separate question about face recognition"),
    "notice_none_asked": N_("Face recognition is not asked for."),
    "letters_none": N_("There is no letter here."),
    "letters_text": N_(
        "Letters wait, are sent, or are held for you. What is in them is made when they are sent; "
        "nothing of it is kept here."
    ),
    "letters_doubts": N_("Letters that may have arrived twice, after a crash: {count}"),
    "letter": N_("Letter"),
    "letter_due": N_("Due"),
    "letter_tries": N_("Tries that failed"),
    "letter_release": N_("Send it after all"),
    "letter_cancel": N_("Do not send it"),
    "letter_hold": N_("Hold it"),
    "out-waiting": N_("waits"),
    "out-sending": N_("is being sent"),
    "out-sent": N_("sent"),
    "out-held": N_("held for you"),
    "out-cancelled": N_("not sent"),
    "out-failed": N_("failed"),
    "follow_ups_none": N_("Nothing to follow up."),
    "follow_ups_text": N_(
        "Permission was taken back for these photos. They are marked in the photo library already. "
        "Are they still used somewhere: on the website, in print, with a partner? Tick each one "
        "when you have seen to it."
    ),
    "follow_ups_done": N_("Used nowhere any more"),
    "follow_ups_gone": N_("somebody who was erased"),
    "follow_ups_read_back": N_("marked and read back on {moment}"),
    "follow_ups_not_yet": N_("not marked yet"),
    "follow_ups_left": N_("not reached: it left our sight"),
    "sight": N_("Still marked yes, but out of our sight"),
    "sight_text": N_(
        "These photos left what we can see while they were marked as usable. We cannot change what "
        "they show there, also where a permission ends. Find each one, take the mark off or see "
        "that it is used nowhere, and tick it. What we see again leaves this list by itself."
    ),
    "sight-gone": N_("it is not where it was"),
    "sight-moved": N_("it was moved away"),
    "sight-deleted": N_("it was deleted"),
    "sight-hidden": N_("its folder or share is hidden from us"),
    "sight_by": N_("by {who}"),
    "sight_done": N_("Seen to"),
    "withdrawn-all": N_("everything was withdrawn"),
    "withdrawn-uses": N_("some uses were withdrawn"),
    "withdrawn-recognition": N_("face recognition was withdrawn"),
    "withdrawn-photo": N_("the person objected to one photo"),
    "withdrawn-erased": N_("the person was erased"),
    "pending_none": N_("No enrolment waits for you."),
    "pending_text": N_(
        "These people made pictures of their own face. Say whether the person, the signature and "
        "the face belong together. Pictures that nobody confirms are deleted on the day below."
    ),
    "pending_made": N_("Made"),
    "pending_until": N_("Deleted on"),
    "pending_keep": N_("wants one small picture kept to compare with"),
    "pending_keep_not": N_("wants no picture kept"),
    "pending_confirm": N_("They belong together"),
    "pending_refuse": N_("They do not"),
    "pending_signed": N_("Signed"),
    "pending_unsigned": N_("There is no signature of this person."),
    "pending_alike": N_(
        "This face looks like somebody who is enrolled already. Compare them before you decide."
    ),
    "pending_distinct": N_("They belong together, and these are two different people"),
    "pending_shot": N_("Picture {number} of {name}"),
}
