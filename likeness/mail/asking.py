"""Letters that ask: the first, a reminder, and to somebody who comes of age."""

from consent.asks import Ask, AskState, LinkKind
from consent.ids import AskId
from likeness.mail.drafts import Block, Button
from likeness.mail.readers import Reader, names_of, reader_of_ask
from likeness.mail.writing import Desk, Pen, Written
from scheduler.ports import Tx
from scheduler.ports.outbox import OutboxState, Posted
from scheduler.ports.post import Moot

NO_PAGES = Moot(state=OutboxState.FAILED, word="no-public-url")
ANSWERED = Moot(state=OutboxState.CANCELLED, word="not-open")
OTHER_LINK = Moot(state=OutboxState.CANCELLED, word="newer-link")
NOBODY = Moot(state=OutboxState.CANCELLED, word="gone")


def ask(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Ask somebody for the first time, or once more with a new link."""
    found = _open_ask(tx, desk, posted)
    if isinstance(found, Moot):
        return found
    asked, reader, pen = found
    first = pen.gettext(
        "{controller} would like to use photos. That is only allowed if the people in them, or "
        "their parents, say yes. That is why we ask you."
    ).format(controller=desk.controller)
    return pen.letter(
        reader, _subject(asked, pen), first, *_about(tx, asked, pen), *_way(desk, asked, pen)
    )


def reminder(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Remind somebody who has not answered."""
    found = _open_ask(tx, desk, posted)
    if isinstance(found, Moot):
        return found
    asked, reader, pen = found
    subject = pen.gettext("Reminder: {subject}").format(subject=_subject(asked, pen))
    first = pen.gettext("A while ago we asked you something. We do not have your answer yet.")
    return pen.letter(reader, subject, first, *_about(tx, asked, pen), *_way(desk, asked, pen))


def coming_of_age(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Ask somebody who will soon decide for themselves."""
    found = _open_ask(tx, desk, posted)
    if isinstance(found, Moot):
        return found
    asked, reader, pen = found
    until = tx.people.profile(asked.persons[0]).minor_until
    if until is None:
        return ANSWERED
    subject = pen.gettext("Soon you decide yourself about your photos")
    first = pen.gettext(
        "Until now your parent or guardian decided whether {controller} may use photos of you. "
        "From {day} you decide yourself, and their answer no longer counts."
    ).format(controller=desk.controller, day=pen.day(until))
    return pen.letter(reader, subject, first, *_way(desk, asked, pen))


def _open_ask(tx: Tx, desk: Desk, posted: Posted) -> tuple[Ask, Reader, Pen] | Moot:
    """Give the ask, its reader and a pen in their language; why not, where nobody is asked now."""
    asked = tx.asks.get(AskId(str(posted.letter.refs["ask"])))
    if asked.state is not AskState.OPEN:
        return ANSWERED
    if asked.serial != posted.letter.refs["serial"]:
        return OTHER_LINK
    if not desk.public_url:
        return NO_PAGES
    reader = reader_of_ask(tx, asked)
    return (asked, reader, desk.pen(reader.language)) if reader else NOBODY


def _subject(asked: Ask, pen: Pen) -> str:
    """Say what it is about, without a name: subjects are read over shoulders and kept in logs."""
    if not asked.guardian:
        return pen.gettext("May we use photos of you?")
    return pen.ngettext(
        "May we use photos of your child?",
        "May we use photos of your children?",
        len(asked.persons),
    )


def _about(tx: Tx, asked: Ask, pen: Pen) -> tuple[Block, ...]:
    """Say which occasion it is about, and of whom the photos are."""
    lines: list[Block] = []
    session = next((one for one in tx.sessions.all() if one.id == asked.session), None)
    if session is not None:
        lines.append(pen.gettext("It is about: {session}.").format(session=session.name))
    if asked.guardian:
        names = pen.listed(names_of(tx, asked.persons))
        text = pen.gettext("You answer as parent or guardian of {names}.")
        lines.append(text.format(names=names))
    return tuple(lines)


def _way(desk: Desk, asked: Ask, pen: Pen) -> tuple[Block, ...]:
    """Give the link, and say that no is as good as yes."""
    return (
        Button(
            label=pen.gettext("Read what it is about, and choose"),
            url=desk.link(LinkKind.ASK, asked.id, asked.serial),
        ),
        pen.gettext(
            "You may say yes or no, or yes to some uses only. Saying no has no consequences. You "
            "can change your mind later."
        ),
        pen.gettext("You can answer until {day}.").format(day=pen.day(asked.ends_on)),
        pen.gettext("This link is only for you. Please do not pass it on."),
    )
