"""Where I appear: a list, and previews in which nobody else can be seen."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from consent.ids import AssetId
from likeness.web.pages.parts import Parts
from likeness.web.personal.appearing import Appearance, appearances, is_confirmed, preview
from likeness.web.personal.page import READ, Desk

EACH_PAGE = 12


def add_photos(app: FastAPI, parts: Parts) -> None:
    """Answer /me/<who>/photos and the previews on it."""

    @app.api_route("/me/{who}/photos", methods=READ, response_class=HTMLResponse)
    def photos(who: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = desk.person(who)
        found = appearances(parts.deps, person)
        at = _page_number(request, len(found))
        values = {
            "one": desk.one(person),
            "who": who,
            "photos": [_shown(desk, one) for one in found[at * EACH_PAGE : (at + 1) * EACH_PAGE]],
            "count": len(found),
            "at": at,
            "pages": -(-len(found) // EACH_PAGE),
        }
        return desk.show("photos", values)

    @app.get("/me/{who}/photos/{asset}.jpg")
    def picture(who: str, asset: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = desk.person(who)
        if not is_confirmed(parts.deps, person, AssetId(asset)):
            raise HTTPException(404)
        made = preview(parts.deps, person, AssetId(asset))
        if made is None:
            raise HTTPException(404)
        return Response(made, media_type="image/jpeg")


def _shown(desk: Desk, one: Appearance) -> tuple[str, str]:
    word = desk.parts.wording.status(one.status, desk.frame.language) if one.status else ""
    return one.asset, word


def _page_number(request: Request, count: int) -> int:
    said = request.query_params.get("page", "0")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < len("10000") else 0
    return min(number, max(0, (count - 1) // EACH_PAGE))
