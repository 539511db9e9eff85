"""Visits: the half hour in which somebody who proved who they are sees their own page."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import Request, Response

from consent.asks import Link, LinkKind
from consent.families import opens_to_guardians
from consent.ids import LinkHash, PersonId, SignerId
from likeness.web.pages.parts import Parts
from scheduler.ports import Tx

VISIT_S = 30 * 60
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody on their own page."""

    link: LinkHash
    persons: tuple[PersonId, ...]
    signer: SignerId

    @property
    def guardian(self) -> bool:
        """Tell whether somebody else than the person looks."""
        return tuple(self.persons) != (PersonId(self.signer),)


def cookie_name(parts: Parts, what: str) -> str:
    """Give the name of a cookie; `__Host-` ties it to this address where there is https."""
    return f"__Host-{what}" if parts.secure else what


def set_cookie(parts: Parts, answer: Response, what: str, value: str) -> None:
    """Set a cookie for half an hour that scripts and other sites never see."""
    answer.set_cookie(
        cookie_name(parts, what),
        value,
        max_age=VISIT_S,
        path="/",
        secure=parts.secure,
        httponly=True,
        samesite="strict",
    )


def drop_cookie(parts: Parts, answer: Response, what: str) -> None:
    """Take a cookie away."""
    answer.delete_cookie(
        cookie_name(parts, what), path="/", secure=parts.secure, httponly=True, samesite="strict"
    )


def begin_visit(
    parts: Parts, answer: Response, persons: tuple[PersonId, ...], signer: SignerId
) -> None:
    """Let somebody onto their page for half an hour."""
    with parts.deps.store.begin() as tx:
        secret = new_visit(parts, tx, persons, signer)
    set_cookie(parts, answer, "visit", secret)


def new_visit(parts: Parts, tx: Tx, persons: tuple[PersonId, ...], signer: SignerId) -> str:
    """Keep a new visit; gives the secret of its cookie."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = parts.now()
    link = Link(
        hash=parts.secrets.hash_of(secret),
        kind=LinkKind.VISIT,
        made_at=now,
        ends_at=now + timedelta(seconds=VISIT_S),
        persons=persons,
        signer=signer,
    )
    tx.links.put(link)
    return secret


def visit_of(parts: Parts, request: Request) -> Visit | None:
    """Give the visit of this request; None where there is none (any more)."""
    secret = request.cookies.get(cookie_name(parts, "visit"), "")
    if not secret:
        return None
    with parts.deps.store.read() as tx:
        link = tx.links.find(parts.secrets.hash_of(secret))
        if link is None or link.kind is not LinkKind.VISIT or not link.opens(parts.now()):
            return None
        persons = _still_theirs(tx, link, parts.deps.clock.today())
    if not persons or link.signer is None:
        return None
    return Visit(link=link.hash, persons=persons, signer=link.signer)


def _still_theirs(tx: Tx, link: Link, today: date) -> tuple[PersonId, ...]:
    """Leave out who was erased, and children whose guardian this is not (any more)."""
    found = []
    for one in tx.people.subjects(link.persons):
        own = str(one.id) == link.signer
        open_ = opens_to_guardians(one.minor_until, today)
        guards = any(guardian.signer == link.signer for guardian in tx.guardians.of(one.id))
        if own or (open_ and guards):
            found.append(one.id)
    return tuple(found)
