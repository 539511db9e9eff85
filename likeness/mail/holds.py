"""The letter about a legal hold: what outlives an erasure, until when, and why."""

from likeness.mail.asking import NOBODY
from likeness.mail.readers import reader_or_guardian
from likeness.mail.writing import Desk, Written
from scheduler.ports import Tx
from scheduler.ports.outbox import Posted
from scheduler.ports.post import Moot


def legal_hold(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Tell somebody that what they signed is kept past an erasure; not where it was lifted."""
    person, number = posted.letter.person, posted.letter.refs["hold"]
    if person is None:
        return NOBODY
    hold = next((one for one in tx.holds.of_person(person) if one.id == number), None)
    reader = reader_or_guardian(tx, person, "")
    if hold is None or reader is None:
        return NOBODY
    pen = desk.pen(reader.language)
    return pen.letter(
        reader,
        pen.gettext("What was signed is kept for longer"),
        pen.gettext(
            "We have to keep what you signed until {day}, also if you ask us to erase everything "
            "about you. The reason: {reason}"
        ).format(day=pen.day(hold.until), reason=hold.reason),
        pen.gettext(
            "Only that is kept. It changes nothing about what may be done with photos of you. Tell "
            "us if you do not agree."
        ),
    )
