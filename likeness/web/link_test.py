"""A link that changes nothing and proves that an address leads to this installation."""

from dataclasses import dataclass, field

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse

from likeness.web.pages.parts import Parts
from likeness.web.pages.trust import Forms

PATH = "link-test"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTest:
    """Question and answer, which only this installation can make."""

    forms: Forms = field(repr=False)

    @property
    def question(self) -> str:
        """Give the secret part of the link."""
        return self.forms.fixed("link test")

    @property
    def answer(self) -> str:
        """Give what is answered to it."""
        return self.forms.fixed("link test answer")


def add_link_test(app: FastAPI, parts: Parts) -> None:
    """Answer /link-test/<question>; anything else is a link that opens nothing."""
    test = LinkTest(forms=parts.forms)

    @app.get(f"/{PATH}/{{question}}")
    def answered(question: str, request: Request) -> Response:
        if question != test.question:
            return parts.closed(request)
        return PlainTextResponse(test.answer)
