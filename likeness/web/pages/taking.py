"""Taking a form: checked, used up, answered by a redirect; the same one again leads there, too."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from likeness.web.once import Before, Sent
from likeness.web.pages.parts import Parts, Posted
from likeness.web.pages.shell import page

Act = Callable[[], Response]
Again = Callable[[str], Response]
FIXED_S = 120
"""How long a form that must look the same for everybody counts as the same one."""


class Stale(StrEnum):
    """Why nothing was done with a form."""

    USED = "used"
    """It was sent before, with other answers."""
    HANDLED = "handled"
    """It is being handled, or was when the service ended."""
    GONE = "gone"
    """What it is about is not on this page any more."""


class Gone(Exception):  # noqa: N818 - what it says
    """A page or form about somebody or something that this visit does not show (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A form that came back."""

    parts: Parts
    request: Request
    form: Posted = field(repr=False)

    @property
    def sent(self) -> Sent:
        """Give its token and what is filled in, pictures by their digest."""
        files = {name: hashlib.sha256(data).hexdigest() for name, data in self.form.files.items()}
        fields = {**self.form.fields, **files}
        token = self.form.token
        if self.parts.forms.is_fixed(token):
            window = int(self.parts.now().timestamp()) // FIXED_S
            token = f"{token}|{window}|{sorted(fields.items())}"
        return Sent(token=token, fields=fields)


def use_up(came: Came, page_id: str, act: Act, again: Again | None = None) -> Response:
    """Do what a form of this page asks for, once. Raises 403 for a form of another page.

    A form whose act is not answered by a redirect has done nothing: it may be sent once more.
    `again` answers the same form sent again; else it is led where it was led before.
    """
    before = sent_before(came, again)
    if before is not None:
        return before
    once, sent = came.parts.once, came.sent
    came.parts.forms.nonce(page_id, came.form.token)
    if not once.use(sent):
        return sent_before(came, again) or stale(came.parts, came.request, Stale.HANDLED)
    done = False
    try:
        answer = act()
        done = answer.status_code == HTTPStatus.SEE_OTHER
    finally:
        if not done:
            once.give_back(sent)
    if done:
        once.answered(sent, answer.headers["location"])
    return answer


def sent_before(came: Came, again: Again | None = None) -> Response | None:
    """Answer a form that was used up; None for every other one. Changes nothing."""
    match came.parts.once.before(came.sent):
        case None:
            return None
        case Before.OTHER:
            return stale(came.parts, came.request, Stale.USED)
        case Before.UNFINISHED:
            return stale(came.parts, came.request, Stale.HANDLED)
        case place:
            return again(place) if again else RedirectResponse(place, 303)


def stale(parts: Parts, request: Request, why: Stale) -> Response:
    """Say that nothing was changed, and where to go from here."""
    posted = request.method == "POST"
    values = {"why": why.value, "posted": posted}
    return page(parts.frame(request), "stale", values, status=409 if posted else 404)
