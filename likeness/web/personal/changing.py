"""Changing and renewing answers from one's own page: the same text and form as at first."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse

from consent.ids import PersonId
from consent.notices import Audience
from consent.quitclaims import Signer
from consent.signing import Means
from likeness.web.pages.parts import Form, Parts
from likeness.web.personal.overview import Tone, granted
from likeness.web.personal.page import READ, Desk, taking
from likeness.web.signing.opening import Opened
from likeness.web.signing.routes import Desk as SigningDesk
from scheduler.ports import Tx


def add_changing(app: FastAPI, parts: Parts) -> None:
    """Answer /me/<who>/change."""

    @app.api_route("/me/{who}/change", methods=READ, response_class=HTMLResponse)
    def read(who: str, request: Request) -> Response:
        desk = Desk.at(parts, request)
        person = desk.person(who)
        signing = _signing(desk, person)
        return parts.closed(request) if signing is None else signing.show(_said(desk, person))

    @app.post("/me/{who}/change", response_class=HTMLResponse)
    def take(who: str, request: Request, form: Form) -> Response:
        def act(desk: Desk) -> Response:
            signing = _signing(desk, desk.person(who))
            return parts.closed(request) if signing is None else signing.take(form)

        return taking(parts, request, form, act)


def _signing(desk: Desk, person: PersonId) -> SigningDesk | None:
    """Open the form of one person; None where no text is published any more."""
    with desk.parts.deps.store.read() as tx:
        opened = _opened(tx, desk, person)
    if opened is None:
        return None
    return SigningDesk(desk.parts, desk.request, opened, desk.page_id(desk.request.url.path))


def _opened(tx: Tx, desk: Desk, person: PersonId) -> Opened | None:
    guardian = desk.visit.guardian
    audience = Audience.GUARDIAN if guardian else Audience.ADULT
    signed = tx.signatures.of_person(person)
    wanted = [one.notice for one in reversed(signed)] + list(tx.notices.ids())
    notice = next((one for one in wanted if tx.notices.languages(one, audience)), None)
    if notice is None:
        return None
    profile = tx.people.profile(person)
    guards = [one for one in tx.guardians.of(person) if one.signer == desk.visit.signer]
    return Opened(
        link=None,
        ask=None,
        means=Means.PERSONAL,
        signer=Signer(id=desk.visit.signer, guardian=guardian),
        session=signed[-1].session if signed else None,
        notice=notice,
        known=((person, profile.name),),
        email=guards[0].email if guards else profile.email,
        language=profile.language,
    )


def _said(desk: Desk, person: PersonId) -> dict[str, str]:
    """Fill in what counts now; where nothing was ever said, nothing is chosen.

    A yes to recognition is only told: it has to be given anew, by a tick that nobody made before.
    """
    with desk.parts.deps.store.read() as tx:
        (subject,) = tx.people.subjects((person,))
        shown = desk.overview(tx, subject)
    if not subject.quitclaims:
        return {}
    yes = granted(subject, desk.parts.deps.clock.today())
    known = {use for entry in subject.quitclaims for use in entry.channels}
    fields = {f"p0-use-{use}": "yes" if use in yes else "no" for use in known}
    if shown.recognition is not None and shown.recognition.tone is Tone.YES:
        fields["p0-recognised"] = "1"
    return fields
