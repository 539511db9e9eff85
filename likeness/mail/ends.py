"""Letters about permissions that end: whether to renew, and that they have ended."""

from collections.abc import Sequence
from datetime import date

from consent.alert_terms import Term, terms
from consent.asks import LinkKind
from consent.ids import PersonId
from likeness.mail.asking import NOBODY
from likeness.mail.drafts import Block, Button
from likeness.mail.readers import Reader, names_of, reader_of
from likeness.mail.writing import Desk, Pen, Written
from scheduler.ports import Tx
from scheduler.ports.outbox import OutboxState, Posted
from scheduler.ports.post import Moot

SETTLED = Moot(state=OutboxState.CANCELLED, word="settled")
"""What the letter was to tell is not so any more: renewed, withdrawn, or gone."""


def renewal(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Ask whether to renew, about all children of a household at once."""
    today = desk.now().astimezone(desk.zone).date()
    held = [term for term in _terms(tx, desk, posted) if term.last >= today]
    found = _reader(tx, desk, held)
    if isinstance(found, Moot):
        return found
    reader, pen = found
    last = pen.day(min(term.last for term in held))
    return pen.letter(
        reader,
        pen.gettext("Your permission for photos ends on {day}").format(day=last),
        _whom(tx, held, pen),
        pen.gettext(
            "You gave {controller} permission to use photos. It ends on {day}. After that day we "
            "no longer use the photos for anything new."
        ).format(controller=desk.controller, day=last),
        pen.gettext("Do you want to go on? Then renew it on your own page."),
        *_page(desk, pen, posted),
        pen.gettext("Do you not want that? Then do nothing: it ends by itself."),
    )


def expired(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Tell that permissions have ended."""
    today = desk.now().astimezone(desk.zone).date()
    held = [term for term in _terms(tx, desk, posted) if term.last < today]
    found = _reader(tx, desk, held)
    if isinstance(found, Moot):
        return found
    reader, pen = found
    return pen.letter(
        reader,
        pen.gettext("Your permission for photos has ended"),
        _whom(tx, held, pen),
        pen.gettext(
            "The permission that you gave {controller} ended on {day}. We no longer use the photos "
            "for anything new. You do not have to do anything."
        ).format(controller=desk.controller, day=pen.day(_latest(held))),
        pen.gettext("If you want to give it again, you can do so on your own page."),
        *_page(desk, pen, posted),
    )


def _latest(held: Sequence[Term]) -> date:
    return max(term.last for term in held)


def _terms(tx: Tx, desk: Desk, posted: Posted) -> list[Term]:
    """Give the terms of the letter that still are as they were when it was planned."""
    refs = posted.letter.refs
    persons, abouts = refs["persons"], refs["quitclaims"]
    if not isinstance(persons, tuple) or not isinstance(abouts, tuple):
        return []
    people = [PersonId(person) for person in persons]
    recognition = tx.people.recognition_consents()
    return [
        term
        for subject in tx.people.subjects(people)
        for term in terms(subject, recognition.get(subject.id), desk.zone)
        if term.about in abouts and term.signer == refs["signer"]
    ]


def _reader(tx: Tx, desk: Desk, held: Sequence[Term]) -> tuple[Reader, Pen] | Moot:
    if not held:
        return SETTLED
    first = held[0]
    reader = reader_of(tx, first.person, first.signer if first.guardian else "")
    return (reader, desk.pen(reader.language)) if reader else NOBODY


def _whom(tx: Tx, held: Sequence[Term], pen: Pen) -> str:
    """Say for which children it is; empty for somebody who answers for themselves."""
    if not held[0].guardian:
        return ""
    persons = tuple(dict.fromkeys(term.person for term in held))
    names = pen.listed(names_of(tx, persons))
    return pen.gettext("You answer as parent or guardian of {names}.").format(names=names)


def _page(desk: Desk, pen: Pen, posted: Posted) -> tuple[Block, ...]:
    url = desk.link(LinkKind.RECEIPT, posted.letter.key, 1)
    return (Button(label=pen.gettext("Open your own page"), url=url),) if url else ()
