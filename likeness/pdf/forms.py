"""Forms to fill in with a pen: the text of a notice, a box for yes and one for no, a signature."""

from dataclasses import dataclass, field
from gettext import NullTranslations

from consent.notices import Audience, Notice, NoticeUse, SectionKind
from likeness.i18n.page_words import PageWords
from likeness.pdf.blocks import (
    HEADING,
    SMALL,
    TITLE,
    Block,
    Choice,
    Document,
    Gap,
    Rule,
    Text,
    WriteHere,
    YesNo,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What stands on it."""

    notice: Notice
    session: str = field(default="", repr=False)
    """Name of the session; empty: for every picture."""
    code: str
    """Says which text and session it is; whoever enters the scan types it."""


def form_document(form: Form, words: PageWords) -> Document:
    """Lay it out: everything the text says, in its order, then the questions."""
    notice = form.notice
    said = words.of(notice.language)
    translate = said.gettext
    return Document(
        title=notice.title,
        language=notice.language,
        footer=f"{notice.controller}  ·  {form.code}",
        blocks=(
            Text(text=notice.title, size=TITLE, bold=True),
            *((Text(text=form.session, bold=True),) if form.session else ()),
            *_sections(notice),
            Rule(),
            Text(text=translate("Your answer"), size=HEADING, bold=True),
            Text(text=translate("Tick yes or no. A use without a tick counts as no."), size=SMALL),
            *_questions(notice, said),
            Rule(),
            *_about(notice, said),
            Text(text=f"{notice.controller}, {notice.contact}", size=SMALL),
            Text(text=form.code, size=SMALL, bold=True),
        ),
    )


def _sections(notice: Notice) -> list[Block]:
    found: list[Block] = []
    for section in notice.sections:
        found.append(Text(text=section.title, size=HEADING, bold=True))
        found += [Text(text=paragraph) for paragraph in section.paragraphs]
        if section.kind is SectionKind.USES:
            found += [Text(text=_use(use)) for use in notice.uses]
    return found


def _use(use: NoticeUse) -> str:
    return f"- {use.label}: {use.explanation}" if use.explanation else f"- {use.label}"


def _questions(notice: Notice, words: NullTranslations) -> list[Block]:
    translate = words.gettext
    yes, no = translate("Yes"), translate("No")
    found: list[Block] = [YesNo(text=use.label, yes=yes, no=no) for use in notice.uses]
    if notice.recognition:
        found.append(YesNo(text=notice.recognition, yes=yes, no=no))
    return found


def _about(notice: Notice, words: NullTranslations) -> tuple[Block, ...]:
    translate = words.gettext
    contact = WriteHere(
        label=translate("E-mail address, for your receipt (or: ask for it on paper)")
    )
    signed = (
        WriteHere(label=translate("Date")),
        WriteHere(label=translate("Signature")),
        Gap(),
    )
    if notice.audience is Audience.GUARDIAN:
        return (
            WriteHere(label=translate("Name of the child")),
            WriteHere(label=translate("Date of birth of the child")),
            WriteHere(label=translate("Your name, as parent or guardian")),
            contact,
            *signed,
        )
    of_age = translate("I am old enough to answer for myself.")
    return (WriteHere(label=translate("Your name")), Choice(text=of_age), contact, *signed)
