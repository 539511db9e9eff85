"""The state of the demo's photos at one moment, as cards, and what changed between two moments."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageOps

from connector.values import HostName
from consent.ids import PersonId
from likeness.i18n.words import Wording
from likeness.sheet.build import Reader, card_of
from likeness.sheet.view import SheetChange, SheetPhoto
from scheduler.deps import Deps
from scheduler.jobs.explain_photo import explain_photo

Cards = Mapping[str, SheetPhoto]
"""By place."""
_QUALITY = 80


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
    return (card.status, card.channels, card.until, card.note)


def reader(wording: Wording, language: str, names: Mapping[PersonId, str]) -> Reader:
    """Say who reads: in the demo the labels are invented, so everybody may see them."""
    return Reader(wording=wording, language=language, names=names)


class FolderPictures:
    """Small upright JPEGs of photos in a folder. Only for photos that we made ourselves.

    Pillow opens them in this process; photos of strangers belong in the decoder's child.
    """

    def __init__(self, folder: Path, shown: Iterable[SheetPhoto]) -> None:
        """Take the folder and the cards that have a picture."""
        self._folder = folder
        self._shown = {card.key for card in shown if card.width}

    def __call__(self, key: str, long_side: int) -> bytes | None:
        """Give the picture of one card; None where the photo could not be looked at."""
        if key not in self._shown:
            return None
        with Image.open(self._folder / key) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=_QUALITY, optimize=True)
        return out.getvalue()


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
