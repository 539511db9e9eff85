"""Signatures to make evidence of."""

import hashlib
import struct
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime

from consent.evidence import SignatureFacts
from consent.ids import Channel, NoticeId, PersonId, QuitclaimId, SessionId, SignatureId, SignerId
from consent.notices import (
    Audience,
    Duration,
    Notice,
    NoticeSection,
    NoticeUse,
    SectionKind,
    canonical_text,
)
from consent.quitclaims import Signer
from consent.signing import Means, PersonAnswer, Signing, VerifiedBy

AT = datetime(2026, 7, 1, 9, 30, 15, tzinfo=UTC)
ANNA = PersonId("anna-id")

NOTICE = Notice(
    id=NoticeId("school"),
    version=3,
    language="en",
    audience=Audience.ADULT,
    title="May we use your picture?",
    sections=tuple(
        NoticeSection(kind=kind, title=kind.value.title(), paragraphs=(f"About {kind}.",))
        for kind in SectionKind
    ),
    uses=(
        NoticeUse(channel=Channel("website"), label="Website", explanation="Our own."),
        NoticeUse(channel=Channel("print"), label="Print"),
    ),
    recognition="May a computer recognise your face?",
    duration=Duration(months=60),
    controller="Example School",
    contact="privacy@school.example",
)


def drawing() -> bytes:
    """Make a small PNG as a browser's canvas makes it."""
    rows = b"".join(b"\x00" + bytes([0, 0, 0, 255] * 4) for _ in range(3))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 4, 3, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


ANSWER = PersonAnswer(
    person=ANNA,
    name="Anna Canary-Jansen",
    birth_date=date(2000, 2, 29),
    granted=frozenset({Channel("website")}),
    recognition=True,
)


def signing(notice: Notice = NOTICE, *answers: PersonAnswer) -> Signing:
    """Make a signing of this text."""
    return Signing(
        id=SignatureId("signature-1"),
        ask=None,
        session=SessionId("session-1"),
        notice=notice.id,
        notice_version=notice.version,
        language=notice.language,
        shown_sha256=hashlib.sha256(canonical_text(notice).encode()).hexdigest(),
        signer=Signer(id=SignerId(ANNA)),
        signer_name="Anna Canary-Jansen",
        signer_email="anna.canary@example.org",
        answers=answers or (ANSWER,),
        means=Means.SESSION,
        at=AT,
        verified_by=VerifiedBy.CODE,
        nonce="nonce-1",
        drawing=drawing(),
    )


def facts(notice: Notice = NOTICE, answer: PersonAnswer = ANSWER) -> SignatureFacts:
    """Give the facts of one answer."""
    return SignatureFacts(
        signing=signing(notice, answer),
        person=ANNA,
        answer=answer,
        notice=notice,
        quitclaims=(QuitclaimId("quitclaim-1"),),
        begins=date(2026, 7, 1),
        ends=date(2031, 6, 30),
    )


def child(name: str = "Bo Canary-Jansen") -> SignatureFacts:
    """Give the facts of the answer of a guardian about a child."""
    made = facts(replace(NOTICE, audience=Audience.GUARDIAN), replace(ANSWER, name=name))
    signer = Signer(id=SignerId("guardian-1"), guardian=True)
    return replace(made, signing=replace(made.signing, signer=signer))
