"""Style, script and sign of the pages: from our own address, the same for everybody."""

from importlib.resources import files

from fastapi import APIRouter, HTTPException, Response

TYPES = {
    "office.css": "text/css; charset=utf-8",
    "faces.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


def add_static(router: APIRouter) -> None:
    """Answer GET /static/<name>: nothing personal is in these."""

    @router.get("/static/{name}")
    def static(name: str) -> Response:
        if name not in TYPES:
            raise HTTPException(404)
        data = files("likeness.web.office_pages").joinpath("static", name).read_bytes()
        kept = {"Cache-Control": "public, max-age=86400", "Vary": "Accept-Encoding"}
        return Response(data, media_type=TYPES[name], headers=kept)
