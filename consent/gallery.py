"""Who may be compared with: persons in scope whose recognition consent is valid today. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What says who may be looked for on one photo."""

    mode: Mode
    sessions: tuple[Session, ...] = ()
    """The sessions of the photo."""
    objected: frozenset[PersonId] = frozenset()
    """Persons who objected to this photo."""


def persons_in_scope(
    company: Company, consents: Iterable[RecognitionConsent], today: date
) -> frozenset[PersonId]:
    """Give the gallery of one photo; nobody = faces are only counted.

    In mode `session` it is the union of the rosters. A person with several records is in only if
    every one of them is valid.
    """
    records = tuple(consents)
    over = {record.person for record in records if not valid_today(record, today)}
    allowed = frozenset(record.person for record in records) - over - company.objected
    if company.mode is Mode.GALLERY:
        return allowed
    if company.mode is Mode.SESSION:
        rosters = [session.roster for session in company.sessions]
        return allowed & frozenset[PersonId]().union(*rosters)
    return frozenset()


def ask_about_look_alikes(finding: Finding, pairs: Iterable[frozenset[PersonId]]) -> Finding:
    """Make an accepted finding wait for a human where its person has a look-alike."""
    if finding.kind is FindingKind.MATCHED and any(finding.person in pair for pair in pairs):
        return replace(finding, kind=FindingKind.AWAITING)
    return finding


def with_link_end(finding: Finding, consents: Iterable[RecognitionConsent]) -> Finding:
    """Write on a machine-made link the last day of the recognition consent it rests on."""
    if not finding.by_machine:
        return finding
    ends = [entry.ends for entry in consents if entry.person == finding.person]
    return replace(finding, link_ends=min((day for day in ends if day), default=None))
