"""From a form without problems to one signing."""

import hashlib
from dataclasses import dataclass, field

from consent.ids import Actor, SignatureId, SignerId
from consent.notices import canonical_text, notice_digest
from consent.quitclaims import Signer
from consent.signing import PersonAnswer, Signing, VerifiedBy
from likeness.web.pages.parts import Parts
from likeness.web.signing.drafts import Draft, PersonDraft, Whom
from likeness.web.signing.opening import Opened, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A form, the door it came through, and what it showed."""

    opened: Opened
    reading: Reading
    draft: Draft
    nonce: str
    verified: VerifiedBy
    email: str = field(repr=False)
    """Where the receipt goes; empty = a code on the page."""

    @property
    def opens_page(self) -> bool:
        """Tell whether the signer has shown enough to see the personal page at once.

        Whoever has the link of somebody else's ask has not; somebody new sees only themselves.
        """
        return self.opened.ask is None or self.verified is not VerifiedBy.NONE


def signing_of(parts: Parts, handed: Handed) -> Signing:
    """Make the signing."""
    notice = handed.reading.notice
    return Signing(
        id=SignatureId(parts.deps.new_id()),
        ask=handed.opened.ask.id if handed.opened.ask else None,
        session=handed.opened.session,
        notice=notice.id,
        notice_version=notice.version,
        language=notice.language,
        shown_sha256=notice_digest(notice, canonical_text(notice).encode()),
        signer=_signer(handed),
        signer_name=handed.draft.name,
        signer_email=handed.email,
        answers=tuple(_answer(one, handed.draft) for one in handed.draft.people),
        means=handed.opened.means,
        at=parts.now(),
        verified_by=handed.verified,
        nonce=handed.nonce,
        drawing=handed.draft.picture,
    )


def actor_of(signing: Signing) -> Actor:
    """Say who acts: somebody who answers for others, or the person."""
    kind = "signer" if signing.signer.guardian else "person"
    return Actor(f"{kind}:{signing.signer.id}")


def _signer(handed: Handed) -> Signer:
    """Say who signs. At a session the same form always gives the same id."""
    if handed.opened.signer is not None:
        return handed.opened.signer
    whom = handed.draft.whom
    fresh = SignerId(hashlib.sha256(f"signer {handed.nonce}".encode()).hexdigest()[:32])
    return Signer(id=fresh, guardian=whom is Whom.CHILDREN, entitled=whom is not Whom.OTHER)


def _answer(one: PersonDraft, draft: Draft) -> PersonAnswer:
    own = draft.whom is Whom.SELF and one.person is None
    return PersonAnswer(
        person=one.person,
        name=draft.name if own else one.name,
        birth_date=one.birth_date,
        under_age=one.under_age and one.birth_date is None,
        granted=one.granted,
        recognition=one.recognition,
    )
