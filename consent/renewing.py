"""What somebody may be asked to renew: what they gave last and did not take back since. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from consent.quitclaims import Quitclaim
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
    """Give what was given last, with a use that no later no is about; None where there is none."""
    own = [entry for entry in entries if entry.ground is Ground.CONSENT]
    noes = [entry for entry in own if entry.state in NOES]
    found = [entry for entry in own if entry.state in AGAIN and _stands(entry, noes)]
    return max(found, key=lambda entry: (_said_at(entry), entry.id), default=None)


def _stands(entry: Quitclaim, noes: Iterable[Quitclaim]) -> bool:
    said = _said_at(entry)
    refused = {use for no in noes if no.at > said for use in no.channels}
    return bool(entry.channels - refused)


def _said_at(entry: Quitclaim) -> datetime:
    """Give when it was said at the latest: its state may have changed long after, by itself."""
    if entry.begins is None or entry.state not in {ConsentState.EXPIRED, ConsentState.INVALIDATED}:
        return entry.at
    return min(entry.at, datetime.combine(entry.begins, time.max, UTC))
