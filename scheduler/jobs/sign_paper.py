"""Takes in a form that was filled in on paper: the scan becomes the evidence.

The same scan for the same person counts once.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from consent.errors import NotAllowed
from consent.families import Guardian
from consent.ids import Actor, Channel, NoticeId, PersonId, SessionId, SignatureId, SignerId
from consent.notices import Audience, Notice, canonical_text
from consent.quitclaims import Signer
from consent.signing import Means, PersonAnswer, Signing, VerifiedBy
from scheduler.deps import Deps
from scheduler.errors import NoticeMissing
from scheduler.jobs.sign import Signed, sign
from scheduler.ports import Tx
from scheduler.ports.evidence import PaperScan

MOST_BYTES = 20_000_000
KINDS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on the form."""

    person: PersonId
    notice: NoticeId
    version: int
    """0: the latest."""
    language: str
    granted: frozenset[Channel]
    recognition: bool
    signed_on: date
    guardian: int = 0
    """Which of the person's guardians signed, from 1; 0: the person."""
    session: SessionId | None = None
    scan: bytes = field(default=b"", repr=False)


def sign_paper(deps: Deps, paper: Paper, actor: Actor) -> Signed:
    """Keep what somebody answered on paper, with the scan as evidence. Safe to run twice.

    Raises `NotAllowed`, `NoticeMissing` and `NoSuchRow`.
    """
    if paper.signed_on > deps.clock.today():
        raise NotAllowed("The day of the signature is still to come.")
    scan = read_scan(paper.scan)
    with deps.store.read() as tx:
        notice = _notice(tx, paper)
        signing = _signing(deps, tx, paper, notice)
    unknown = paper.granted - notice.channels
    if unknown:
        raise NotAllowed(f"The form does not ask about: {', '.join(sorted(unknown))}.")
    if paper.recognition and not notice.recognition:
        raise NotAllowed("The form does not ask about face recognition.")
    return sign(deps, signing, None, actor, scan)


def read_scan(data: bytes) -> PaperScan:
    """Say what kind of file a scan is, by its first bytes. Raises `NotAllowed`."""
    kind = next((kind for start, kind in KINDS.items() if data.startswith(start)), None)
    if kind is None:
        raise NotAllowed("The scan must be a PDF, JPEG, PNG or TIFF.")
    if len(data) > MOST_BYTES:
        raise NotAllowed("The scan is larger than 20 MB. Scan it in black and white.")
    return PaperScan(data=data, media_type=kind)


def _notice(tx: Tx, paper: Paper) -> Notice:
    audience = Audience.GUARDIAN if paper.guardian else Audience.ADULT
    found = (
        tx.notices.version(paper.notice, paper.version, paper.language, audience)
        if paper.version
        else tx.notices.latest(paper.notice, paper.language, audience)
    )
    if found is None:
        raise NoticeMissing(
            f"There is no published text {paper.notice} in this language for this reader."
        )
    return found


def _signing(deps: Deps, tx: Tx, paper: Paper, notice: Notice) -> Signing:
    profile = tx.people.profile(paper.person)
    guardian = _guardian(tx, paper)
    answer = PersonAnswer(
        person=paper.person,
        name=profile.name,
        birth_date=profile.birth_date,
        under_age=profile.minor_until is not None,
        granted=paper.granted,
        recognition=paper.recognition,
    )
    signer = SignerId(paper.person) if guardian is None else guardian.signer
    return Signing(
        id=SignatureId(deps.new_id()),
        ask=None,
        session=paper.session,
        notice=notice.id,
        notice_version=notice.version,
        language=notice.language,
        shown_sha256=hashlib.sha256(canonical_text(notice).encode()).hexdigest(),
        signer=Signer(id=signer, guardian=guardian is not None),
        signer_name=profile.name if guardian is None else guardian.name,
        signer_email=profile.email if guardian is None else guardian.email,
        answers=(answer,),
        means=Means.PAPER,
        at=min(datetime.combine(paper.signed_on, time(12), UTC), deps.clock.now()),
        verified_by=VerifiedBy.OPERATOR,
        nonce=hashlib.sha256(paper.person.encode() + b"|" + paper.scan).hexdigest(),
    )


def _guardian(tx: Tx, paper: Paper) -> Guardian | None:
    if not paper.guardian:
        return None
    known = tx.guardians.of(paper.person)
    if paper.guardian > len(known):
        raise NotAllowed("This person has no such guardian: likeness person guardian")
    return known[paper.guardian - 1]
