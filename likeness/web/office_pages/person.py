"""One person: permissions with what happened to them, and what may be done for the person."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from consent.asks import Ask
from consent.families import Conflict, conflict
from consent.ids import PersonId, QuitclaimId, SignerId
from consent.lifecycle import Transition
from consent.newest import current
from consent.quitclaims import ForPhotos, ForSession, General, Quitclaim, Subject
from consent.signing import Means
from consent.states import ConsentState
from likeness.accounts.errors import LoginRefused, TooManyTries
from likeness.storage.store import SqlTx
from likeness.web.office_pages.held import merged_into
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.texts_looks import looks_in
from likeness.web.office_pages.visitors import Visitor, address_of
from scheduler.jobs.ask_person import secret_of
from scheduler.jobs.erase_person import erase_person, is_erased

LIVE = frozenset({ConsentState.GIVEN, ConsentState.RENEWED})
SAID = frozenset(
    {
        "people_added",
        "done",
        "ask_done",
        "ask_not",
        "ask_no_text",
        "person_saved",
        "nothing_ended",
        "person_corrected",
        "held_later",
        "held_undone",
    }
)
_Text = Annotated[str, Form(max_length=300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """One permission or refusal, with its history."""

    quitclaim: Quitclaim
    uses: str
    scope: str
    session: str = field(repr=False)
    live: bool
    replaced: bool
    """Whether newer answers of the same signer count instead in every use."""
    history: tuple[Transition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskView:
    """One invitation that waits, with its link where it does not go by mail."""

    ask: Ask
    url: str = field(repr=False)


def add_person(desk: Desk) -> None:
    """Add the page and its acts."""
    _erasing(desk)
    _page(desk)


def _page(desk: Desk) -> None:
    pages = desk.pages

    @desk.router.get("/people/{person}")
    def person(
        visitor: Annotated[Visitor, Depends(desk.door.see)], person: str, said: str = ""
    ) -> HTMLResponse:
        who = PersonId(person)
        pages.saw(visitor.account, "person-opened", (who,))
        with pages.store.read() as tx:
            profile = tx.people.profile(who)
            values = _values(desk, tx, who, visitor.language)
        shown = {"profile": profile, "person": who, "said": said if said in SAID else ""}
        return desk.shell.page(visitor, "person.html.j2", {**values, **shown})


def _erasing(desk: Desk) -> None:
    pages, logins = desk.pages, desk.pages.logins

    @desk.router.get("/people/{person}/erase")
    def sure(visitor: Annotated[Visitor, Depends(desk.door.see)], person: str) -> HTMLResponse:
        return _sure(desk, visitor, PersonId(person), "")

    @desk.router.post("/people/{person}/erase")
    def erase(
        request: Request,
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        person: str,
        password: _Text = "",
    ) -> Response:
        """Erase, after the password was typed once more."""
        who = PersonId(person)
        try:
            logins.prove(visitor.account, visitor.session, password, address_of(request))
        except LoginRefused:
            return _sure(desk, visitor, who, "login_refused", 403)
        except TooManyTries:
            return _sure(desk, visitor, who, "login_waits", 429)
        with pages.store.read() as tx:
            if who not in set(tx.people.ids()):
                raise HTTPException(404)
        erase_person(pages.deps, who, visitor.account.actor)
        return seen_other(f"/people/erased?of={person}")

    @desk.router.get("/people/erased")
    def erased(visitor: Annotated[Visitor, Depends(desk.door.see)], of: str = "") -> HTMLResponse:
        """Say how far an erasure is; nothing is left that says whose it was."""
        who = PersonId(of)
        with pages.store.read() as tx:
            held = bool(tx.holds.of_person(who))
        finished = "person_erased_held" if held else "person_erased"
        values = {"said": finished if is_erased(pages.deps, who) else "person_erasing"}
        return desk.shell.page(visitor, "erased.html.j2", values)


def _sure(
    desk: Desk, visitor: Visitor, person: PersonId, wrong: str, status: int = 200
) -> HTMLResponse:
    desk.pages.saw(visitor.account, "person-opened", (person,))
    with desk.pages.store.read() as tx:
        profile = tx.people.profile(person)
    values = {"person": person, "profile": profile, "wrong": wrong}
    return desk.shell.page(visitor, "erase.html.j2", values, status)


def _values(desk: Desk, tx: SqlTx, person: PersonId, language: str) -> dict[str, object]:
    """Read everything about a person."""
    (subject,) = tx.people.subjects((person,))
    recognition = tx.people.recognition_consents().get(person)
    disagree: Conflict | None = conflict(person, subject.quitclaims)
    return {
        "consents": _consents(desk, tx, subject, language),
        "recognition": recognition,
        "recognition_live": recognition is not None and recognition.state in LIVE,
        "recognition_history": tx.transitions.of_recognition(person),
        "templates": tx.people.template_counts(desk.pages.deps.rules.pack).get(person, 0),
        "groups": tx.groups.of(person),
        "held": tx.held.get(person),
        "numbers": merged_into(tx, person),
        "into": tuple(one for one in tx.merges.of(person) if one.merged == person),
        "guardians": tx.guardians.of(person),
        "conflict": disagree,
        "says_no": _says_no(desk, disagree, language),
        "languages": desk.pages.languages(),
        "signatures": tx.signatures.of_person(person),
        "withdrawals": tx.withdrawals.of_person(person),
        "asks": tuple(_ask(desk, one) for one in tx.asks.open_of(person)),
        "notices": tx.notices.ids(),
        "photos": len(tx.assets.with_person(person)),
        "accesses": tx.access.latest(20, about=person),
        "looks": looks_in(language),
        "people": {account.actor: account.name for account in tx.accounts.all()},
    }


def _says_no(desk: Desk, disagree: Conflict | None, language: str) -> dict[SignerId, str]:
    """Give what the guardians who say no to something another allows say no to."""
    if disagree is None:
        return {}
    uses = ", ".join(desk.pages.wording.channel(one, language) for one in sorted(disagree.channels))
    return dict.fromkeys(disagree.refused_by, uses)


def _ask(desk: Desk, ask: Ask) -> AskView:
    shown = ask.way is not Means.MAIL and desk.pages.public_url
    secret = secret_of(desk.pages.deps, ask) if shown else ""
    return AskView(ask=ask, url=f"{desk.pages.public_url}/s/{secret}" if secret else "")


def _consents(desk: Desk, tx: SqlTx, subject: Subject, language: str) -> tuple[ConsentView, ...]:
    """Give every answer, the latest first, and whether it still counts."""
    left = {one.id for one in current(subject, desk.pages.deps.clock.today())}
    latest = sorted(subject.quitclaims, key=lambda one: one.at, reverse=True)
    return tuple(_consent(desk, tx, one, left, language) for one in latest)


def _consent(
    desk: Desk, tx: SqlTx, one: Quitclaim, left: set[QuitclaimId], language: str
) -> ConsentView:
    wording = desk.pages.wording
    scope, session = "scope-general", ""
    match one.scope:
        case ForSession(session=wanted):
            scope = "scope-session"
            session = next((s.name for s in tx.sessions.all() if s.id == wanted), "")
        case ForPhotos():
            scope = "scope-photos"
        case General():
            pass
    return ConsentView(
        quitclaim=one,
        uses=", ".join(wording.channel(channel, language) for channel in sorted(one.channels)),
        scope=scope,
        session=session,
        live=one.state in LIVE and one.id in left,
        replaced=one.id not in left,
        history=tx.transitions.of_quitclaim(one.id),
    )
