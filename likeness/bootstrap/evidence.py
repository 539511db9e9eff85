"""The press of an installation: what its records say about the organisation."""

import secrets

from config.settings import Settings
from consent.evidence import RecordTerms
from likeness.bootstrap.hosting import new_id
from likeness.evidence.make import EvidencePress
from likeness.i18n.page_words import PageWords
from likeness.pdf.fonts import system_fonts

SALT_BYTES = 32


def evidence_press(settings: Settings, words: PageWords) -> EvidencePress:
    """Make the press."""
    records = settings.records
    terms = RecordTerms(
        jurisdiction=records.jurisdiction,
        storage=records.storage,
        authority=records.authority,
        years=settings.retention.evidence_years,
        recipients=records.recipients,
    )
    return EvidencePress(
        terms=terms,
        fonts=system_fonts,
        words=words,
        new_id=new_id,
        new_salt=lambda: secrets.token_hex(SALT_BYTES),
    )
