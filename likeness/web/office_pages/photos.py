"""Photos: the list with its filters, and pictures for human eyes."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Response
from fastapi.responses import HTMLResponse

from consent.ids import AssetId, PersonId, SessionId
from consent.states import Status
from likeness.storage.overview import PhotoFilter
from likeness.web.office_pages.faces import jpeg
from likeness.web.office_pages.pictures import PHOTO_PX, SMALL_PX
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.visitors import Visitor
from scheduler.values import Asset

PER_PAGE = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters of the list, as they stand in the address."""

    status: str = ""
    session: str = ""
    person: str = ""
    page: int = 0

    def wanted(self) -> PhotoFilter:
        """Read the filters; what is no status filters nothing."""
        known = self.status in set(Status)
        return PhotoFilter(
            status=Status(self.status) if known else None,
            session=SessionId(self.session) if self.session else None,
            person=PersonId(self.person) if self.person else None,
        )

    def address(self, page: int) -> str:
        """Give the address of another page of this list."""
        filters = {"status": self.status, "session": self.session, "person": self.person}
        kept = {name: value for name, value in filters.items() if value}
        return "/photos?" + urlencode({**kept, "page": page})


def add_photos(desk: Desk) -> None:
    """Add the list and the pictures."""
    _list(desk)
    _pictures(desk)


def _list(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/photos")
    def photos(
        visitor: Annotated[Visitor, Depends(desk.door.see)],
        asked: Annotated[Asked, Depends()],
        kept: int = 0,
    ) -> HTMLResponse:
        with pages.store.read() as tx:
            skip = max(asked.page, 0) * PER_PAGE
            found = tx.overview.photos(asked.wanted(), PER_PAGE + 1, skip)
            listed = [tx.assets.get(asset) for asset in found[:PER_PAGE]]
            sessions = tx.sessions.all()
        if asked.person:
            pages.saw(visitor.account, "photos-of-person", (asked.person,))
        values = {
            "photos": listed,
            "asked": asked,
            "statuses": tuple(Status),
            "sessions": sorted(sessions, key=lambda one: one.name.casefold()),
            "name": pages.store.names().label(PersonId(asked.person)) if asked.person else "",
            "further": asked.address(asked.page + 1) if len(found) > PER_PAGE else "",
            "words": _words(desk, visitor, listed),
            "status_words": {
                status: pages.wording.status(status, visitor.language) for status in Status
            },
            "kept": kept,
        }
        return desk.shell.page(visitor, "photos.html.j2", values)


def _pictures(desk: Desk) -> None:
    pages, see = desk.pages, desk.door.see

    @desk.router.get("/photos/{photo}/picture")
    def picture(visitor: Annotated[Visitor, Depends(see)], photo: str, size: str = "") -> Response:
        """Give a photo; `size` small for lists."""
        px = SMALL_PX if size == "small" else PHOTO_PX
        with pages.store.read() as tx:
            asset = tx.assets.get(AssetId(photo))
        pages.saw(visitor.account, "photo-seen", (asset.id,))
        return jpeg(pages.pictures.photo(asset.ref, asset.version, px))


def _words(desk: Desk, visitor: Visitor, photos: list[Asset]) -> dict[str, str]:
    wording = desk.pages.wording
    return {
        photo.id: wording.status(photo.status, visitor.language) if photo.status else ""
        for photo in photos
    }
