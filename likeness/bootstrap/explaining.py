"""Explanations behind links: from the signed part of an address to what is known now."""

from consent.decisions import Decision
from consent.ids import AssetId
from likeness.bootstrap.app import App
from likeness.links import ID_BYTES, asset_in, holds
from likeness.web.photo_page import PhotoPages
from scheduler.errors import NoSuchRow
from scheduler.jobs.explain_photo import explain_photo
from scheduler.staging import is_active

_NO_PHOTO = AssetId("00" * ID_BYTES)


def photo_pages(app: App) -> PhotoPages:
    """Give what the pages of the public listener are made of."""
    return PhotoPages(
        find=lambda signed: explained(app, signed),
        wording=app.wording,
        language=app.settings.language,
        now=app.deps.clock.now,
    )


def explained(app: App, signed: str) -> Decision | None:
    """Say what is known now about the photo of a link; None where the link opens nothing.

    An unknown photo costs the same look and the same signature as a link that was ended.
    """
    asset = asset_in(signed) or _NO_PHOTO
    version = _version(app, asset)
    if not holds(app.links.secret, signed, asset, version or 0) or version is None:
        return None
    return explain_photo(app.deps, asset, None).decision


def _version(app: App, asset: AssetId) -> int | None:
    """Give the present version of the links of a photo; None where it has none."""
    try:
        with app.store.read() as tx:
            found = tx.assets.get(asset)
    except NoSuchRow:
        return None
    known = found.ref.host in app.deps.hosts and is_active(app.deps, found.ref.host)
    return found.link_version if known and found.deleted_at is None else None
