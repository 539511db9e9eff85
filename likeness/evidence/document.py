"""The PDF of one answer: exactly what was shown, what was answered, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consent.evidence import GIVEN, SignatureFacts
from consent.notices import canonical_text
from consent.signing import Means, VerifiedBy
from likeness.i18n.catalogs import N_, SOURCE
from likeness.i18n.page_words import PageWords
from likeness.i18n.places import day
from likeness.pdf.blocks import (
    HEADING,
    SMALL,
    TITLE,
    Block,
    Choice,
    Document,
    Gap,
    Pair,
    Picture,
    Rule,
    Text,
    texts_of,
)
from likeness.pdf.fonts import Fonts
from likeness.pdf.pictures import is_drawing

MEANS = {
    Means.LINK: N_("by a link"),
    Means.MAIL: N_("by a link in an e-mail"),
    Means.SESSION: N_("by the QR code or link of an event"),
    Means.PHONE: N_("on the photographer's phone"),
    Means.PAPER: N_("on paper; the scan is kept with this record"),
    Means.ATTENDED: N_("on the spot, with somebody of the organisation present"),
    Means.PERSONAL: N_("on the personal page"),
    Means.COMMAND: N_("entered by the organisation"),
    Means.IMPORT: N_("taken over from a list of the organisation"),
    Means.HOST: N_("taken over from the photo library"),
    Means.TIMER: N_("by a rule of the organisation"),
    Means.OFFICE: N_("entered by the organisation"),
}
VERIFIED = {
    VerifiedBy.MAIL: N_("the link was sent to this person's e-mail address"),
    VerifiedBy.CODE: N_("a code sent by e-mail was entered"),
    VerifiedBy.OPERATOR: N_("somebody of the organisation saw the person"),
    VerifiedBy.NONE: N_("not checked"),
}
HONEST = N_(
    "This is a record of the organisation. The signature is a simple electronic one: a typed name"
    " and a tick, with the time and the way it came. It is not a qualified signature."
)
NOT_SET = N_(
    "The text was shown in letters that this paper cannot print. It is in the record that belongs"
    " to this document, and its checksum is:"
)


NUMBERS = N_(
    "Letters that this paper cannot print stand here as numbers, such as [U+0905]. The record that"
    " belongs to this document has them as they were typed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """What it is written with."""

    fonts: Fonts
    words: PageWords
    language: str
    """Of our own words: that of the text, or English where its letters cannot be printed."""

    @classmethod
    def for_text(cls, language: str, words: PageWords, fonts: Fonts) -> "Ink":
        """Choose the language that can be printed."""
        own = words.of(language)
        told = " ".join(own.gettext(text) for text in (HONEST, NOT_SET, NUMBERS))
        good = fonts.covers(told + day(date(2026, 1, 1), language))
        return cls(fonts=fonts, words=words, language=language if good else SOURCE)

    def say(self, text: str) -> str:
        """Translate one of our texts."""
        return self.words.of(self.language).gettext(text)

    def day(self, value: date) -> str:
        """Write a day."""
        return day(value, self.language)


def make_document(
    facts: SignatureFacts, record: Mapping[str, Any], digest: str, ink: Ink
) -> Document:
    """Lay out what was shown and answered. `digest`: SHA-256 of the record."""
    translate = ink.say
    blocks = (
        Text(text=translate("Record of an answer"), size=TITLE, bold=True),
        *_who(facts, ink),
        Rule(),
        Text(text=translate("What was shown"), size=HEADING, bold=True),
        *_shown(facts, ink),
        Rule(),
        Text(text=translate("What was answered"), size=HEADING, bold=True),
        *_answers(facts, record, ink),
        Rule(),
        Text(text=translate("How it was signed"), size=HEADING, bold=True),
        *_signed(facts, ink),
        Gap(),
        Text(text=translate(HONEST), size=SMALL),
    )
    whole = all(ink.fonts.covers(line) for text in texts_of(blocks) for line in text.split("\n"))
    return Document(
        title=translate("Record of an answer"),
        language=ink.language,
        footer=f"{facts.signing.id}  ·  SHA-256 {digest}",
        blocks=blocks if whole else (*blocks, Text(text=translate(NUMBERS), size=SMALL)),
    )


def _who(facts: SignatureFacts, ink: Ink) -> tuple[Block, ...]:
    translate, signing, answer = ink.say, facts.signing, facts.answer
    said = [(translate("About"), answer.name)]
    if answer.birth_date is not None:
        said.append((translate("Date of birth"), ink.day(answer.birth_date)))
    if answer.under_age:
        said.append((translate("Declared"), translate("too young to sign alone")))
    if signing.signer.guardian:
        said.append((translate("Signed by, as parent or guardian"), signing.signer_name))
    else:
        said.append((translate("Signed by"), signing.signer_name))
    if signing.signer_email:
        said.append((translate("E-mail"), signing.signer_email))
    return tuple(Pair(label=label, value=value) for label, value in said)


def _shown(facts: SignatureFacts, ink: Ink) -> tuple[Block, ...]:
    shown = canonical_text(facts.notice)
    if not ink.fonts.covers(shown.replace("\n", " ")):
        return (
            Text(text=ink.say(NOT_SET)),
            Text(text=facts.signing.shown_sha256, size=SMALL),
        )
    return (
        Text(text=shown.strip()),
        Text(text=f"SHA-256 {facts.signing.shown_sha256}", size=SMALL),
    )


def _answers(facts: SignatureFacts, record: Mapping[str, Any], ink: Ink) -> tuple[Block, ...]:
    """Print each question with its tick: the organisation's words, as the record has them.

    Where the letters of a question cannot be printed, its name in the record stands there.
    """
    choices = (
        Choice(
            text=label if ink.fonts.covers(label) else one["likeness:use"],
            ticked=one["dpv:hasConsentStatus"] == GIVEN,
        )
        for one in record["dpv:hasProcess"]
        for label in (one["dpv:hasPurpose"],)
    )
    return (*choices, _validity(facts, ink))


def _validity(facts: SignatureFacts, ink: Ink) -> Text:
    translate = ink.say
    if not facts.answer.granted and not facts.answer.recognition:
        return Text(text=translate("Nothing was agreed to."))
    begins = ink.day(facts.begins)
    if facts.ends is None:
        return Text(text=translate("Valid from {begins}, without an end.").format(begins=begins))
    said = translate("Valid from {begins} until {ends}, both days included.")
    return Text(text=said.format(begins=begins, ends=ink.day(facts.ends)))


def _signed(facts: SignatureFacts, ink: Ink) -> tuple[Block, ...]:
    translate, signing = ink.say, facts.signing
    at = signing.at.strftime("%Y-%m-%d %H:%M:%S UTC")
    drawn = signing.drawing if signing.drawing and is_drawing(signing.drawing) else None
    return (
        Pair(label=translate("Time"), value=at),
        Pair(label=translate("Way"), value=translate(MEANS[signing.means])),
        Pair(label=translate("Who it was"), value=translate(VERIFIED[signing.verified_by])),
        *((Picture(data=drawn),) if drawn else ()),
    )
