"""The state of the demo's photos at one moment, as cards, and what changed between two moments."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from connector.values import HostName
from likeness.sheet.build import Reader, card_of
from likeness.sheet.render import Picture
from likeness.sheet.view import SheetChange, SheetPhoto
from recognition.child_pool import Eyes
from recognition.values import PhotoTrouble
from scheduler.deps import Deps
from scheduler.jobs.explain_photo import explain_photo

Cards = Mapping[str, SheetPhoto]
"""By place."""


def cards_now(deps: Deps, host: HostName, reader: Reader) -> Cards:
    """Give a card per photo of a host, as decided today."""
    with deps.store.read() as tx:
        assets = [asset.id for asset in tx.assets.of_host(host)]
    made = [card_of(explain_photo(deps, asset, None), reader) for asset in assets]
    return {card.key: card for card in sorted(made, key=lambda card: (card.folder, card.title))}


def changes(before: Cards, after: Cards) -> tuple[SheetChange, ...]:
    """Give the photos that say something else now: fewest faces first, as they show it best."""
    changed = [
        SheetChange(before=before[key], after=card)
        for key, card in after.items()
        if key in before and _said(before[key]) != _said(card)
    ]
    return tuple(sorted(changed, key=lambda change: len(change.after.faces)))


def _said(card: SheetPhoto) -> tuple[object, ...]:
    return (card.status, card.channels, card.until)


def pictures(eyes: Eyes, folder: Path, shown: Cards) -> Picture:
    """Give small upright pictures of photos in a folder, decoded by the children."""

    def picture(key: str, long_side: int) -> bytes | None:
        if not shown[key].width:
            return None
        made = eyes.picture((folder / key).read_bytes(), long_side)
        return None if isinstance(made, PhotoTrouble) else made

    return picture


def counted(cards: Cards) -> Mapping[str, int]:
    """Count photos by status."""
    found: dict[str, int] = {}
    for card in cards.values():
        found[card.status] = found.get(card.status, 0) + 1
    return found


def spread(found: Sequence[SheetChange], most: int) -> tuple[SheetChange, ...]:
    """Give a few changes to show: from the plainest to the fullest."""
    if len(found) <= most:
        return tuple(found)
    step = (len(found) - 1) / (most - 1)
    return tuple(found[round(step * n)] for n in range(most))
