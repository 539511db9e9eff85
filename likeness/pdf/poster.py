"""The poster of a session: photos are taken here, who is measured, for how long, how to say no.

The words are those of the text that is signed there, per mode: likeness/notices.
"""

from dataclasses import dataclass, field

from likeness.pdf.blocks import BIG, HEADING, Document, Gap, Qr, Rule, Text

NAME = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What stands on it."""

    session: str = field(repr=False)
    title: str
    yes: str
    """What to do to say yes."""
    lines: tuple[str, ...]
    """Whether faces are measured, whose, for how long."""
    no: str
    """How to say no. As large as how to say yes."""
    address: str = field(repr=False)
    """Of the link of the session."""
    controller: str
    language: str


def poster_document(poster: Poster) -> Document:
    """Lay it out on one A4."""
    return Document(
        title=poster.title,
        language=poster.language,
        footer=poster.controller,
        blocks=(
            Text(text=poster.title, size=BIG, bold=True, centred=True),
            Text(text=poster.session, size=NAME, bold=True, centred=True),
            Gap(),
            Text(text=poster.yes, size=HEADING, centred=True),
            Qr(text=poster.address, side=210.0),
            Text(text=poster.address, size=NAME, bold=True, centred=True),
            Gap(),
            Text(text=poster.no, size=HEADING, centred=True),
            Rule(),
            *(Text(text=line, size=HEADING) for line in poster.lines),
        ),
    )
