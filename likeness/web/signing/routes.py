"""Signing at /s/<secret of a link>. Reading changes nothing; a form does, once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from consent.signing import Means, VerifiedBy
from likeness.web.pages.limits import Bounds, network
from likeness.web.pages.parts import Form, Parts, Posted, asked_language
from likeness.web.pages.shell import page, sender_of
from likeness.web.pages.taking import Came, sent_before, use_up
from likeness.web.pages.trust import nonce_of
from likeness.web.signing import proving
from likeness.web.signing.drafts import (
    MOST_PEOPLE,
    Asked,
    Choice,
    Draft,
    PersonDraft,
    Problem,
    Whom,
    problems,
    read_draft,
    refused,
)
from likeness.web.signing.finishing import add_receipt_pages, finish, to_receipt
from likeness.web.signing.handing_in import Handed
from likeness.web.signing.help import add_help
from likeness.web.signing.opening import (
    Opened,
    Reading,
    asked_of,
    languages_for,
    may_recognise,
    open_link,
    replaced_days,
    text_for,
)
from likeness.web.signing.wrong import located
from scheduler.errors import LinkOver, NoticeMissing

READ: Final = ["GET", "HEAD"]


def add_signing(app: FastAPI, parts: Parts) -> None:
    """Answer /s/<secret>, the receipt after it, and those whose link opens nothing."""

    @app.api_route("/s/{secret}", methods=READ, response_class=HTMLResponse)
    def read(secret: str, request: Request) -> Response:
        parts.limits.require_seen(Bounds.GUESS, network(sender_of(request)), parts.now())
        desk = Desk.at(parts, secret, request)
        return parts.closed(request) if desk is None else desk.show()

    @app.post("/s/{secret}", response_class=HTMLResponse)
    def hand_in(secret: str, request: Request, form: Form) -> Response:
        came = Came(parts=parts, request=request, form=form)

        def again(place: str) -> Response:
            return led_again(parts, form, place)

        before = sent_before(came, again)
        if before is not None:
            return before
        link = f"s|{parts.secrets.hash_of(secret)}"
        counted = {Bounds.POST: network(sender_of(request)), Bounds.LINK: link}
        parts.limits.require_all(counted, parts.now())
        desk = Desk.at(parts, secret, request)
        if desk is None:
            # The same form may have signed, and closed the link, since the first look.
            return sent_before(came, again) or parts.closed(request)
        return use_up(came, desk.page_id, lambda: desk.take(form), again)

    add_receipt_pages(app, parts)
    add_help(app, parts)


def led_again(parts: Parts, form: Posted, place: str) -> Response:
    """Answer a form that was sent twice: to the receipt, its cookie set once more."""
    with parts.deps.store.read() as tx:
        before = tx.signatures.by_nonce(nonce_of(form.token))
    return RedirectResponse(place, 303) if before is None else to_receipt(parts, before.id)


class Desk:
    """One link that is open, in front of one reader."""

    def __init__(self, parts: Parts, request: Request, opened: Opened, page_id: str) -> None:
        """Sit down; `page_id` names the page and whom it is about, for its forms."""
        self.parts, self.request, self.opened = parts, request, opened
        self.page_id = page_id
        self.whom = opened.whom(request.query_params.get("who", ""))

    @classmethod
    def at(cls, parts: Parts, secret: str, request: Request) -> "Desk | None":
        """Open the link; None where it does not open."""
        opened = open_link(parts, secret)
        if opened is None:
            return None
        about = ",".join(person for person, _ in opened.known)
        page_id = f"s|{parts.secrets.hash_of(secret)}|{about}"
        return cls(parts, request, opened, page_id)

    def show(self, fields: Mapping[str, str] | None = None) -> Response:
        """Show the text and the form, filled in so far; or ask first for whom is signed."""
        if self.whom is None:
            return self._whom()
        reading = text_for(self.parts, self.opened, self.whom, self.request)
        if reading is None:
            return self.parts.closed(self.request)
        asked = asked_of(self.parts, self.opened, self.whom)
        return self._form(reading, asked, read_draft(fields or {}, asked, reading.notice), ())

    def take(self, form: Posted) -> Response:
        """Take a form that came back."""
        if self.whom is None:
            return self._whom()
        nonce = self.parts.forms.nonce(self.page_id, form.token)
        reading = text_for(self.parts, self.opened, self.whom, self.request)
        if reading is None:
            return self.parts.closed(self.request)
        if "carried" in form.fields:
            return proving.go_on(self, reading, form, nonce)
        return self._take(reading, form, nonce)

    def _take(self, reading: Reading, form: Posted, nonce: str) -> Response:
        whom = self.whom or Whom.SELF
        asked = asked_of(self.parts, self.opened, whom)
        draft = read_draft(form.fields, asked, reading.notice)
        action = form.fields.get("action", "sign")
        if action in {"more", "less"}:
            return self._form(reading, asked, _counted(draft, action), (), form.token)
        if action == "refuse":
            draft = refused(draft)
        if not may_recognise(self.parts, whom, self.opened.session):
            draft = _unrecognised(draft)
        missing = tuple(problems(draft, asked, self.parts.deps.clock.today()))
        if action == "refuse":
            missing = tuple(one for one in missing if one.field != "of-age")
        if missing:
            return self._form(reading, asked, draft, missing, form.token)
        handed = Handed(
            opened=self.opened,
            reading=reading,
            draft=draft,
            nonce=nonce,
            verified=self._verified(),
            email=draft.email or self.opened.email,
        )
        if proving.needs_proof(handed):
            return proving.begin(self, handed)
        return self.finish(handed)

    def finish(self, handed: Handed) -> Response:
        """Sign, and go to the receipt; whoever came too late gets the page of a used link."""
        try:
            answer = finish(self.parts, handed)
        except (LinkOver, NoticeMissing):
            answer = None
        return answer or self.parts.closed(self.request)

    def _verified(self) -> VerifiedBy:
        if self.opened.mailed:
            return VerifiedBy.MAIL
        return VerifiedBy.OPERATOR if self.opened.means is Means.PHONE else VerifiedBy.NONE

    def _whom(self) -> Response:
        tag = asked_language(self.request)
        languages, language = languages_for(self.parts, self.opened, self.request)
        values = {
            "session_name": self.session_name(),
            "age": self.parts.age,
            "query": f"&lang={tag}" if tag else "",
            "languages": languages,
            "chosen": language,
        }
        return page(self.parts.frame(self.request, language), "whom", values)

    def session_name(self) -> str:
        """Give the name of the session as people know it; empty where there is none."""
        if self.opened.session is None:
            return ""
        with self.parts.deps.store.read() as tx:
            found = [one.name for one in tx.sessions.all() if one.id == self.opened.session]
        return found[0] if found else ""

    def query(self, language: str) -> str:
        """Give what forms of this page are sent to: the same choices again."""
        chosen = {"who": self.whom.value} if self.whom and self.opened.signer is None else {}
        return urlencode({"lang": language, **chosen})

    def _form(
        self,
        reading: Reading,
        asked: Asked,
        draft: Draft,
        missing: tuple[Problem, ...],
        token: str = "",
    ) -> Response:
        notice = reading.notice
        frame = self.parts.frame(self.request, notice.language)
        words = self.parts.words(frame)
        said = (replace(one, text=words(one.text).format(age=asked.age)) for one in missing)
        shown = list(located(said, draft, notice, words))
        values = {
            "notice": notice,
            "languages": reading.languages,
            "asked": asked,
            "draft": draft,
            "problems": shown,
            "found": {one.field: one.text for one in reversed(shown)},
            "token": token or self.parts.forms.token(self.page_id),
            "query": f"&who={self.whom.value}" if self.whom and self.opened.signer is None else "",
            "action": self.query(notice.language),
            "session_name": self.session_name(),
            "recognition": may_recognise(self.parts, asked.whom, self.opened.session),
            "replaces": replaced_days(self.parts, self.opened, notice),
        }
        return page(frame, "sign", values, status=422 if missing else 200)


def _counted(draft: Draft, action: str) -> Draft:
    """Add one more child, or take the last one away."""
    people = draft.people
    if action == "less" and len(people) > 1:
        return replace(draft, people=people[:-1])
    if action == "more" and len(people) < MOST_PEOPLE:
        empty = PersonDraft(uses=dict.fromkeys(people[0].uses, Choice.OPEN))
        return replace(draft, people=(*people, empty))
    return draft


def _unrecognised(draft: Draft) -> Draft:
    return replace(draft, people=tuple(replace(one, recognition=False) for one in draft.people))
