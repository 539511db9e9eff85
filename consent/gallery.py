"""Who may be compared with: persons in scope whose recognition consent is valid today. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from consent.findings import Finding
from consent.ids import PersonId
from consent.quitclaims import RecognitionConsent
from consent.sessions import Session
from consent.states import ConsentState, FindingKind, Mode


def valid_today(consent: RecognitionConsent, today: date) -> bool:
    """Tell whether a person may be recognised on this local day; first and last day count."""
    given = consent.state in {ConsentState.GIVEN, ConsentState.RENEWED}
    begun = consent.begins is None or consent.begins <= today
    return given and begun and (consent.ends is None or today <= consent.ends)


def in_scope(
    mode: Mode,
    sessions: Iterable[Session],
    consents: Iterable[RecognitionConsent],
    today: date,
    objected: frozenset[PersonId] = frozenset(),
) -> frozenset[PersonId]:
    """Give the gallery of one photo; nobody = faces are only counted.

    `sessions`: those of the photo; in mode `session` the gallery is the union of their rosters.
    `objected`: persons who objected to this photo. A person with several records is in only if
    every one of them is valid.
    """
    records = tuple(consents)
    over = {record.person for record in records if not valid_today(record, today)}
    allowed = frozenset(record.person for record in records) - over - objected
    match mode:
        case Mode.OFF | Mode.DETECT:
            return frozenset()
        case Mode.SESSION:
            rosters = [session.roster for session in sessions]
            return allowed & frozenset[PersonId]().union(*rosters)
        case Mode.GALLERY:
            return allowed


def ask_about_look_alikes(finding: Finding, pairs: Iterable[frozenset[PersonId]]) -> Finding:
    """Make an accepted finding wait for a human where its person has a look-alike."""
    if finding.kind is FindingKind.MATCHED and any(finding.person in pair for pair in pairs):
        return replace(finding, kind=FindingKind.AWAITING)
    return finding
