"""Puts the API together on one app."""

from fastapi import APIRouter, FastAPI

from likeness.web.access import Keys, Now
from likeness.web.api.asks import add_asks_api
from likeness.web.api.desk import PREFIX, ApiDesk, ApiRoute
from likeness.web.api.faces import add_faces_api
from likeness.web.api.families import add_families_api
from likeness.web.api.groups import add_groups_api
from likeness.web.api.held import add_held_api
from likeness.web.api.lists import add_lists_api
from likeness.web.api.people import add_people_api
from likeness.web.api.photos import add_photos_api
from likeness.web.api.proofs import add_proofs_api
from likeness.web.api.sessions import add_sessions_api
from likeness.web.office_pages.parts import OfficePages


def add_api(app: FastAPI, pages: OfficePages, keys: Keys, now: Now) -> None:
    """Answer /api/v1. Every route needs a key with its scope."""
    router = APIRouter(prefix=PREFIX, route_class=ApiRoute)
    desk = ApiDesk(pages=pages, keys=keys, now=now, router=router)
    add_lists_api(desk)
    add_people_api(desk)
    add_held_api(desk)
    add_families_api(desk)
    add_groups_api(desk)
    add_asks_api(desk)
    add_proofs_api(desk)
    add_faces_api(desk)
    add_photos_api(desk)
    add_sessions_api(desk)
    app.router.routes.extend(router.routes)  # `include_router` would make each of them twice
