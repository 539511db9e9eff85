"""What hosts show on their own screens: that a digest is there, and photos that got worse."""

from collections.abc import Sequence

from connector.values import HostName
from consent.ids import WithdrawalId
from likeness.mail.ends import SETTLED
from likeness.mail.writing import Desk
from scheduler.ports import Tx
from scheduler.ports.outbox import Posted
from scheduler.ports.post import HostMessage, Moot

MOST = 50
"""Photos named in one message; nobody reads more."""


def desk(_tx: Tx, desk: Desk, posted: Posted) -> HostMessage | Moot:
    """Say that a digest is there."""
    refs, pen = posted.letter.refs, desk.pen(desk.language)
    text = pen.gettext("Permissions for photos need your attention. Look into your mail.")
    return HostMessage(host=HostName(str(refs["host"])), user=str(refs["user"]), text=text)


def editor(tx: Tx, desk: Desk, posted: Posted) -> HostMessage | Moot:
    """Tell a user of a host which photos they took must not be used as before. Names nobody."""
    refs, pen = posted.letter.refs, desk.pen(desk.language)
    host = HostName(str(refs["host"]))
    used = refs.get("photos", ())
    photos = _worse(tx, WithdrawalId(str(refs["withdrawal"])), host)
    theirs = [photo for photo in photos if isinstance(used, tuple) and photo in used]
    if not theirs:
        return SETTLED
    named = ", ".join(theirs[:MOST])
    more = len(theirs) - MOST
    if more > 0:
        tail = pen.ngettext("and {count} more", "and {count} more", more).format(count=more)
        named = f"{named} {tail}"
    text = pen.gettext(
        "A permission was withdrawn. You downloaded or collected photos that may no longer be used "
        "as before: {photos}. Please look at their status, and stop using them where it says so."
    ).format(photos=named)
    return HostMessage(host=host, user=str(refs["user"]), text=text)


def _worse(tx: Tx, withdrawal: WithdrawalId, host: HostName) -> Sequence[str]:
    """Give the host's own numbers of the photos a withdrawal concerns."""
    assets = [tx.assets.get(asset) for asset in tx.withdrawals.assets(withdrawal)]
    return sorted(str(asset.ref.id) for asset in assets if asset.ref.host == host)
