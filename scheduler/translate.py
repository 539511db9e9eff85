"""Between the folders that do not know each other: recognition to consent, consent to a host.

Pure.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from connector.values import Mark, MarkSet, Region
from consent.confirmation import awaits
from consent.decisions import Decision, Rule
from consent.findings import Area, Finding, Score
from consent.ids import FindingId, PersonId
from consent.states import Confirm, FindingKind, NotAssessed, Status, Verdict
from recognition.values import (
    Band,
    Box,
    Exclusion,
    FaceMatch,
    MatchRequest,
    PersonKey,
    PhotoTrouble,
    Seen,
)
from scheduler.ports import GalleryView

TROUBLES: Mapping[PhotoTrouble, NotAssessed] = {
    PhotoTrouble.EMPTY: NotAssessed.EMPTY,
    PhotoTrouble.NOT_AN_IMAGE: NotAssessed.UNSUPPORTED,
    PhotoTrouble.UNSUPPORTED: NotAssessed.UNSUPPORTED,
    PhotoTrouble.VIDEO: NotAssessed.VIDEO,
    PhotoTrouble.SEVERAL: NotAssessed.SEVERAL_PICTURES,
    PhotoTrouble.DAMAGED: NotAssessed.UNREADABLE,
    PhotoTrouble.TRUNCATED: NotAssessed.TRUNCATED,
    PhotoTrouble.HOSTILE: NotAssessed.HOSTILE,
    PhotoTrouble.TOO_LARGE: NotAssessed.TOO_LARGE,
    PhotoTrouble.TOO_SMALL: NotAssessed.UNREADABLE,
    PhotoTrouble.OUT_OF_TIME: NotAssessed.TIMED_OUT,
    PhotoTrouble.OUT_OF_MEMORY: NotAssessed.TOO_LARGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirming:
    """What decides whether an `accept` of the machine counts by itself."""

    policy: Confirm
    templates: Mapping[PersonId, int]
    gallery_persons: int
    auto_limit: int
    seen_in_session: frozenset[PersonId]
    """Persons who already have an accepted finding in every session of this photo."""


def to_not_assessed(trouble: PhotoTrouble) -> NotAssessed:
    """Say in the words of consent why a photo could not be looked at."""
    return TROUBLES[trouble]


def to_area(box: Box) -> Area:
    """Turn a box of recognition into an area of consent."""
    return Area(x=box.x, y=box.y, w=box.w, h=box.h)


def to_request(
    scope: Iterable[PersonId],
    gallery: GalleryView,
    exclusions: Iterable[tuple[Area, PersonId]],
) -> MatchRequest:
    """Ask for a comparison with the persons in scope; without templates nobody can be compared."""
    keys = gallery.keys
    return MatchRequest(
        persons=frozenset(keys[person] for person in scope if person in keys),
        excluded=tuple(
            Exclusion(box=Box(x=area.x, y=area.y, w=area.w, h=area.h), person=keys[person])
            for area, person in exclusions
            if person in keys
        ),
        look_alikes=gallery.look_alikes,
    )


def to_findings(
    seen: Seen,
    keys: Mapping[PersonId, PersonKey],
    confirming: Confirming,
    new_id: Callable[[], str],
) -> tuple[Finding, ...]:
    """Make one finding per face, named or not; the order is left to right."""
    persons = {key: person for person, key in keys.items()}
    faces = sorted(seen.faces, key=lambda face: (face.box.x, face.box.y))
    return tuple(
        _finding(face, persons, seen.persons, confirming, FindingId(new_id())) for face in faces
    )


def _finding(
    face: FaceMatch,
    persons: Mapping[PersonKey, PersonId],
    compared: int,
    confirming: Confirming,
    finding_id: FindingId,
) -> Finding:
    person = None if face.best is None else persons[face.best]
    kind = _kind(face.band, person, confirming)
    if kind is FindingKind.UNKNOWN or person is None or face.best_u is None:
        return Finding(
            id=finding_id, kind=FindingKind.UNKNOWN, area=to_area(face.box), size=face.size
        )
    score = Score(
        best=face.best_u, second=face.second_u, threshold=face.threshold or 1.0, persons=compared
    )
    area = to_area(face.box)
    return Finding(id=finding_id, kind=kind, area=area, size=face.size, person=person, score=score)


def _kind(band: Band, person: PersonId | None, confirming: Confirming) -> FindingKind:
    if band is Band.UNKNOWN or person is None:
        return FindingKind.UNKNOWN
    if band is Band.SUGGEST:
        return FindingKind.SUGGESTED
    waits = awaits(
        confirming.policy,
        templates=confirming.templates.get(person, 0),
        gallery_persons=confirming.gallery_persons,
        auto_limit=confirming.auto_limit,
        first_in_session=person not in confirming.seen_in_session,
    )
    return FindingKind.AWAITING if waits else FindingKind.MATCHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said beside the answer itself, in the language of the host."""

    word: str
    note: str = ""
    warning: str = ""
    link: str = ""
    """Address of the explanation; empty where there is none."""
    names: Mapping[PersonId, str] = field(default_factory=dict)
    """Empty unless the admin wants names."""


def to_marks(
    decision: Decision, findings: Sequence[Finding], said: Said, size: tuple[int, int]
) -> MarkSet:
    """Say a decision in plain strings. `size` is that of the upright photo, in pixels."""
    cleared = tuple(
        sorted(
            entry.channel
            for entry in decision.channels
            if entry.verdict in {Verdict.CLEARED, Verdict.NO_PEOPLE}
        )
    )
    if decision.status is Status.NOT_ASSESSED:
        return MarkSet(status=decision.status, word=said.word, note=said.note, link=said.link)
    return MarkSet(
        status=decision.status,
        word=said.word,
        channels=cleared,
        until=decision.valid_until,
        note=said.note,
        warning=said.warning,
        link=said.link,
        names=_sure_names(findings, said.names),
        confirmed_nobody=decision.confirmed_nobody,
        release_ids=release_ids(decision, None),
        regions=tuple(_regions(decision, findings, said.names)),
        width=size[0],
        height=size[1],
    )


def _regions(
    decision: Decision, findings: Sequence[Finding], names: Mapping[PersonId, str]
) -> Iterable[Region]:
    for finding in findings:
        area = finding.area
        mark = mark_of(decision, finding.id)
        if area is None or mark is None or finding.kind is FindingKind.NOT_A_FACE:
            continue
        yield Region(
            id=finding.id,
            x=area.x,
            y=area.y,
            w=area.w,
            h=area.h,
            mark=mark,
            release_ids=release_ids(decision, finding.id),
            name=names.get(finding.person, "") if _named_surely(finding) and finding.person else "",
        )


def _sure_names(findings: Sequence[Finding], names: Mapping[PersonId, str]) -> tuple[str, ...]:
    kinds = {FindingKind.NAMED, FindingKind.MATCHED, FindingKind.ATTESTED}
    sure = {one.person for one in findings if one.kind in kinds}
    return tuple(sorted({names[person] for person in sure if person and person in names}))


def _named_surely(finding: Finding) -> bool:
    return finding.kind in {FindingKind.NAMED, FindingKind.MATCHED}


def release_ids(decision: Decision, finding: FindingId | None) -> tuple[str, ...]:
    """Give `urn:uuid:` of each quitclaim that clears one face, or (None) any face of the photo."""
    ids = {
        f"urn:uuid:{reason.quitclaim}"
        for entry in decision.channels
        for reason in entry.reasons
        if reason.rule is Rule.GRANTED and reason.quitclaim
        if finding is None or reason.finding == finding
    }
    return tuple(sorted(ids))


def mark_of(decision: Decision, finding: FindingId) -> Mark | None:
    """Sum up one face over all channels; None where no reason names it."""
    verdicts = {
        _worst(reason.verdict for reason in entry.reasons if reason.finding == finding)
        for entry in decision.channels
    }
    verdicts.discard(None)
    if not verdicts:
        return None
    if verdicts <= {Verdict.CLEARED, Verdict.NO_PEOPLE}:
        return Mark.CLEARED
    if Verdict.CLEARED in verdicts:
        return Mark.PARTLY
    return Mark.BLOCKED if verdicts == {Verdict.BLOCKED} else Mark.REVIEW


def _worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    order = (Verdict.BLOCKED, Verdict.REVIEW, Verdict.CLEARED, Verdict.NO_PEOPLE)
    present = set(verdicts)
    return next((verdict for verdict in order if verdict in present), None)
