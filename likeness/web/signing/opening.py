"""From the secret of a link to what may be signed there: who, which text, in which languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fastapi import Request

from consent.asks import Ask, AskState, Link, LinkKind
from consent.ids import LinkHash, NoticeId, PersonId, SessionId
from consent.newest import Proposed, replaced_by
from consent.notices import Audience, Notice, best_language
from consent.quitclaims import ForSession, General, Signer
from consent.signing import Means
from likeness.i18n.asking import languages_of
from likeness.web.pages.parts import Parts, asked_language
from likeness.web.signing.drafts import Asked, Whom
from scheduler.errors import NoSuchRow
from scheduler.particulars import wide
from scheduler.ports import Tx
from scheduler.ports.pages import PolicyKind

_OPENS = frozenset({LinkKind.ASK, LinkKind.SESSION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One door that is open."""

    link: LinkHash | None
    """None: the personal page."""
    ask: Ask | None
    """None: the link of a session, or the personal page."""
    means: Means
    signer: Signer | None
    """None: somebody new."""
    session: SessionId | None
    notice: NoticeId
    known: tuple[tuple[PersonId, str], ...] = field(repr=False)
    """Whom it is about, with their names; empty at a session."""
    email: str = field(repr=False)
    """The signer's address on file; empty where there is none."""
    language: str
    """Of the ask; empty at a session."""

    @property
    def mailed(self) -> bool:
        """Tell whether the link was mailed to the signer: then the address needs no proof."""
        return self.means in {Means.MAIL, Means.PERSONAL}

    def whom(self, said: str) -> Whom | None:
        """Give for whom is signed; None where the reader must choose first."""
        if self.signer is not None:
            return Whom.CHILDREN if self.signer.guardian else Whom.SELF
        return Whom(said) if said in set(Whom) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One text in the language of its reader."""

    notice: Notice
    languages: tuple[str, ...]


def open_link(parts: Parts, secret: str) -> Opened | None:
    """Find what a secret opens; None for every link that does not open (any more)."""
    found = parts.secrets.hash_of(secret)
    with parts.deps.store.read() as tx:
        link = tx.links.find(found)
        if link is None or link.kind not in _OPENS or not link.opens(parts.now()):
            return None
        try:
            return _opened(tx, link, parts)
        except NoSuchRow:
            return None


def _opened(tx: Tx, link: Link, parts: Parts) -> Opened | None:
    if link.ask is None:
        if link.notice is None:
            return None
        return Opened(
            link=link.hash,
            ask=None,
            means=Means.SESSION,
            signer=None,
            session=link.session,
            notice=link.notice,
            known=(),
            email="",
            language="",
        )
    ask = tx.asks.get(link.ask)
    if ask.state is not AskState.OPEN or parts.deps.clock.today() > ask.ends_on:
        return None
    return Opened(
        link=link.hash,
        ask=ask,
        means=ask.way,
        signer=Signer(id=ask.signer, guardian=ask.guardian),
        session=ask.session,
        notice=ask.notice,
        known=tuple((person, tx.people.profile(person).name) for person in ask.persons),
        email=address_of_signer(tx, ask),
        language=ask.language,
    )


def address_of_signer(tx: Tx, ask: Ask) -> str:
    """Give the address on file of whoever is asked; empty where there is none."""
    if not ask.guardian:
        return tx.people.profile(PersonId(ask.signer)).email
    for person in ask.persons:
        for guardian in tx.guardians.of(person):
            if guardian.signer == ask.signer:
                return guardian.email
    return ""


def text_for(parts: Parts, opened: Opened, whom: Whom, request: Request) -> Reading | None:
    """Give the text in the reader's language; None where nothing of it may be signed."""
    with parts.deps.store.read() as tx:
        there = tx.notices.languages(opened.notice, whom.audience)
        language = best_language(there, _wanted(opened, request), parts.language)
        if language is None:
            return None
        notice = tx.notices.latest(opened.notice, language, whom.audience)
    return None if notice is None else Reading(notice=notice, languages=there)


def languages_for(parts: Parts, opened: Opened, request: Request) -> tuple[tuple[str, ...], str]:
    """Give the languages of the texts behind a link, and the reader's, before they say for whom."""
    with parts.deps.store.read() as tx:
        there = {
            language
            for audience in Audience
            for language in tx.notices.languages(opened.notice, audience)
        }
    best = best_language(there, _wanted(opened, request), parts.language)
    return tuple(sorted(there)), best or parts.language


def _wanted(opened: Opened, request: Request) -> list[str]:
    """Give the languages of a reader, the liked best first."""
    accepted = languages_of(request.headers.get("accept-language", ""))
    return [one for one in (asked_language(request), opened.language, *accepted) if one]


def asked_of(parts: Parts, opened: Opened, whom: Whom) -> Asked:
    """Give what the form asks beside the uses."""
    with parts.deps.store.read() as tx:
        letters = wide(tx)
    return Asked(
        whom=whom,
        known=opened.known,
        age=parts.age,
        email=not opened.mailed and not opened.email,
        wide=letters,
    )


def replaced_days(
    parts: Parts, opened: Opened, notice: Notice
) -> Mapping[PersonId, tuple[date, ...]]:
    """Give the days of the signer's earlier answers that this form would replace, by person.

    Only where the link or the visit has shown who the reader is: nobody else learns that there is
    an earlier answer.
    """
    signer = opened.signer
    if signer is None or not opened.mailed:
        return {}
    scope = General() if opened.session is None else ForSession(session=opened.session)
    about = Proposed(asked=notice.channels, scope=scope)
    with parts.deps.store.read() as tx:
        subjects = tx.people.subjects([person for person, _ in opened.known])
    today = parts.deps.clock.today()
    found = {one.id: replaced_by(one, signer.id, about, today) for one in subjects}
    return {
        person: tuple(dict.fromkeys(parts.day(entry.said_at) for entry in entries))
        for person, entries in found.items()
    }


def may_recognise(parts: Parts, whom: Whom, session: SessionId | None) -> bool:
    """Tell whether recognition may be asked: of children only with an assessment of its own."""
    if whom is not Whom.CHILDREN:
        return True
    today = parts.deps.clock.today()
    with parts.deps.store.read() as tx:
        policies = tx.pending_enrolments.policies()
    return any(
        one.kind is PolicyKind.MINORS
        and one.session in {"", session}
        and (one.until is None or today <= one.until)
        for one in policies
    )
