"""Compare a host's own consent records with ours, and let the stricter answer count until settled.

What was linked, edited or taken off there is reported. It makes photos stricter; milder, never.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from connector.errors import HostRefused
from connector.records import HostRecord
from connector.values import HostId, HostName
from consent.decisions import PhotoFacts
from consent.host_differences import Compared, Disagreement, Ours, compare
from consent.host_records import Mediums, Reading
from consent.host_words import SURE, Claim
from consent.ids import AssetId, Channel
from consent.person_answer import answer_of
from consent.question import Question
from consent.quitclaims import Subject
from consent.states import Mode, Verdict
from scheduler.deps import Deps
from scheduler.host_evidence import from_bytes
from scheduler.ports import Tx
from scheduler.staging import is_active
from scheduler.values import Asset, Imported, Priority

OF_AGE = 18
EVERY = timedelta(hours=1)
"""Records have no feed: each look asks for every one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """All records of a host as they are now, and how they are read."""

    host: HostName
    records: Mapping[str, HostRecord]
    reading: Reading


def read_host(deps: Deps, host: HostName, mediums: Mediums, of_age: int = OF_AGE) -> HostState:
    """Read every record of a host. Raises `HostError`."""
    reader = deps.hosts[host].consents
    if reader is None:
        raise HostRefused("this kind of host keeps no consent records")
    reading = Reading(
        mediums=mediums,
        channels=deps.rules.decide.channels,
        of_age=of_age,
        today=deps.clock.today(),
    )
    return HostState(host=host, records={one.id: one for one in reader.all()}, reading=reading)


def keep_reading(tx: Tx, host: HostName, reading: Reading) -> None:
    """Remember how the records of a host are read, for every later look at them."""
    mediums = {medium: sorted(channels) for medium, channels in reading.mediums.items()}
    tx.facts.put(_fact(host), json.dumps({"mediums": mediums, "of_age": reading.of_age}))


def kept_reading(tx: Tx, host: HostName) -> tuple[Mediums, int] | None:
    """Give how the records of a host are read; None where none was ever imported."""
    kept = tx.facts.get(_fact(host))
    if not kept:
        return None
    body = json.loads(kept)
    mediums = {one: frozenset(map(Channel, names)) for one, names in body["mediums"].items()}
    return mediums, int(body["of_age"])


def _fact(host: HostName) -> str:
    return f"host-consents:{host}"


def compare_consents(deps: Deps, host: HostName) -> tuple[Disagreement, ...]:
    """Look at all records of a host again; gives where they and ours disagree.

    Nothing where none was ever imported. Safe to run twice. Raises `HostError`: then what was known
    before goes on to count.
    """
    with deps.store.read() as tx:
        kept = kept_reading(tx, host)
    if kept is None:
        return ()
    return compare_state(deps, read_host(deps, host, *kept))


def follow_consents(deps: Deps, host: HostName) -> int:
    """Compare where that was not done for an hour; gives how many disagreements there are."""
    now, key = deps.clock.now(), f"host-consents-at:{host}"
    with deps.store.read() as tx:
        last = tx.facts.get(key)
        due = not last or now - datetime.fromisoformat(last) >= EVERY
        if not due or not is_active(deps, host) or kept_reading(tx, host) is None:
            return 0
    found = compare_consents(deps, host)
    with deps.store.begin() as tx:
        tx.facts.put(key, now.isoformat())
    return len(found)


def compare_state(
    deps: Deps, state: HostState, *, coming: frozenset[str] = frozenset()
) -> tuple[Disagreement, ...]:
    """Compare, keep what the records say about each photo, and wake the photos it changes.

    `coming`: records that are about to be imported; nothing is said of them yet.
    """
    with deps.store.begin() as tx:
        compared = _compared(deps, tx, state, coming)
        words = {asset: one.words for asset, one in compared.items() if one.words}
        news = tx.host_records.save_words(state.host, words)
        tx.queue.wake(sorted(news), Priority.WITHDRAWAL, deps.clock.now())
    return tuple(one for each in compared.values() for one in each.differences)


def _compared(
    deps: Deps, tx: Tx, state: HostState, coming: frozenset[str]
) -> Mapping[AssetId, Compared]:
    """Compare photo by photo, every one that a record is or was linked to."""
    imported = tx.host_records.imported(state.host)
    erased = frozenset(number for number, one in imported.items() if one.erased)
    claims = [
        _Seen(tx, state.records.get(number), imported.get(number, Imported(record=number)))
        for number in sorted({*state.records, *imported} - coming, key=_by_number)
    ]
    by_photo: dict[HostId, list[Claim]] = {}
    for seen in claims:
        for photo in seen.photos:
            by_photo.setdefault(photo, []).append(seen.claim(photo))
    return {
        asset.id: compare(
            by_photo[asset.ref.id],
            ours_of(deps, tx, asset, by_photo[asset.ref.id]),
            erased,
            state.reading,
        )
        for asset in tx.assets.of_host(state.host)
        if asset.ref.id in by_photo
    }


def _by_number(number: str) -> tuple[int, str]:
    return len(number), number


class _Seen:
    """One record of a host, as it is and as it was."""

    def __init__(self, tx: Tx, now: HostRecord | None, known: Imported) -> None:
        self._now, self._known = now, known
        self._before = _evidence(tx, known)
        self.photos = sorted((now.photos if now else frozenset()) | known.photos)

    def claim(self, photo: HostId) -> Claim:
        """Look at it from one photo."""
        return Claim(
            record=self._known.record,
            now=self._now,
            before=self._before,
            person=self._known.person,
            stance=self._known.stance,
            linked=self._now is not None and photo in self._now.photos,
            was_linked=photo in self._known.photos,
        )


def _evidence(tx: Tx, known: Imported) -> HostRecord | None:
    if known.person is None or known.quitclaim is None:
        return None
    sealed = tx.people.evidence(known.person, known.quitclaim)
    return None if sealed is None else from_bytes(sealed)


def ours_of(deps: Deps, tx: Tx, asset: Asset, claims: Iterable[Claim]) -> Ours:
    """Say who is on a photo by our own knowledge, and what our own records say of the persons."""
    persons = frozenset(claim.person for claim in claims if claim.person is not None)
    findings = tx.findings.of(asset.id)
    found = {one.person for one in findings if one.kind in SURE and one.person}
    attested = (entry.persons for entry in tx.answers.attestations(asset.id))
    subjects = tx.people.subjects(persons)
    return Ours(
        asset=asset.id,
        on_photo=frozenset(found).union(*attested),
        answers={one.id: _answers(deps, asset, one) for one in subjects},
    )


def _answers(deps: Deps, asset: Asset, subject: Subject) -> Mapping[Channel, Verdict]:
    photo = PhotoFacts(mode=Mode.OFF, assessed=True, sessions=asset.sessions, asset=asset.id)
    return {
        channel: answer_of(
            subject,
            Question(
                channel=channel,
                photo=photo,
                rules=deps.rules.decide,
                at=deps.clock.now(),
                today=deps.clock.today(),
            ),
        ).verdict
        for channel in deps.rules.decide.channels
    }
