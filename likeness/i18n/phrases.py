"""The texts: one short phrase and one sentence per rule, words for verdicts, statuses and troubles.

A reason says where, not who: no text has a place for a name.
"""

from typing import Final

from consent.decisions import Rule
from consent.states import NotAssessed, Status, Verdict
from likeness.i18n.catalogs import N_

SIGNS: Final = {
    Status.CLEARED: "✓",
    Status.PARTLY: "◐",
    Status.REVIEW: "?",
    Status.BLOCKED: "✗",
    Status.NO_PEOPLE: "–",  # noqa: RUF001 - the sign of PRODUCT's table
    Status.NOT_ASSESSED: "…",
}
COLOURS: Final = {
    Status.CLEARED: "#2E7D32",
    Status.PARTLY: "#F9A825",
    Status.REVIEW: "#F9A825",
    Status.BLOCKED: "#C62828",
    Status.NO_PEOPLE: "#616161",
    Status.NOT_ASSESSED: "#616161",
}
STATUSES: Final = {
    Status.CLEARED: N_("Cleared"),
    Status.PARTLY: N_("Cleared for some uses"),
    Status.REVIEW: N_("Not decided yet"),
    Status.BLOCKED: N_("Not cleared"),
    Status.NO_PEOPLE: N_("No people"),
    Status.NOT_ASSESSED: N_("Not checked"),
}
VERDICTS: Final = {
    Verdict.CLEARED: N_("cleared"),
    Verdict.REVIEW: N_("not decided yet"),
    Verdict.BLOCKED: N_("not cleared"),
    Verdict.NO_PEOPLE: N_("no people"),
    Verdict.NOT_ASSESSED: N_("not checked"),
}
SHORT: Final = {
    Rule.GRANTED: N_("consent given"),
    Rule.NOBODY_TO_ASK: N_("nobody to ask"),
    Rule.IGNORED_SMALL: N_("too small to count"),
    Rule.NO_FACES: N_("no faces"),
    Rule.NOT_A_FACE: N_("not a face"),
    Rule.REFUSED: N_("consent refused"),
    Rule.WITHDRAWN: N_("consent withdrawn"),
    Rule.REVOKED: N_("consent revoked"),
    Rule.INVALIDATED: N_("consent no longer valid"),
    Rule.EXPIRED: N_("consent expired"),
    Rule.GUARDIAN_ENDED: N_("guardian's consent has ended"),
    Rule.GUARDIAN_REFUSED: N_("refused by a guardian"),
    Rule.OTHER_CHANNELS_ONLY: N_("consent for other uses only"),
    Rule.REMOVED_FACE: N_("person was taken off"),
    Rule.REQUESTED: N_("consent asked for, no answer yet"),
    Rule.DEFERRED: N_("answer put off"),
    Rule.STATE_UNKNOWN: N_("consent unclear"),
    Rule.NO_RECORD: N_("no consent"),
    Rule.NOT_ASKED: N_("never asked about this use"),
    Rule.NOT_BEGUN: N_("consent has not begun yet"),
    Rule.OTHER_SCOPE: N_("consent for other photos only"),
    Rule.NOT_ENTITLED: N_("signed by somebody who may not"),
    Rule.HELD_MATCH: N_("an answer is being checked"),
    Rule.UNKNOWN_FACE: N_("unknown face"),
    Rule.BYSTANDER: N_("bystander"),
    Rule.SUGGESTED: N_("suggested match, not confirmed"),
    Rule.AWAITING_CONFIRMATION: N_("match waits for confirmation"),
    Rule.LINK_ENDED: N_("consent to recognition has ended"),
    Rule.EXCESS_FACE: N_("more faces than people named"),
    Rule.NOT_ASSESSED: N_("not checked"),
    Rule.NOT_CONFIRMED_NOBODY: N_("nobody seen, not confirmed by a person"),
    Rule.ATTESTED: N_("answered by the people named on the photo"),
    Rule.ATTESTED_BEFORE: N_("named before the photo changed"),
    Rule.HOST_RECORD: N_("not allowed by the consent records here"),
    Rule.HELD_AT_UPGRADE: N_("kept as it was at an upgrade"),
}
LONG: Final = {
    Rule.GRANTED: N_("There is a consent or another recorded ground for this use."),
    Rule.NOBODY_TO_ASK: N_("A reviewer said that nobody needs to be asked, and gave a reason."),
    Rule.IGNORED_SMALL: N_("It is smaller than your rule for faces in the background."),
    Rule.NO_FACES: N_("No face was found, also in a second, closer look."),
    Rule.NOT_A_FACE: N_("A reviewer said that this is not a face."),
    Rule.REFUSED: N_("The person said no to this use."),
    Rule.WITHDRAWN: N_("The person withdrew the consent for this use."),
    Rule.REVOKED: N_("The consent for this use was revoked."),
    Rule.INVALIDATED: N_("The text that was agreed to turned out not to be valid."),
    Rule.EXPIRED: N_("The consent for this use has run out."),
    Rule.GUARDIAN_ENDED: N_("A guardian agreed, and the person now has to answer for themselves."),
    Rule.GUARDIAN_REFUSED: N_("One of the guardians said no; one no is enough."),
    Rule.OTHER_CHANNELS_ONLY: N_("The person agreed to other uses, not to this one."),
    Rule.REMOVED_FACE: N_("The person was taken off this photo; that a face is there stays known."),
    Rule.REQUESTED: N_("The person was asked and has not answered yet."),
    Rule.DEFERRED: N_("The person put off the answer."),
    Rule.STATE_UNKNOWN: N_("It is not known what the person answered."),
    Rule.NO_RECORD: N_("The person is known, and there is no consent for this use."),
    Rule.NOT_ASKED: N_("The person answered a text that does not ask about this use."),
    Rule.NOT_BEGUN: N_("There is a consent, and it has not begun yet."),
    Rule.OTHER_SCOPE: N_("There is a consent for another session or other photos only."),
    Rule.NOT_ENTITLED: N_("There is an answer of somebody who may not sign for this person."),
    Rule.HELD_MATCH: N_("An answer is being checked: it may be of the same person."),
    Rule.UNKNOWN_FACE: N_("Nobody is named here. Name the person, or say that it is a bystander."),
    Rule.BYSTANDER: N_("A reviewer said that this is a stranger; nobody has asked them."),
    Rule.SUGGESTED: N_("It looks like somebody we know; a person has to say whether it is."),
    Rule.AWAITING_CONFIRMATION: N_("It was recognised; your rules ask a person to confirm it."),
    Rule.LINK_ENDED: N_("It was recognised under a consent to recognition that has ended."),
    Rule.EXCESS_FACE: N_("More faces were counted than people were named."),
    Rule.NOT_ASSESSED: N_("The photo was not looked at, or could not be."),
    Rule.NOT_CONFIRMED_NOBODY: N_("No face was found; no person has confirmed that."),
    Rule.ATTESTED: N_("Somebody said who is on the photo; this face belongs to one of them."),
    Rule.ATTESTED_BEFORE: N_("The person was named before the photo changed; it no longer counts."),
    Rule.HOST_RECORD: N_("The consent records of the photo library say otherwise than ours."),
    Rule.HELD_AT_UPGRADE: N_(
        "Newer rules would say less strictly; the earlier answer stays until a person releases it."
    ),
}
TROUBLES: Final = {
    NotAssessed.NOT_LOOKED: N_("not looked at yet"),
    NotAssessed.MODE_OFF: N_("recognition is off here"),
    NotAssessed.CHANGED: N_("changed since it was looked at"),
    NotAssessed.UNREADABLE: N_("cannot be read"),
    NotAssessed.TRUNCATED: N_("the file is cut off"),
    NotAssessed.TOO_LARGE: N_("too large"),
    NotAssessed.EMPTY: N_("the file is empty"),
    NotAssessed.UNSUPPORTED: N_("format not supported"),
    NotAssessed.HOSTILE: N_("the file does not do what it says"),
    NotAssessed.TIMED_OUT: N_("took too long"),
    NotAssessed.NO_PERMISSION: N_("no permission to read it"),
    NotAssessed.VANISHED: N_("gone while it was read"),
    NotAssessed.VIDEO: N_("video"),
    NotAssessed.SEVERAL_PICTURES: N_("may hold several pictures, of which one would be seen"),
    NotAssessed.OTHER_FILES: N_("it has other files, which were not looked at"),
    NotAssessed.HOST_DOWN: N_("the host cannot be reached"),
    NotAssessed.FAILED: N_("looking failed"),
    NotAssessed.SECOND_PASS_MISSING: N_("the closer look is missing"),
}
