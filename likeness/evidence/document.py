"""The PDF of one answer: exactly what was shown, what was answered, and how."""

from collections.abc import Mapping
from typing import Any

from consent.evidence import GIVEN, SignatureFacts
from consent.notices import canonical_text
from consent.signing import Means, VerifiedBy
from likeness.i18n.catalogs import N_, catalog
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


def make_document(
    facts: SignatureFacts, record: Mapping[str, Any], digest: str, fonts: Fonts
) -> Document:
    """Lay out what was shown and answered. `digest`: SHA-256 of the record."""
    language = facts.notice.language
    translate = catalog(language).gettext
    return Document(
        title=translate("Record of an answer"),
        language=language,
        footer=f"{facts.signing.id}  ·  SHA-256 {digest}",
        blocks=(
            Text(text=translate("Record of an answer"), size=TITLE, bold=True),
            *_who(facts, language),
            Rule(),
            Text(text=translate("What was shown"), size=HEADING, bold=True),
            *_shown(facts, fonts),
            Rule(),
            Text(text=translate("What was answered"), size=HEADING, bold=True),
            *_answers(facts, record),
            Rule(),
            Text(text=translate("How it was signed"), size=HEADING, bold=True),
            *_signed(facts, language),
            Gap(),
            Text(text=translate(HONEST), size=SMALL),
        ),
    )


def _who(facts: SignatureFacts, language: str) -> tuple[Block, ...]:
    translate = catalog(language).gettext
    signing, answer = facts.signing, facts.answer
    born = answer.birth_date
    said = [(translate("About"), answer.name)]
    if born is not None:
        said.append((translate("Date of birth"), day(born, language)))
    if answer.under_age:
        said.append((translate("Declared"), translate("too young to sign alone")))
    if signing.signer.guardian:
        said.append((translate("Signed by, as parent or guardian"), signing.signer_name))
    else:
        said.append((translate("Signed by"), signing.signer_name))
    if signing.signer_email:
        said.append((translate("E-mail"), signing.signer_email))
    return tuple(Pair(label=label, value=value) for label, value in said)


def _shown(facts: SignatureFacts, fonts: Fonts) -> tuple[Block, ...]:
    shown = canonical_text(facts.notice)
    if facts.notice.direction == "rtl" or not fonts.covers(shown.replace("\n", " ")):
        translate = catalog(facts.notice.language).gettext
        return (Text(text=translate(NOT_SET)), Text(text=facts.signing.shown_sha256, size=SMALL))
    return (
        Text(text=shown.strip()),
        Text(text=f"SHA-256 {facts.signing.shown_sha256}", size=SMALL),
    )


def _answers(facts: SignatureFacts, record: Mapping[str, Any]) -> tuple[Block, ...]:
    """Print each question with its tick: the organisation's words, as the record has them."""
    choices = (
        Choice(text=one["dpv:hasPurpose"], ticked=one["dpv:hasConsentStatus"] == GIVEN)
        for one in record["dpv:hasProcess"]
    )
    return (*choices, _validity(facts))


def _validity(facts: SignatureFacts) -> Text:
    language = facts.notice.language
    translate = catalog(language).gettext
    if not facts.answer.granted and not facts.answer.recognition:
        return Text(text=translate("Nothing was agreed to."))
    begins = day(facts.begins, language)
    if facts.ends is None:
        return Text(text=translate("Valid from {begins}, without an end.").format(begins=begins))
    said = translate("Valid from {begins} until {ends}, both days included.")
    return Text(text=said.format(begins=begins, ends=day(facts.ends, language)))


def _signed(facts: SignatureFacts, language: str) -> tuple[Block, ...]:
    translate = catalog(language).gettext
    signing = facts.signing
    at = signing.at.strftime("%Y-%m-%d %H:%M:%S UTC")
    drawn = signing.drawing if signing.drawing and is_drawing(signing.drawing) else None
    return (
        Pair(label=translate("Time"), value=at),
        Pair(label=translate("Way"), value=translate(MEANS[signing.means])),
        Pair(label=translate("Who it was"), value=translate(VERIFIED[signing.verified_by])),
        *((Picture(data=drawn),) if drawn else ()),
    )
