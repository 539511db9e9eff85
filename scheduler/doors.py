"""Whether a link opens, and what may be signed behind it."""

from dataclasses import dataclass
from datetime import date, datetime

from consent.asks import Ask, AskState, Link, LinkKind
from consent.errors import ContradictoryInput, NotAllowed
from consent.ids import LinkHash
from consent.notices import Notice, canonical_text, notice_digest
from consent.signing import Signing
from scheduler.errors import LinkOver, NoticeMissing
from scheduler.ports import Tx

OVER = "This link opens nothing any more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A link that opens, with what was asked behind it."""

    link: Link
    ask: Ask | None
    """None behind the link of a session, and on the personal page."""


def open_door(tx: Tx, link: LinkHash, now: datetime, today: date) -> Door:
    """Open a link to sign at. Raises `LinkOver`, always in the same words."""
    found = tx.links.find(link)
    if found is None or not found.opens(now):
        raise LinkOver(OVER)
    if found.kind is LinkKind.SESSION:
        return Door(link=found, ask=None)
    if found.kind is LinkKind.VISIT:
        return Door(link=found, ask=None)
    if found.kind is not LinkKind.ASK or found.ask is None:
        raise LinkOver(OVER)
    ask = tx.asks.get(found.ask)
    if ask.state is not AskState.OPEN or ask.ends_on < today:
        raise LinkOver(OVER)
    return Door(link=found, ask=ask)


def check_fits(door: Door, signing: Signing) -> None:
    """Check that what is handed in is what was asked. Raises `NotAllowed`."""
    ask = door.ask
    if door.link.kind is LinkKind.VISIT:
        _check_own(door.link, signing)
        return
    if ask is None:
        same = signing.session == door.link.session and signing.notice == door.link.notice
        known = [answer for answer in signing.answers if answer.person is not None]
        if not same or known or signing.ask is not None:
            raise NotAllowed("This is not what is signed at this session.")
        return
    answered = sorted(str(answer.person) for answer in signing.answers)
    everybody = answered == sorted(ask.persons)
    about = signing.ask == ask.id and signing.session == ask.session
    who = (signing.signer.id, signing.signer.guardian) == (ask.signer, ask.guardian)
    if not (everybody and about and who and signing.notice == ask.notice):
        raise NotAllowed("This is not what was asked: answer for everybody on the page.")


def _check_own(link: Link, signing: Signing) -> None:
    """Check that somebody on their own page answers for nobody else."""
    theirs = {answer.person for answer in signing.answers} <= set(link.persons)
    if not theirs or signing.signer.id != link.signer or signing.ask is not None:
        raise NotAllowed("Answer for the people on this page only.")


def signed_notice(tx: Tx, signing: Signing) -> Notice:
    """Give exactly the text that was shown.

    Raises `NoticeMissing` where it does not hold any more, `ContradictoryInput` where something
    else was shown.
    """
    holds = tx.notices.versions(signing.notice)
    notice = tx.notices.version(
        signing.notice, signing.notice_version, signing.language, signing.audience
    )
    if notice is None or holds.get(signing.notice_version) is not None:
        raise NoticeMissing("This text is not asked with any more. Open the link again.")
    shown = canonical_text(notice).encode()
    if notice_digest(notice, shown) != signing.shown_sha256:
        raise ContradictoryInput("What was shown is not the text of this notice.")
    return notice
