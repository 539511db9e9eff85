"""Letters that answer something people did: receipts, codes, fresh links, withdrawals, changes."""

from collections.abc import Mapping
from datetime import datetime

from consent.asks import LinkKind
from consent.ids import AssetId, PersonId, SignatureId, SignerId, WithdrawalId
from consent.receipts import Answered
from consent.signing import PersonAnswer
from consent.withdrawals import Withdrawn
from likeness.mail.asking import NO_PAGES, NOBODY
from likeness.mail.drafts import Block, Button, Digits, Items
from likeness.mail.readers import Reader, reader_of, reader_or_guardian
from likeness.mail.writing import ADDRESS_PATH, Desk, Pen, Written
from scheduler.evidence import answered
from scheduler.ports import Tx
from scheduler.ports.outbox import Posted
from scheduler.ports.pages import Side
from scheduler.ports.post import Moot

SIGNER = "signer:"
"""What an actor begins with who signed, or answers for a child."""


def receipt(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Confirm an answer, with the link to look at it and change it."""
    signature = tx.signatures.get(SignatureId(str(posted.letter.refs["signature"])))
    sealed = [tx.signatures.sealed(signature.id, person) for person in signature.persons]
    answers = [one for one in sealed if one is not None]
    if not answers:
        return NOBODY
    pen = desk.pen(signature.language)
    notice = tx.notices.version(
        signature.notice, signature.notice_version, signature.language, signature.audience
    )
    lines = tuple(
        f"{one.answer.name}: {_granted(pen, one.answer)}"
        if notice is None
        else _line(pen, answered(tx, signature, notice, person, one.answer))
        for person, one in zip(signature.persons, sealed, strict=True)
        if one is not None
    )
    reader = Reader(
        name=answers[0].signer_name,
        email=answers[0].signer_email,
        language=signature.language,
        signer=signature.signer.id,
    )
    return pen.letter(
        reader,
        pen.gettext("Your answer has been saved"),
        pen.gettext("Thank you. This is what you answered on {day}:").format(
            day=pen.day(pen.local(signature.at))
        ),
        Items(lines=lines),
        *_own_page(desk, pen, signature.id),
        pen.gettext("Keep this letter: its link goes on working."),
    )


def _line(pen: Pen, said: Answered) -> str:
    """Say what was answered, in the words and the order of the text that was signed."""
    yes = [use.label for use in said.uses if use.granted]
    no = [use.label for use in said.uses if not use.granted]
    parts = [pen.gettext("yes to {uses}").format(uses=pen.listed(yes))] if yes else []
    if not yes:
        parts.append(pen.gettext("no to all uses"))
    elif no:
        parts.append(pen.gettext("no to {uses}").format(uses=pen.listed(no)))
    if said.asked_recognition:
        parts.append(_face(pen, recognition=said.recognition))
    line = f"{said.name}: {'; '.join(parts)}"
    if not said.agreed or said.until is None:
        return line
    return f"{line}. {pen.gettext('This counts until {day}.').format(day=pen.day(said.until))}"


def _granted(pen: Pen, answer: PersonAnswer) -> str:
    """Say what was agreed to where the text that was signed is not here any more."""
    uses = pen.listed(pen.uses(sorted(answer.granted)))
    said = pen.gettext("yes to {uses}").format(uses=uses) if uses else pen.gettext("no to all uses")
    return f"{said}; {_face(pen, recognition=answer.recognition)}"


def _face(pen: Pen, *, recognition: bool) -> str:
    if recognition:
        return pen.gettext("yes to face recognition")
    return pen.gettext("no to face recognition")


def _own_page(desk: Desk, pen: Pen, about: str) -> tuple[Block, ...]:
    url = desk.link(LinkKind.RECEIPT, about, 1)
    label = pen.gettext("See, change or withdraw your answer, or see where you appear")
    return (Button(label=label, url=url),) if url else ()


def code(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Send a one-time code."""
    made = tx.codes.get(str(posted.letter.refs["code"]))
    pen = desk.pen(made.language)
    reader = Reader(name="", email=made.email, language=made.language, signer=SignerId(""))
    return pen.letter(
        reader,
        pen.gettext("Your code"),
        pen.gettext("Type this code on the page where you are signing:"),
        Digits(digits=made.digits),
        pen.gettext("It works for a short time. You did not ask for it? Then do nothing."),
    )


def fresh_link(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Send a fresh link to somebody's own page."""
    refs, person = posted.letter.refs, posted.letter.person
    reader = reader_of(tx, person, str(refs["signer"])) if person else None
    if reader is None:
        return NOBODY
    url = desk.link(LinkKind.FRESH, str(refs["about"]), 1)
    if not url:
        return NO_PAGES
    pen = desk.pen(reader.language)
    return pen.letter(
        reader,
        pen.gettext("Your link"),
        Button(label=pen.gettext("Open your own page"), url=url),
        pen.gettext(
            "The link works once, and for a quarter of an hour. You did not ask for it? Then do "
            "nothing: nothing has changed."
        ),
    )


def withdrawn(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Confirm a withdrawal, and say how far the photos are."""
    refs, person = posted.letter.refs, posted.letter.person
    made = tx.withdrawals.get(WithdrawalId(str(refs["withdrawal"])))
    signer = made.by.removeprefix(SIGNER) if made.by.startswith(SIGNER) else ""
    reader = reader_or_guardian(tx, person, signer) if person else None
    if reader is None:
        return NOBODY
    pen = desk.pen(reader.language)
    photos = pen.ngettext(
        "{count} photo had to be marked, and {done} is done.",
        "{count} photos had to be marked, and {done} are done.",
        made.photos,
    ).format(count=made.photos, done=made.done)
    return pen.letter(
        reader,
        pen.gettext("Your withdrawal has been saved"),
        pen.gettext(
            "On {day} you withdrew: {what}. It counts from that moment. You did not have to give a "
            "reason."
        ).format(day=pen.day(pen.local(made.at)), what=_what(pen, made.what, made.channels)),
        photos if made.photos else "",
        _unreached(pen, tx.withdrawals.unreached(made.id)),
        pen.gettext(
            "What was printed or published before cannot always be taken back. Our people have "
            "been told to look at it."
        ),
    )


def _unreached(pen: Pen, left: Mapping[AssetId, datetime]) -> str:
    """Say what left our sight with a yes on it, and when; empty where nothing did."""
    days = sorted({pen.local(at) for at in left.values()})
    if not days:
        return ""
    return pen.ngettext(
        "{count} photo was not reached: it left our sight on {day}, with the earlier answer on it. "
        "Our people have been told to look for it.",
        "{count} photos were not reached: they left our sight, the last on {day}, with the earlier "
        "answer on them. Our people have been told to look for them.",
        len(left),
    ).format(count=len(left), day=pen.day(days[-1]))


def _what(pen: Pen, what: Withdrawn, channels: frozenset[str]) -> str:
    match what:
        case Withdrawn.ALL | Withdrawn.ERASED:
            return pen.gettext("every permission")
        case Withdrawn.USES:
            return pen.listed(pen.uses(sorted(channels)))
        case Withdrawn.RECOGNITION:
            return pen.gettext("face recognition")
        case Withdrawn.PHOTO:
            return pen.gettext("the use of one photo")


def address_change(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Ask one side to confirm a change of address."""
    change = tx.address_changes.get(str(posted.letter.refs["change"]))
    side = Side(str(posted.letter.refs["side"]))
    reader = reader_of(tx, change.person, change.signer or "")
    if reader is None:
        return NOBODY
    if not desk.public_url:
        return NO_PAGES
    pen = desk.pen(reader.language)
    url = f"{desk.public_url}/{ADDRESS_PATH}/{tx.address_changes.secret(change.id, side)}"
    if side is Side.NEW:
        first = pen.gettext("Somebody gave this address as their new one. Was that you?")
        address = change.new_email
    else:
        first = pen.gettext(
            "Somebody asked us to write to another address from now on. Was that you?"
        )
        address = reader.email
    written = pen.letter(
        reader,
        pen.gettext("Please confirm the change of your address"),
        first,
        Button(label=pen.gettext("Yes, that was me"), url=url),
        pen.gettext(
            "Both addresses must confirm. It was not you? Then do nothing: nothing will change."
        ),
    )
    return Written(draft=written.draft, address=address)


def pending_dropped(tx: Tx, desk: Desk, posted: Posted) -> Written | Moot:
    """Tell somebody that their shots were deleted unconfirmed."""
    reader = _person(tx, posted.letter.person)
    if reader is None:
        return NOBODY
    pen = desk.pen(reader.language)
    return pen.letter(
        reader,
        pen.gettext("The pictures you made of your face have been deleted"),
        pen.gettext(
            "You made pictures of your face so that we could recognise you. Nobody checked them in "
            "time, so we deleted them. Your other answers have not changed."
        ),
    )


def erased(tx: Tx, desk: Desk, person: PersonId) -> Written | Moot:
    """Say, as the last letter of all, that everything about somebody is being deleted."""
    reader = reader_or_guardian(tx, person, "")
    if reader is None:
        return NOBODY
    pen = desk.pen(reader.language)
    return pen.letter(
        reader,
        pen.gettext("Everything we keep about you is being deleted"),
        pen.gettext(
            "You asked us to delete everything we keep about you. It begins when this letter is "
            "out: your name, your address, your answers, and what was made of your face. This is "
            "the last letter you get from us."
        ),
        pen.gettext(
            "Photos in which you appear stay marked as not to be used. We keep no name with them."
        ),
    )


def _person(tx: Tx, person: PersonId | None) -> Reader | None:
    return reader_or_guardian(tx, person, "") if person else None
