"""Public links of a photo: its own, and those of folders it lies in.

They are reported; one is removed only when a human says so, for it may be somebody else's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from connector.errors import PhotoGone
from connector.host import PublicLink
from connector.nextcloud.answers import Json
from connector.nextcloud.api import Api
from connector.values import HostId, PhotoRef

_LINK, _MAIL = 3, 4
_PUBLIC = frozenset({_LINK, _MAIL})
"""A share by mail is a link, too: whoever has it needs no account. Measured on 34.0.1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudLinks:
    """The public links of one Nextcloud, as far as our account sees them."""

    api: Api
    locate: Callable[[HostId], str | None]

    def of(self, ref: PhotoRef) -> tuple[PublicLink, ...]:
        """Give every public link that leads to a photo. Raises `PhotoGone`."""
        place = self.locate(ref.id)
        if place is None:
            raise PhotoGone("not a photo of this host")
        return tuple(
            _link(share, self.api.url, inherited=inherited)
            for inherited in (False, True)
            for share in self.api.shares(place, inherited=inherited)
            if share.get("share_type") in _PUBLIC
        )

    def remove(self, link: str) -> None:
        """Delete a public link by its id. Safe to run twice."""
        try:
            self.api.unshare(int(link))
        except PhotoGone:
            return


def _link(share: Json, site: str, *, inherited: bool) -> PublicLink:
    """Read one; the address of a share by mail is not told, but made of its token."""
    ends = str(share.get("expiration") or "")[:10]
    return PublicLink(
        id=str(share.get("id", "")),
        url=str(share.get("url") or f"{site}/index.php/s/{share.get('token', '')}"),
        owner=str(share.get("uid_owner") or ""),
        inherited=inherited,
        guarded=bool(share.get("password")),
        ends=date.fromisoformat(ends) if ends else None,
    )
