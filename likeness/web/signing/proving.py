"""Proving an address with a one-time code, without losing the form: it travels along, sealed."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fastapi import Response

from consent.ids import Channel, PersonId
from consent.signing import Means, VerifiedBy
from likeness.i18n.catalogs import N_
from likeness.web.pages.limits import Bounds, network
from likeness.web.pages.parts import Parts, Posted
from likeness.web.pages.shell import page, sender_of
from likeness.web.signing.drafts import Choice, Draft, PersonDraft, Problem, Whom
from likeness.web.signing.handing_in import Handed
from likeness.web.signing.opening import Reading
from scheduler import letters
from scheduler.errors import NoSuchRow

if TYPE_CHECKING:
    from likeness.web.signing.routes import Desk

CODE_S = 15 * 60
KIND = "draft"
CODE_WRONG = N_("This code is not right (any more). Check it, or have a new one sent.")
TOO_MANY = N_("We cannot send more letters there today. Try again tomorrow.")
_NOT_DIGITS = re.compile(r"[^0-9]")


def needs_proof(handed: Handed) -> bool:
    """Tell whether the address must be proved: the link did not come by mail to that person."""
    attended = handed.opened.means is Means.PHONE
    return bool(handed.email) and not handed.opened.mailed and not attended


def begin(desk: "Desk", handed: Handed) -> Response:
    """Send a code, and ask for it on a page that carries the form."""
    return _ask(desk, handed, _send(desk, handed, f"{handed.nonce}|{handed.email}"))


def go_on(desk: "Desk", reading: Reading, form: Posted, nonce: str) -> Response:
    """Take the code that was typed, or send another one, or go on without an address."""
    parts = desk.parts
    content = parts.carrier.unpack(KIND, form.fields["carried"], parts.now())
    if content is None or content["page"] != desk.page_id:
        return desk.show()
    handed = Handed(
        opened=desk.opened,
        reading=reading,
        draft=_draft_of(content["draft"]),
        nonce=nonce,
        verified=VerifiedBy.NONE,
        email=content["email"],
    )
    action = form.fields.get("action", "code")
    if action == "without" and desk.opened.ask is None:
        return desk.finish(replace(handed, email=""))
    if action == "again":
        return _ask(desk, handed, _send(desk, handed, f"after|{content['code']}"))
    digits = _NOT_DIGITS.sub("", form.fields.get("code", ""))
    with parts.deps.store.begin() as tx:
        right = tx.codes.try_digits(content["code"], digits, parts.now())
        if right:
            tx.codes.drop(content["code"])
    if not right:
        return _ask(desk, handed, content["code"], CODE_WRONG)
    return desk.finish(replace(handed, verified=VerifiedBy.CODE))


def _send(desk: "Desk", handed: Handed, reason: str) -> str:
    """Make a code and put its letter into the outbox; gives its id, empty where it may not be.

    One reason makes one code: a page that is loaded again sends no second letter.
    """
    parts, now = desk.parts, desk.parts.now()
    code_id = hashlib.sha256(f"code|{desk.page_id}|{reason}".encode()).hexdigest()[:32]
    if _is_open(parts, code_id):
        return code_id
    parts.limits.require(Bounds.LETTER, network(sender_of(desk.request)), now)
    if not parts.limits.count(Bounds.MAILBOX, handed.email.casefold(), now):
        return ""
    ends_at = now + timedelta(seconds=CODE_S)
    language = handed.reading.notice.language
    with parts.deps.store.begin() as tx:
        tx.codes.forget(now)
        tx.codes.make(code_id, handed.email, language, ends_at)
        tx.outbox.put(letters.code(code_id, ends_at, now))
    return code_id


def _is_open(parts: Parts, code_id: str) -> bool:
    """Tell whether this code was sent and still counts."""
    try:
        with parts.deps.store.read() as tx:
            return parts.now() < tx.codes.get(code_id).ends_at
    except NoSuchRow:
        return False


def _ask(desk: "Desk", handed: Handed, code_id: str, wrong: str = "") -> Response:
    parts = desk.parts
    content = {
        "page": desk.page_id,
        "code": code_id,
        "email": handed.email,
        "draft": asdict(handed.draft),
    }
    frame = parts.frame(desk.request, handed.reading.notice.language)
    text = parts.words(frame)(TOO_MANY if not code_id else wrong) if wrong or not code_id else ""
    problems = [Problem(field="code", text=text)] if text else []
    values = {
        "carried": parts.carrier.pack(KIND, content, parts.now() + timedelta(hours=2)),
        "token": parts.forms.token(desk.page_id, handed.nonce),
        "address": veiled(handed.email),
        "action": desk.query(handed.reading.notice.language),
        "problems": problems,
        "found": {one.field: one.text for one in problems},
        "skippable": desk.opened.ask is None,
    }
    return page(frame, "code", values, status=422 if problems else 200)


def veiled(email: str) -> str:
    """Show enough of an address for its owner: `a•••@example.org`."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def _draft_of(said: Mapping[str, Any]) -> Draft:
    people = tuple(
        PersonDraft(
            **{
                **one,
                "person": PersonId(one["person"]) if one["person"] else None,
                "uses": {Channel(use): Choice(choice) for use, choice in one["uses"].items()},
            }
        )
        for one in said["people"]
    )
    return Draft(**{**said, "whom": Whom(said["whom"]), "people": people})
