"""Makes the evidence of a signature (implements `scheduler.ports.EvidenceMaker`)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from consent.evidence import Marks, RecordTerms, SignatureFacts, make_record
from likeness.evidence.document import Ink, make_document
from likeness.evidence.package import Package, canonical, sha256, to_bytes
from likeness.i18n.page_words import PageWords
from likeness.pdf.fonts import Fonts
from likeness.pdf.paper import render
from scheduler.ports.evidence import MadeEvidence, PaperScan


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePress:
    """Writes records and prints them."""

    terms: RecordTerms
    fonts: Callable[[], Fonts]
    """Loads the fonts at first use."""
    words: PageWords = field(default_factory=PageWords)
    new_id: Callable[[], str]
    new_salt: Callable[[], str]
    """256 random bits in hex."""

    def make(self, facts: SignatureFacts, scan: PaperScan | None = None) -> MadeEvidence:
        """Make the evidence of one person's answer. Raises `ContradictoryInput`."""
        marks = Marks(
            id=self.new_id(),
            salt=self.new_salt(),
            scan_sha256=sha256(scan.data) if scan else "",
            scan_type=scan.media_type if scan else "",
            words_sha256=self.words.digest(facts.notice.language),
        )
        record = make_record(facts, self.terms, marks)
        digest, fonts = sha256(canonical(record)), self.fonts().light()
        ink = Ink.for_text(facts.notice.language, self.words, fonts)
        printed = render(make_document(facts, record, digest, ink), fonts, numbers=True)
        package = Package(record=record, printed=printed, scan=scan.data if scan else b"")
        return MadeEvidence(
            person=facts.person,
            signature=facts.signing.id,
            package=to_bytes(package),
            record_sha256=digest,
            printed_sha256=package.printed_sha256,
        )
