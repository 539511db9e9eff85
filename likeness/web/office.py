"""The office listener, for your own people: health, metrics, the description of the API."""

import html
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from connector.values import Health
from likeness.metrics import Metrics
from likeness.web import problems
from likeness.web.access import Keys, Now, Scope, needs
from likeness.web.api.build import add_api
from likeness.web.office_pages.build import add_office_pages
from likeness.web.office_pages.parts import OfficePages

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Readiness(Protocol):
    """Whether the parts work."""

    def checks(self) -> tuple[Health, ...]:
        """Look at every part now; never raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What the office listener is made of."""

    keys: Keys
    readiness: Readiness
    metrics: Metrics
    now: Now
    version: str
    pages: OfficePages | None = None
    """The pages for people; None: only health, numbers and the description."""


def make_office(parts: Office) -> FastAPI:
    """Make the app. Every route but /healthz needs a key."""
    app = FastAPI(
        title="Likeness", version=parts.version, openapi_url=None, docs_url=None, redoc_url=None
    )
    problems.install(app)
    _health(app, parts)
    _numbers(app, parts)
    _description(app, parts)
    if parts.pages is not None:
        add_office_pages(app, parts.pages)
        add_api(app, parts.pages, parts.keys, parts.now)
    return app


def _health(app: FastAPI, parts: Office) -> None:
    @app.get("/healthz", summary="Whether the process answers", response_class=PlainTextResponse)
    def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok\n")

    dependencies = needs(Scope.HEALTH, parts.keys, parts.now)

    @app.get("/readyz", summary="Whether every part works", dependencies=dependencies)
    def readyz() -> JSONResponse:
        checks = parts.readiness.checks()
        lines = [{"name": it.name, "ok": it.ok, "advice": it.advice} for it in checks]
        ready = all(check.ok for check in checks)
        return JSONResponse({"ready": ready, "checks": lines}, 200 if ready else 503)


def _numbers(app: FastAPI, parts: Office) -> None:
    dependencies = needs(Scope.METRICS, parts.keys, parts.now)

    @app.get("/metrics", summary="Numbers for Prometheus", dependencies=dependencies)
    def metrics() -> Response:
        return Response(parts.metrics.text(), media_type=METRICS_TYPE)


def _description(app: FastAPI, parts: Office) -> None:
    dependencies = needs(Scope.DOCS, parts.keys, parts.now)

    @app.get("/openapi.json", summary="This API in OpenAPI's words", dependencies=dependencies)
    def openapi() -> JSONResponse:
        return JSONResponse(app.openapi())

    @app.get("/docs", summary="This API as a page", dependencies=dependencies)
    def docs() -> HTMLResponse:
        return HTMLResponse(_page(app.openapi()))


def _page(api: dict[str, Any]) -> str:
    """List the routes in plain HTML: nothing is loaded from elsewhere."""
    rows = "".join(
        f"<tr><td>{method.upper()}</td><td>{html.escape(path)}</td>"
        f"<td>{html.escape(operation.get('summary', ''))}</td></tr>"
        for path, operations in api["paths"].items()
        for method, operation in operations.items()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Likeness API</title>'
        f"<h1>Likeness {html.escape(api['info']['version'])}</h1>"
        f"<table><tr><th>Method</th><th>Path</th><th>What</th></tr>{rows}</table></html>"
    )
