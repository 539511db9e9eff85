"""Makes cards from decisions: the same answers the host is told, face by face. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from consent.decisions import Decision, Reason
from consent.findings import Finding
from consent.ids import FindingId, PersonId
from consent.states import FindingKind, Verdict
from likeness.i18n.catalogs import catalog
from likeness.i18n.phrases import SHORT
from likeness.i18n.places import listed
from likeness.i18n.words import Wording
from likeness.sheet.view import SheetChannel, SheetFace, SheetPhoto
from scheduler.jobs.explain_photo import Explained
from scheduler.translate import mark_of

_UNSURE = frozenset({FindingKind.SUGGESTED, FindingKind.AWAITING})
_ORDER = (Verdict.BLOCKED, Verdict.REVIEW, Verdict.CLEARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads the page: the language, and the names they may see (usually none)."""

    wording: Wording
    language: str
    names: Mapping[PersonId, str]


def card_of(explained: Explained, reader: Reader) -> SheetPhoto:
    """Make the card of one photo; its key and title come from where it lies in the host."""
    decision, asset = explained.decision, explained.asset
    place = PurePosixPath(asset.place)
    folder = "" if place.parent == PurePosixPath() else str(place.parent)
    return SheetPhoto(
        key=asset.place,
        title=place.name,
        folder=folder,
        status=decision.status,
        width=asset.scan.width if asset.scan else 0,
        height=asset.scan.height if asset.scan else 0,
        channels=tuple(
            SheetChannel(
                name=reader.wording.channel(one.channel, reader.language), verdict=one.verdict
            )
            for one in decision.channels
        ),
        until=decision.valid_until,
        note=reader.wording.note(decision, reader.language),
        faces=_faces(explained.findings, decision, reader),
    )


def _faces(
    findings: Sequence[Finding], decision: Decision, reader: Reader
) -> tuple[SheetFace, ...]:
    faces = []
    for finding in findings:
        mark = mark_of(decision, finding.id)
        if finding.area is None or mark is None or finding.kind is FindingKind.NOT_A_FACE:
            continue
        area = finding.area
        label, note = _label(finding, reader), _note(decision, finding.id, reader)
        faces.append(
            SheetFace(x=area.x, y=area.y, w=area.w, h=area.h, mark=mark, label=label, note=note)
        )
    return tuple(faces)


def _label(finding: Finding, reader: Reader) -> str:
    """Give the name where the reader may see it, with a question mark where nobody confirmed it."""
    name = reader.names.get(finding.person, "") if finding.person else ""
    return f"{name}?" if name and finding.kind in _UNSURE else name


def _note(decision: Decision, finding: FindingId, reader: Reader) -> str:
    """Say what this face alone means: "consent given", or for which uses and why not for others."""
    worst: dict[str, Reason] = {}
    for one in decision.channels:
        mine = [reason for reason in one.reasons if reason.finding == finding]
        if mine:
            worst[one.channel] = min(mine, key=lambda reason: _ORDER.index(_known(reason.verdict)))
    phrases = {channel: _phrase(reason, reader) for channel, reason in worst.items()}
    if len(set(phrases.values())) == 1:
        return next(iter(phrases.values()))
    return "; ".join(
        _of_uses(phrase, phrases, reader) for phrase in dict.fromkeys(phrases.values())
    )


def _known(verdict: Verdict) -> Verdict:
    return verdict if verdict in _ORDER else Verdict.CLEARED


def _phrase(reason: Reason, reader: Reader) -> str:
    return catalog(reader.language).gettext(SHORT[reason.rule])


def _of_uses(phrase: str, phrases: Mapping[str, str], reader: Reader) -> str:
    uses = [
        reader.wording.channel(channel, reader.language)
        for channel, said in phrases.items()
        if said == phrase
    ]
    return f"{phrase}: {listed(uses, reader.language)}"
