"""Look whether public links lead to blocked photos, some photos at a time.

They are found and told. Removing one is a human's act: it may be somebody else's link.
"""

from collections.abc import Callable, Sequence

from connector.errors import PhotoGone
from connector.host import PublicLink, PublicLinks
from connector.values import HostName
from consent.ids import Actor, AssetId
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.staging import is_active
from scheduler.values import Act, OpenLink

DAY_OF_SLICES = 240
"""Of the 288 slices in a day at one every five minutes: all blocked photos are seen in a day."""
SMALLEST = 25
WATCH = Actor("timer")
NO_LINK = "No such public link leads to a blocked photo: see likeness nextcloud links."

Step = Callable[[int, int], None]
"""Takes how many photos were asked for, and of how many."""


def check_links(deps: Deps, host: HostName) -> int:
    """Ask for the links of the next blocked photos; gives how many photos lie open now.

    Safe to run twice. Raises `HostError`.
    """
    links = deps.hosts[host].links
    if links is None or not is_active(deps, host):
        return 0
    with deps.store.read() as tx:
        size = max(SMALLEST, -(-tx.found_links.blocked(host) // DAY_OF_SLICES))
        due = tx.found_links.stalest(host, size)
    _ask(deps, host, links, due, lambda _done, _of: None)
    return len(open_photos(deps, host))


def check_all_links(deps: Deps, host: HostName, step: Step) -> None:
    """Ask for the links of every blocked photo of a host. Raises `HostError`."""
    links = deps.hosts[host].links
    if links is None:
        return
    with deps.store.read() as tx:
        due = tx.found_links.stalest(host, tx.found_links.blocked(host))
    _ask(deps, host, links, due, step)


def open_photos(deps: Deps, host: HostName | None) -> frozenset[AssetId]:
    """Give the blocked photos that public links lead to, as far as is known (None: of all hosts).

    A host that was left is not watched any more, and so not told about.
    """
    watched = [one for one in deps.hosts if host in {None, one} and is_active(deps, one)]
    with deps.store.read() as tx:
        today = deps.clock.today()
        return frozenset(link.asset for one in watched for link in tx.found_links.open(one, today))


def remove_link(deps: Deps, host: HostName, number: str, actor: Actor) -> tuple[AssetId, ...]:
    """Delete one public link, because a human says so; gives the blocked photos it led to.

    Only one that leads to a blocked photo now, by the host's own word. Raises `NoSuchRow` and
    `HostError`.
    """
    links = deps.hosts[host].links
    with deps.store.read() as tx:
        known = tx.found_links.open(host, deps.clock.today())
    led = tuple(dict.fromkeys(link.asset for link in known if link.id == number))
    if links is None or not led or number not in {one.id for one in _of(deps, links, led[0])}:
        raise NoSuchRow(NO_LINK)
    act = Act(
        actor=actor, act="public-link-removed", subjects=led, detail=_detail(host, number, led)
    )
    with deps.store.begin() as tx:
        tx.records.act(act, deps.clock.now())
    links.remove(number)
    _ask(deps, host, links, led, lambda _done, _of: None)
    return led


def _detail(host: HostName, number: str, led: Sequence[AssetId]) -> dict[str, str | int]:
    return {"host": host, "record": number, "photos": len(led)}


def _ask(
    deps: Deps, host: HostName, links: PublicLinks, due: Sequence[AssetId], step: Step
) -> None:
    news: dict[AssetId, set[str]] = {}
    for number, asset in enumerate(due, start=1):
        found = _of(deps, links, asset)
        with deps.store.begin() as tx:
            before = {link.id for link in tx.found_links.of(asset)}
            tx.found_links.save(asset, [_kept(asset, one) for one in found], deps.clock.now())
        if new := {one.id for one in found} - before:
            news[asset] = new
        step(number, len(due))
    if news:
        count = len(set().union(*news.values()))
        detail: dict[str, str | int] = {"host": host, "photos": len(news), "count": count}
        act = Act(
            actor=WATCH, act="public-links-found", subjects=tuple(sorted(news)), detail=detail
        )
        with deps.store.begin() as tx:
            tx.records.act(act, deps.clock.now())


def _of(deps: Deps, links: PublicLinks, asset: AssetId) -> tuple[PublicLink, ...]:
    """Ask for one photo; one that is gone has none."""
    with deps.store.read() as tx:
        ref = tx.assets.get(asset).ref
    try:
        return links.of(ref)
    except PhotoGone:
        return ()


def _kept(asset: AssetId, link: PublicLink) -> OpenLink:
    return OpenLink(
        asset=asset,
        id=link.id,
        inherited=link.inherited,
        guarded=link.guarded,
        ends=link.ends,
    )
