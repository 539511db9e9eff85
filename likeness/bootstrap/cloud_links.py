"""Public links of blocked photos as a person wants to see them: who made them, where they lead."""

from dataclasses import dataclass, field
from datetime import date

from connector.errors import PhotoGone
from connector.host import PublicLink
from connector.values import HostName, PhotoRef
from likeness.bootstrap.app import App


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLink:
    """One public link, and one blocked photo it leads to."""

    id: str
    asset: str
    place: str = field(repr=False)
    inherited: bool
    guarded: bool
    ends: date | None
    owner: str = field(default="", repr=False)
    url: str = field(default="", repr=False)


def shown_links(app: App, host: HostName, *, ask: bool) -> list[ShownLink]:
    """Give what is known; with `ask`, also who made each and its address: neither is kept.

    Raises `HostError`.
    """
    with app.store.read() as tx:
        known = tx.found_links.open(host, app.deps.clock.today())
        photos = {link.asset: tx.assets.get(link.asset) for link in known}
    now = {asset: _asked(app, one.ref) if ask else {} for asset, one in photos.items()}
    return [
        ShownLink(
            id=link.id,
            asset=link.asset,
            place=photos[link.asset].place,
            inherited=link.inherited,
            guarded=link.guarded,
            ends=link.ends,
            owner=found.owner if (found := now[link.asset].get(link.id)) else "",
            url=found.url if found else "",
        )
        for link in known
    ]


def _asked(app: App, ref: PhotoRef) -> dict[str, PublicLink]:
    links = app.deps.hosts[ref.host].links
    try:
        return {one.id: one for one in links.of(ref)} if links else {}
    except PhotoGone:
        return {}
