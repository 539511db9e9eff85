"""The record of one answer in the terms of ISO/IEC TS 27560 and the W3C Data Privacy Vocabulary.

Pure: facts to plain JSON values. What is hashed and sealed of it is the business of likeness. The
guide that maps one to the other: https://w3id.org/dpv/guides/consent-27560 (Final, 15 Feb 2026).
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from consent.errors import ContradictoryInput
from consent.ids import PersonId, QuitclaimId
from consent.notices import Notice, NoticeUse, canonical_text, notice_digest
from consent.signing import PersonAnswer, Signing

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]

SCHEMA: Final = "likeness-consent-record/1"
RECORD: Final = "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr"
RECEIPT: Final = "https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr"
CONTEXT: Final = {
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "pd": "https://w3id.org/dpv/pd#",
}
GIVEN, REFUSED = "dpv:ConsentGiven", "dpv:ConsentRefused"
RIGHTS: Final = tuple(f"eu-gdpr:A{article}" for article in ("7-3", "15", "16", "17", "18", "77"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """What is known when one person's answer is recorded. A household gives one per child."""

    signing: Signing
    person: PersonId
    answer: PersonAnswer
    notice: Notice
    quitclaims: tuple[QuitclaimId, ...]
    begins: date
    ends: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTerms:
    """What the organisation says of itself in every record."""

    jurisdiction: str
    """Country codes such as NL."""
    storage: str
    """Where records are kept."""
    authority: str
    """The supervisory authority to complain to."""
    years: int
    """Years that a record is kept after the last use it covers ended."""
    recipients: str
    """Third parties that get the pictures besides the public of the uses agreed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What makes a record one of a kind."""

    id: str
    """UUID."""
    salt: str = field(repr=False)
    """256 random bits in hex: the hash of a record in the audit log tells nothing by itself."""
    scan_sha256: str = ""
    """Of the scan of a paper form; empty where there is none."""
    scan_type: str = ""
    """Its media type."""
    words_sha256: str = ""
    """Of the organisation's own file with the words around the text: buttons, questions. Empty
    where they were ours."""


def make_record(facts: SignatureFacts, terms: RecordTerms, marks: Marks) -> dict[str, Json]:
    """Write the record of one answer. Raises `ContradictoryInput` where another text was shown."""
    shown = canonical_text(facts.notice)
    if notice_digest(facts.notice, shown.encode()) != facts.signing.shown_sha256:
        raise ContradictoryInput("What was signed is not the text of this notice.")
    return {
        "@context": dict(CONTEXT),
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": RECORD,
        "dct:identifier": marks.id,
        "schema_version": SCHEMA,
        "record_id": marks.id,
        "pii_principal_id": facts.person,
        "salt": marks.salt,
        "notice": _notice(facts, shown) | _words(marks),
        "processing": _processing(facts, terms),
        "parties": _parties(facts, terms),
        "event": _event(facts),
        "signature": _signature(facts, marks),
        "dpv:hasDataSubject": facts.person,
        "dpv:hasNotice": {
            "@type": "dpv:ConsentNotice",
            "dct:identifier": f"{facts.notice.id}/{facts.notice.version}",
            "dct:language": facts.notice.language,
        },
        "dpv:hasProcess": _processes(facts),
        "dpv:hasConsentControl": "dpv:WithdrawConsent",
        "dpv:hasJurisdiction": terms.jurisdiction,
        "dpv:hasRight": list(RIGHTS),
    }


def make_receipt(record: Mapping[str, Json], receipt_id: str) -> dict[str, Json]:
    """Write the receipt of a record: the same, for the person, without the secret salt."""
    kept = {key: value for key, value in record.items() if key != "salt"}
    return {
        **kept,
        "dct:conformsTo": RECEIPT,
        "@type": "dpv:ConsentReceipt",
        "receipt_id": receipt_id,
    }


def _words(marks: Marks) -> dict[str, Json]:
    return {"words_sha256": marks.words_sha256} if marks.words_sha256 else {}


def _notice(facts: SignatureFacts, shown: str) -> dict[str, Json]:
    notice = facts.notice
    return {
        "privacy_notice": f"{notice.id}/{notice.version}",
        "language": notice.language,
        "audience": notice.audience.value,
        "title": notice.title,
        "shown_sha256": facts.signing.shown_sha256,
        "shown": shown,
    }


def _processing(facts: SignatureFacts, terms: RecordTerms) -> dict[str, Json]:
    uses: list[Json] = [use.label for use in facts.notice.uses]
    data: list[Json] = [{"pii_type": "pd:Picture", "special_category": False}]
    if facts.notice.recognition:
        data.append({"pii_type": "pd:FacialPrint", "special_category": True})
    return {
        "purpose": uses,
        "pii_information": data,
        "pii_controllers": [facts.notice.controller],
        "collection_method": f"likeness:{facts.signing.means}",
        "processing_method": "publication of pictures for the uses agreed to",
        "storage_locations": [terms.storage],
        "retention_period": f"P{terms.years}Y after the last use agreed to has ended",
        "jurisdiction": terms.jurisdiction,
        "recipient_third_parties": [terms.recipients] if terms.recipients else [],
        "withdrawal_method": "at any time, by the link of the receipt or through the contact",
        "privacy_rights": list(RIGHTS),
        "lawful_basis": "eu-gdpr:A6-1-a-explicit-consent",
    }


def _parties(facts: SignatureFacts, terms: RecordTerms) -> list[Json]:
    signer = facts.signing.signer
    controller: dict[str, Json] = {
        "party_id": "controller",
        "party_type": "dpv:DataController",
        "party_name": facts.notice.controller,
        "party_address": facts.notice.contact,
        "party_contact": facts.notice.contact,
    }
    subject: dict[str, Json] = {
        "party_id": facts.person,
        "party_type": "dpv:Child" if signer.guardian else "dpv:DataSubject",
        "party_name": facts.answer.name,
        "birth_date": _day(facts.answer.birth_date),
        "declared_under_age": facts.answer.under_age,
    }
    signing: dict[str, Json] = {
        "party_id": signer.id,
        "party_type": "dpv:GuardianOfDataSubject" if signer.guardian else "dpv:DataSubject",
        "party_name": facts.signing.signer_name,
        "party_contact": facts.signing.signer_email,
        "party_address": "",
    }
    authority: dict[str, Json] = {
        "party_id": "authority",
        "party_type": "dpv:DataProtectionAuthority",
        "party_name": terms.authority,
    }
    return [controller, subject, signing, *([authority] if terms.authority else [])]


def _event(facts: SignatureFacts) -> dict[str, Json]:
    agreed = bool(facts.answer.granted) or facts.answer.recognition
    return {
        "event_type": "dpv:ExplicitlyExpressedConsent",
        "event_state": GIVEN if agreed else REFUSED,
        "event_time": instant(facts.signing.at),
        "validity_duration": f"{_day(facts.begins)}/{_day(facts.ends) or '..'}",
        "entity_id": facts.signing.signer.id,
        "dct:date": instant(facts.signing.at),
        "dct:valid": _day(facts.ends),
        "dpv:isImplementedByEntity": facts.signing.signer.id,
    }


def _signature(facts: SignatureFacts, marks: Marks) -> dict[str, Json]:
    signing = facts.signing
    drawn = base64.b64encode(signing.drawing).decode() if signing.drawing else None
    return {
        "signature_id": signing.id,
        "quitclaims": list(facts.quitclaims),
        "session": signing.session,
        "ask": signing.ask,
        "means": signing.means.value,
        "verified_by": signing.verified_by.value,
        "entitled": signing.signer.entitled,
        "typed_name": signing.signer_name,
        "drawing_png": drawn,
        "scan": {"sha256": marks.scan_sha256, "media_type": marks.scan_type}
        if marks.scan_sha256
        else None,
    }


def _processes(facts: SignatureFacts) -> list[Json]:
    found: list[Json] = [_process(use, facts) for use in facts.notice.uses]
    return [*found, _recognition(facts)] if facts.notice.recognition else found


def _process(use: NoticeUse, facts: SignatureFacts) -> dict[str, Json]:
    return {
        "@type": "dpv:Process",
        "likeness:use": use.channel,
        "dpv:hasPurpose": use.label,
        "dpv:hasPersonalData": "pd:Picture",
        "dpv:hasLegalBasis": "eu-gdpr:A6-1-a-explicit-consent",
        "dpv:hasConsentStatus": GIVEN if use.channel in facts.answer.granted else REFUSED,
    }


def _recognition(facts: SignatureFacts) -> dict[str, Json]:
    return {
        "@type": "dpv:Process",
        "likeness:use": "recognition",
        "dpv:hasPurpose": facts.notice.recognition,
        "dpv:hasPersonalData": ["pd:FacialPrint", "pd:Biometric"],
        "dpv:hasLegalBasis": "eu-gdpr:A9-2-a",
        "dpv:hasConsentStatus": GIVEN if facts.answer.recognition else REFUSED,
    }


def instant(at: datetime) -> str:
    """Write an instant: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
