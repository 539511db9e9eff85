"""Published texts as rows, and back. Pure."""

from typing import Any

from consent.ids import Channel, NoticeId
from consent.notices import (
    Audience,
    Duration,
    Notice,
    NoticeSection,
    NoticeUse,
    SectionKind,
)


def to_body(notice: Notice) -> dict[str, Any]:
    """Write everything of a text but what its key says."""
    return {
        "title": notice.title,
        "sections": [
            {"kind": part.kind.value, "title": part.title, "paragraphs": list(part.paragraphs)}
            for part in notice.sections
        ],
        "uses": [
            {"channel": use.channel, "label": use.label, "explanation": use.explanation}
            for use in notice.uses
        ],
        "recognition": notice.recognition,
        "duration": {
            "months": notice.duration.months,
            "month": notice.duration.month,
            "day": notice.duration.day,
        },
        "controller": notice.controller,
        "contact": notice.contact,
        "direction": notice.direction,
    }


def to_notice(row: Any) -> Notice:  # noqa: ANN401 - a row of SQLAlchemy
    """Read a text."""
    body = row.body
    return Notice(
        id=NoticeId(row.notice),
        version=row.version,
        language=row.language,
        audience=Audience(row.audience),
        title=body["title"],
        sections=tuple(
            NoticeSection(
                kind=SectionKind(part["kind"]),
                title=part["title"],
                paragraphs=tuple(part["paragraphs"]),
            )
            for part in body["sections"]
        ),
        uses=tuple(
            NoticeUse(
                channel=Channel(use["channel"]), label=use["label"], explanation=use["explanation"]
            )
            for use in body["uses"]
        ),
        recognition=body["recognition"],
        duration=Duration(**body["duration"]),
        controller=body["controller"],
        contact=body["contact"],
        direction=body["direction"],
    )
