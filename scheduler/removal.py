"""Taking a person off photos, by the rules of `consent.endings`.

Shared by ending, objecting, erasing and the replay of erasures after a restore.
"""

from collections.abc import Callable
from typing import Protocol

from consent.decisions import PhotoFacts
from consent.endings import Removal, taken_off_for_good
from consent.findings import Finding
from consent.ids import AssetId, PersonId
from consent.states import RemovedCause
from scheduler.deciding import Deciding
from scheduler.deps import Deps
from scheduler.ports import Answers, Findings, HostRecords, Tx
from scheduler.settle import Moment


def take_person_off(
    deps: Deps,
    tx: Tx,
    person: PersonId,
    cause: RemovedCause,
    which: Callable[[Finding], bool],
) -> tuple[AssetId, ...]:
    """Take a person off every finding that `which` picks, in all photos.

    Gives the photos that changed.
    """
    picked = tx.findings.of_person(person)
    return tuple(
        asset
        for asset, findings in picked.items()
        if any(which(finding) for finding in findings)
        and take_off_asset(deps, tx, asset, cause, lambda f: f.person == person and which(f))
    )


def take_off_asset(
    deps: Deps,
    tx: Tx,
    asset_id: AssetId,
    cause: RemovedCause,
    which: Callable[[Finding], bool],
) -> bool:
    """Take the person off the findings of one photo that `which` picks; False where none was."""
    findings = tx.findings.of(asset_id)
    if not any(which(finding) for finding in findings):
        return False
    asset = tx.assets.get(asset_id)
    deciding = Deciding(
        photo=PhotoFacts(
            mode=deps.rules.default_mode, assessed=True, sessions=asset.sessions, asset=asset_id
        ),
        subjects=tx.people.subjects({finding.person for finding in findings if finding.person}),
        rules=deps.rules.decide,
        moment=Moment(at=deps.clock.now(), today=deps.clock.today()),
    )
    removed = tuple(
        deciding.take_off(finding, cause) if which(finding) else finding for finding in findings
    )
    tx.findings.replace(asset_id, removed)
    return True


class Photos(Protocol):
    """What links photos to persons."""

    @property
    def findings(self) -> Findings:
        """The faces."""
        ...

    @property
    def answers(self) -> Answers:
        """What humans said."""
        ...

    @property
    def host_records(self) -> HostRecords:
        """What hosts said."""
        ...


def take_off_everywhere(
    photos: Photos, person: PersonId, removal: Removal, new_id: Callable[[], str]
) -> tuple[AssetId, ...]:
    """Take a person off every photo for good, and out of all that was said about photos.

    Gives the photos concerned. Safe to run twice.
    """
    told = {*photos.answers.attested_with(person), *photos.host_records.spoken_of(person)}
    linked = {*photos.findings.of_person(person), *told}
    for asset in sorted(linked):
        findings = taken_off_for_good(
            photos.findings.of(asset), person, removal, told=asset in told, new_id=new_id
        )
        photos.findings.replace(asset, findings)
    answered = photos.answers.forget_person(person)
    spoken_of = photos.host_records.forget_person(person)
    return tuple(sorted({*linked, *answered, *spoken_of}))
