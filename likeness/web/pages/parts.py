"""What the pages for people are made of, and small things every page does with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from consent.ids import PersonId, SignerId
from consent.notices import Audience
from likeness.i18n.asking import languages_of
from likeness.i18n.page_words import CHECKED, OURS
from likeness.i18n.words import Wording
from likeness.web.once import Once
from likeness.web.pages.carrying import Carrier
from likeness.web.pages.limits import Bounds, Limits, network
from likeness.web.pages.shell import Frame, page, sender_of
from likeness.web.pages.trust import FIELD, Forms, require_own_page
from scheduler.deps import Deps
from scheduler.ports.asking import LinkSecrets

MOST_FIELDS = 300
UPLOAD_BYTES = 12_000_000
"""One photo of a phone."""
_TAG_CHARACTERS = 12
LANGUAGE = "lang"
"""Name of the parameter with the language chosen, and of the cookie that keeps it for a visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the pages are made of."""

    deps: Deps
    forms: Forms
    carrier: Carrier
    limits: Limits
    wording: Wording
    controller: str
    public_url: str
    """The address people see; empty where none is configured."""
    secure: bool
    """Whether people come by https."""
    find_person: Callable[[str], tuple[PersonId, ...]]
    """Finds persons by their exact address."""
    zone: ZoneInfo
    """In which days are told."""
    person_data: Callable[[PersonId, SignerId | None], bytes]
    """Makes the ZIP with everything of a person; for a guardian without what others signed."""

    @property
    def language(self) -> str:
        """Give the language of readers who ask for none of ours."""
        return self.deps.rules.language

    @property
    def age(self) -> int:
        """Give the age from which people answer for themselves."""
        return self.deps.rules.age

    @property
    def secrets(self) -> LinkSecrets:
        """Give the maker of link secrets."""
        return self.deps.secrets

    @property
    def once(self) -> Once:
        """Give what uses forms up."""
        return Once(store=self.deps.store, secret=self.forms.secret, now=self.now)

    def now(self) -> datetime:
        """Give the present instant."""
        return self.deps.clock.now()

    def day(self, at: datetime) -> date:
        """Give the local day of an instant."""
        return at.astimezone(self.zone).date()

    def frame(self, request: Request, language: str = "") -> Frame:
        """Give the frame for a text in this language, or else in the one the reader likes best."""
        pages, offered = self.wording.pages, () if language else self.languages()
        best = pages.best(language) if language else self._liked(request, offered)
        return Frame(
            controller=self.controller,
            language=best,
            words=pages.of(best),
            languages=offered,
        )

    def languages(self) -> tuple[str, ...]:
        """Give the languages of pages that show no text: of ours, starting texts only with one."""
        with self.deps.store.read() as tx:
            texts = {
                language
                for notice in tx.notices.ids()
                for audience in Audience
                for language in tx.notices.languages(notice, audience)
            }
        pages = self.wording.pages
        told = {*CHECKED, *texts}
        return tuple(one for one in pages.languages() if one in told or one not in OURS)

    @staticmethod
    def words(frame: Frame) -> Callable[[str], str]:
        """Give what translates our own words for a frame."""
        return frame.words.gettext

    def _liked(self, request: Request, offered: Sequence[str]) -> str:
        accepted = languages_of(request.headers.get("accept-language", ""))
        wanted = (asked_language(request), *accepted)
        known = (self.wording.pages.known(one) for one in wanted if one)
        return next((one for one in known if one in offered), self.language)

    def closed(self, request: Request) -> HTMLResponse:
        """Answer for every link that opens nothing (any more): the same bytes for each of them."""
        sender = network(sender_of(request))
        self.limits.count(Bounds.GUESS, sender, self.now())
        values = {"token": self.forms.fixed("help")}
        return page(self.frame(request), "closed", values, status=404)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A form that came back, its origin checked."""

    fields: Mapping[str, str] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False, default_factory=dict)

    @property
    def token(self) -> str:
        """Give the token of the form."""
        return self.fields.get(FIELD, "")


async def _posted(request: Request) -> Posted:
    require_own_page(request.headers)
    texts: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name, value in (await _parsed(request)).multi_items():
        if isinstance(value, UploadFile):
            files[name] = await value.read()
            await value.close()
        else:
            texts[name] = value
    return Posted(fields=texts, files=files)


async def _parsed(request: Request) -> FormData:
    """Read a form; pictures stay in memory, no temporary file ever sees one."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    try:
        if kind == "multipart/form-data":
            return await _InMemory(
                request.headers, request.stream(), max_files=1, max_fields=MOST_FIELDS
            ).parse()
        return await FormParser(request.headers, request.stream(), max_fields=MOST_FIELDS).parse()
    except MultiPartException as error:
        raise HTTPException(400) from error


class _InMemory(MultiPartParser):
    spool_max_size = UPLOAD_BYTES + 1


Form = Annotated[Posted, Depends(_posted)]
"""A route that takes a form: `form: Form`."""


def asked_language(request: Request) -> str:
    """Give the language that the reader chose, here or on an earlier page; empty where none."""
    return plain_tag(request.query_params.get("lang", "")) or plain_tag(
        request.cookies.get(LANGUAGE, "")
    )


def plain_tag(tag: str) -> str:
    """Give a language as we write it; empty for what can be none."""
    plain = tag.replace("-", "").isalnum() and tag.isascii()
    return tag.lower() if plain and len(tag) <= _TAG_CHARACTERS else ""


Values = Mapping[str, Any]
