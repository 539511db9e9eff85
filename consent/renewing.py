"""What somebody may be asked to renew: what they gave last and did not take back since. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from consent.newest import current
from consent.quitclaims import Quitclaim, Subject
from consent.states import NOES, ConsentState, Ground

AGAIN = frozenset(
    {
        ConsentState.GIVEN,
        ConsentState.RENEWED,
        ConsentState.EXPIRED,
        ConsentState.INVALIDATED,
    }
)
"""Was given once. A text that fell is no no of the person."""


def last_yes(entries: Iterable[Quitclaim]) -> Quitclaim | None:
    """Give what was given last, with a use that no later no is about; None where there is none.

    What a newer answer of the same signer replaced is passed over, and so is what another signer
    said no to later.
    """
    every = tuple(entries)
    own = [entry for entry in _left(every) if entry.ground is Ground.CONSENT]
    noes = [entry for entry in own if entry.state in NOES]
    found = [entry for entry in own if entry.state in AGAIN and _stands(entry, noes)]
    last = max(found, key=lambda entry: (_said_at(entry), entry.id), default=None)
    if last is None:
        return None
    return next(one for one in every if (one.id, one.state) == (last.id, last.state))


def _left(entries: tuple[Quitclaim, ...]) -> Iterable[Quitclaim]:
    """Leave out what newer answers replaced, person by person."""
    for person in dict.fromkeys(entry.person for entry in entries):
        yield from current(Subject(id=person, quitclaims=entries), None)


def _stands(entry: Quitclaim, noes: Iterable[Quitclaim]) -> bool:
    said = _said_at(entry)
    refused = {use for no in noes if no.at > said for use in no.channels}
    return bool(entry.channels - refused)


def _said_at(entry: Quitclaim) -> datetime:
    """Give when it was said at the latest: its state may have changed long after, by itself."""
    if entry.signed_at is not None:
        return entry.signed_at
    if entry.begins is None or entry.state not in {ConsentState.EXPIRED, ConsentState.INVALIDATED}:
        return entry.at
    return min(entry.at, datetime.combine(entry.begins, time.max, UTC))
