"""The receipt on paper, for people without e-mail: what they answered, and how to come back."""

from dataclasses import dataclass, field
from datetime import date
from gettext import NullTranslations

from consent.ids import Channel
from consent.notices import Notice
from likeness.i18n.page_words import PageWords
from likeness.i18n.places import day
from likeness.pdf.blocks import SMALL, TITLE, Choice, Document, Gap, Pair, Qr, Rule, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What stands on it."""

    notice: Notice
    name: str = field(repr=False)
    """Whom the answer is about."""
    granted: frozenset[Channel]
    recognition: bool
    signed_on: date
    ends: date | None
    address: str = field(repr=False)
    """Where the code is entered."""
    code: str = field(repr=False)
    """As scheduler.paper_codes prints it."""
    entry: str = ""
    """Place of the evidence in the audit log, as `consent verify --noted` takes it."""


def receipt_document(receipt: Receipt, words: PageWords) -> Document:
    """Lay it out."""
    notice = receipt.notice
    language = notice.language
    said = words.of(language)
    translate = said.gettext
    said_yes = bool(receipt.granted) or receipt.recognition
    ends = day(receipt.ends, language) if receipt.ends else translate("no end")
    questions = [(use.label, use.channel in receipt.granted) for use in notice.uses]
    if notice.recognition:
        questions.append((notice.recognition, receipt.recognition))
    return Document(
        title=translate("Your receipt"),
        language=language,
        footer=notice.controller,
        blocks=(
            Text(text=translate("Your receipt"), size=TITLE, bold=True),
            Pair(label=translate("About"), value=receipt.name),
            Pair(label=translate("Signed on"), value=day(receipt.signed_on, language)),
            *((Pair(label=translate("Holds until"), value=ends),) if said_yes else ()),
            Rule(),
            *(Choice(text=text, ticked=yes) for text, yes in questions),
            Rule(),
            Text(text=translate("See, change or take back your answers: go to this address and")),
            Text(text=translate("enter the code. Whoever has it can do that: keep it safe.")),
            Qr(text=receipt.address, side=130.0),
            Text(text=receipt.address, centred=True, bold=True),
            Text(text=receipt.code, centred=True, bold=True, size=TITLE),
            Gap(),
            *_proof(receipt.entry, said),
            Text(text=f"{notice.controller}, {notice.contact}", size=SMALL),
        ),
    )


def _proof(entry: str, words: NullTranslations) -> tuple[Text, ...]:
    if not entry:
        return ()
    said = words.gettext("With this number anybody can prove what was signed: {entry}")
    return (Text(text=said.format(entry=entry), size=SMALL),)
