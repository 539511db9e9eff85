"""Lines about single faces under an explanation: scores, and the reasons that reviewers gave."""

from collections.abc import Iterable, Mapping, Sequence

from consent.answers import FaceAnswer
from consent.decisions import Place
from consent.findings import Finding, Score
from consent.ids import FindingId
from consent.places import places_of
from consent.states import FindingKind


def face_lines(
    findings: Sequence[Finding], offers: Iterable[tuple[Finding, FaceAnswer]] = ()
) -> list[str]:
    """Say how sure the machine was and what reviewers said, from left to right.

    `offers`: what was said of a copy and may be said here, too.
    """
    places = places_of(findings)
    lines = []
    for finding, answer in offers:
        lines.append(
            f"{_face(finding, places)}: on a copy in another host nobody had to be asked:"
            f" {answer.reason}. To say so here, too: likeness review nobody-to-ask {finding.id}"
        )
    for finding in sorted(findings, key=lambda one: _ordinal(one, places)):
        face = _face(finding, places)
        if finding.score:
            lines.append(f"{face}: {_score(finding, finding.score)}")
        if finding.reason:
            lines.append(f"{face}: the reviewer's reason: {finding.reason}")
    return lines


def _ordinal(finding: Finding, places: Mapping[FindingId, Place]) -> int:
    return places[finding.id].ordinal if finding.id in places else 0


def _face(finding: Finding, places: Mapping[FindingId, Place]) -> str:
    place = places.get(finding.id)
    number = f"Face {place.ordinal} of {place.of}" if place else "Face"
    return f"{number} [{finding.id}]"


def _score(finding: Finding, score: Score) -> str:
    made = "taken" if finding.kind is FindingKind.MATCHED else finding.kind.value
    second = f", second {score.second:.3f}" if score.second is not None else ""
    persons = "1 person" if score.persons == 1 else f"{score.persons} persons"
    return (
        f"similarity {score.best:.3f}{second}, asked {score.threshold:.3f}, "
        f"compared with {persons}: {made}."
    )
