"""Errors as problem+json (RFC 9457), without anything of the request in them."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


def problem(
    status: int,
    detail: str = "",
    headers: dict[str, str] | None = None,
    candidates: Sequence[str] = (),
) -> JSONResponse:
    """Make one problem answer."""
    title = HTTPStatus(status).phrase
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status}
    if candidates:
        body["candidates"] = list(candidates)
    if detail and detail != title:
        body["detail"] = detail
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


def refused(_: Request, error: Exception) -> JSONResponse:
    """Answer a refusal as a problem."""
    if not isinstance(error, HTTPException):
        return _failed(_, error)
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, str(error.detail), headers)


def _invalid(_: Request, error: Exception) -> JSONResponse:
    """Say which fields are wrong, never what was sent."""
    if not isinstance(error, RequestValidationError):
        return _failed(_, error)
    fields = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors()})
    return problem(422, f"Wrong or missing: {', '.join(fields)}.")


def _failed(_: Request, __: Exception) -> JSONResponse:
    return problem(500, "Something went wrong; the log says where.")


def install(app: FastAPI) -> None:
    """Make every error of this app a problem answer."""
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _failed)
