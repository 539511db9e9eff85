"""Where our account's files come from: team folders, shares of others, or a home of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from connector.nextcloud import answers, dav
from connector.nextcloud.answers import MULTI
from connector.nextcloud.api import XML, Api
from connector.nextcloud.dav import Found
from connector.transport import Sending

_WANTED = (dav.dav("resourcetype"), dav.nc("mount-type"), dav.nc("acl-enabled"))
TEAM, SHARED, EXTERNAL = "group", "shared", "external"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """A folder as our account sees it, and what it is."""

    place: str = field(repr=False)
    kind: str
    """group = a team folder, shared, external, or empty: its own."""
    ruled: bool = False
    """A team folder with advanced permissions: rules may hide parts of it from our account."""


def folders(api: Api, place: str = "", depth: int = 1) -> tuple[Mount, ...]:
    """Give a folder (`depth` 0), or the folders in it (1). Raises `HostError`."""
    home = f"/remote.php/dav/files/{quote(api.account.user)}/"
    reply = api.send(
        Sending(
            method="PROPFIND",
            url=api.url + home + quote(place),
            body=dav.propfind(_WANTED),
            headers={"Authorization": api.account.header, **XML, "Depth": str(depth)},
        )
    )
    answers.expect(reply, MULTI)
    read = (_mount(one, api.prefix) for one in dav.multistatus(reply.data))
    return tuple(one for one in read if one and (not depth or one.place != place))


def watched(api: Api) -> tuple[str, ...]:
    """Give the folders somebody gave our account: team folders and shares. Raises `HostError`."""
    return tuple(sorted(one.place for one in folders(api) if one.kind in {TEAM, SHARED}))


def are_team_folders(api: Api, places: Sequence[str]) -> bool:
    """Tell whether all of these are called the same for every user. Raises `HostError`."""
    return bool(places) and all(
        one.kind == TEAM for place in places for one in folders(api, place, depth=0)
    )


def _mount(found: Found, root: str) -> Mount | None:
    """Read a folder; None for a file."""
    if not found.inner(dav.dav("resourcetype"), dav.dav("collection")):
        return None
    place = found.href.removeprefix(root).strip("/") if found.href.startswith(root) else ""
    return Mount(
        place=place,
        kind=found.text(dav.nc("mount-type")).strip(),
        ruled=found.text(dav.nc("acl-enabled")).strip() == "1",
    )
