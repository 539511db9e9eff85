"""Forms of the office count once: the same one again leads where the first one led."""

import hashlib
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from likeness.web.once import Before, Once, Sent

TOKEN: Final = "csrf"  # noqa: S105 - the name of a form field
_DONE = frozenset({HTTPStatus.SEE_OTHER, HTTPStatus.NO_CONTENT})
_SCRIPT: Final = ""
"""Where an answer to a script led."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class SentTwice(Exception):  # noqa: N818 - says it better
    """A form that is being handled, or was when the service ended."""


class SentOtherwise(SentTwice):
    """A form that was used up before, with other answers."""


async def once(forms: Once, request: Request, inner: Handler) -> Response:
    """Handle a request; a form that was used up is answered like the first time.

    Raises `SentTwice` where that is not possible.
    """
    if request.method != "POST":
        return await inner(request)
    sent = await _sent(request)
    before = await run_in_threadpool(forms.before, sent) if sent.token else None
    if before is not None:
        await (await request.form()).close()
        return _again(before)
    request.state.sent = sent
    done = False
    try:
        answer = await inner(request)
        done = answer.status_code in _DONE
    finally:
        if not done and _is_used(request):
            await run_in_threadpool(forms.give_back, sent)
    if done and _is_used(request):
        await run_in_threadpool(forms.answered, sent, answer.headers.get("location", _SCRIPT))
    return answer


def use_up(forms: Once, request: Request) -> None:
    """Use up the form of this request. Raises `SentTwice` where another one was faster."""
    if not forms.use(request.state.sent):
        raise SentTwice
    request.state.used = True


def _is_used(request: Request) -> bool:
    return bool(getattr(request.state, "used", False))


def _again(before: str | Before) -> Response:
    match before:
        case Before.OTHER:
            raise SentOtherwise
        case Before.UNFINISHED:
            raise SentTwice
        case place if place == _SCRIPT:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        case place:
            return RedirectResponse(place, HTTPStatus.SEE_OTHER)


async def _sent(request: Request) -> Sent:
    """Read a form; a file counts by its digest."""
    token, fields = "", dict[str, str]()
    for number, (name, value) in enumerate((await request.form()).multi_items()):
        if name == TOKEN:
            token = str(value)
        elif isinstance(value, UploadFile):
            data = await value.read()
            await value.seek(0)
            fields[f"{number} {name}"] = hashlib.sha256(data).hexdigest()
        else:
            fields[f"{number} {name}"] = value
    return Sent(token=token, fields=fields)
