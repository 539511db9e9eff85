"""Style and script of the pages, under names that carry their hash so that they may be kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.exceptions import HTTPException

KEPT = "public, max-age=31536000, immutable"
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_HASH_CHARACTERS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file of ours and the path it is served at."""

    path: str
    body: bytes
    media_type: str


@cache
def asset(name: str) -> Asset:
    """Read a file of `likeness/web/static`: `public.css`."""
    body = files("likeness.web").joinpath("static", name).read_bytes()
    stem, _, kind = name.rpartition(".")
    digest = hashlib.sha256(body).hexdigest()[:_HASH_CHARACTERS]
    return Asset(path=f"/static/{stem}.{digest}.{kind}", body=body, media_type=_TYPES[kind])


def add_assets(app: FastAPI, *names: str) -> None:
    """Serve these files, and nothing else, below /static."""
    served: Mapping[str, Asset] = {asset(name).path: asset(name) for name in names}

    @app.api_route("/static/{name}", methods=["GET", "HEAD"])
    def static(name: str) -> Response:
        found = served.get(f"/static/{name}")
        if found is None:
            raise HTTPException(404)
        return Response(found.body, media_type=found.media_type, headers={"Cache-Control": KEPT})
