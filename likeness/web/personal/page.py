"""The personal page at /me: what I said, and everything I can do about it."""

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from consent.ids import PersonId
from consent.quitclaims import Subject
from likeness.web.pages.limits import Bounds, network
from likeness.web.pages.parts import Form, Parts, Posted
from likeness.web.pages.shell import page, sender_of
from likeness.web.pages.taking import Came, Gone, Stale, sent_before, stale, use_up
from likeness.web.pages.visits import Visit, drop_cookie, visit_of
from likeness.web.personal.overview import Overview, Words, overview
from scheduler.ports import Tx

READ = ["GET", "HEAD"]


class NotIn(Exception):  # noqa: N818 - what it says
    """Somebody without a visit: they go to the door."""


class Desk:
    """One visit of one reader."""

    def __init__(self, parts: Parts, request: Request, visit: Visit) -> None:
        """Sit down."""
        self.parts, self.request, self.visit = parts, request, visit
        self.frame = parts.frame(request)

    @classmethod
    def at(cls, parts: Parts, request: Request) -> "Desk":
        """Let somebody in who proved who they are. Raises `NotIn` for everybody else."""
        visit = visit_of(parts, request)
        if visit is None:
            raise NotIn
        return cls(parts, request, visit)

    def page_id(self, path: str) -> str:
        """Name a form of this visit by where it is sent: that says the act and its object."""
        return f"me|{self.visit.link}|{path}"

    def token(self, path: str) -> str:
        """Make the token of the form that is sent to this path."""
        return self.parts.forms.token(self.page_id(path))

    def name(self, person: PersonId) -> str:
        """Give what stands for a person in the addresses of this visit."""
        return self.parts.forms.name(self.visit.signer, person)

    def person(self, who: str) -> PersonId:
        """Give the person of this visit with this name in addresses. Raises `Gone`."""
        for person in self.visit.persons:
            if self.name(person) == who:
                return person
        raise Gone

    def words(self, tx: Tx) -> Words:
        """Give the reader's words."""
        return Words(
            language=self.frame.language,
            wording=self.parts.wording,
            sessions={one.id: one.name for one in tx.sessions.all()},
            today=self.parts.deps.clock.today(),
        )

    def overview(self, tx: Tx, subject: Subject) -> Overview:
        """Give what is shown of one person."""
        recognition = tx.people.recognition_consents().get(subject.id)
        name = tx.people.profile(subject.id).name
        return overview(subject, name, recognition, self.words(tx))

    def show(self, template: str, values: dict[str, object], status: int = 200) -> Response:
        """Show one page of the visit."""
        return page(self.frame, template, {"token": self.token, **values}, status=status)

    def one(self, person: PersonId) -> Overview:
        """Give what is shown of one person of this visit."""
        with self.parts.deps.store.read() as tx:
            (subject,) = tx.people.subjects((person,))
            return self.overview(tx, subject)


def taking(
    parts: Parts, request: Request, form: Posted, act: Callable[[Desk], Response]
) -> Response:
    """Take a form of a visit: once, counted, and only where it is sent to.

    What was sent before is answered first: the visit may have ended by it.
    """
    came = Came(parts=parts, request=request, form=form)
    before = sent_before(came)
    if before is not None:
        return before
    try:
        desk = Desk.at(parts, request)
    except NotIn:
        # The same form may have ended the visit since the first look.
        before = sent_before(came)
        if before is not None:
            return before
        raise
    parts.limits.require(Bounds.POST, network(sender_of(request)), parts.now())
    return use_up(came, desk.page_id(request.url.path), lambda: act(desk))


def add_page(app: FastAPI, parts: Parts) -> None:
    """Answer /me, for those who are in and those who are not yet."""

    def to_the_door(request: Request, _: Exception) -> Response:
        closed = request.method == "POST"
        return RedirectResponse("/me?closed=1" if closed else "/me", 303)

    def gone(request: Request, _: Exception) -> Response:
        return stale(parts, request, Stale.GONE)

    app.add_exception_handler(NotIn, to_the_door)
    app.add_exception_handler(Gone, gone)

    @app.api_route("/me", methods=READ, response_class=HTMLResponse)
    def me(request: Request) -> Response:
        visit = visit_of(parts, request)
        if visit is None:
            return _door(parts, request)
        desk = Desk(parts, request, visit)
        with parts.deps.store.read() as tx:
            subjects = {one.id: one for one in tx.people.subjects(visit.persons)}
            people = [desk.overview(tx, subjects[person]) for person in visit.persons]
            waiting = [tx.pending_enrolments.of_person(person) for person in visit.persons]
        values = {
            "people": people,
            "names": [desk.name(person) for person in visit.persons],
            "waiting": [one is not None and one.handed_in for one in waiting],
            "guardian": visit.guardian,
        }
        return desk.show("me", values)

    @app.post("/me/leave", response_class=HTMLResponse)
    def leave(request: Request, form: Form) -> Response:
        def close(desk: Desk) -> Response:
            with parts.deps.store.begin() as tx:
                tx.links.kill(desk.visit.link, parts.now())
            answer = RedirectResponse("/me", 303)
            drop_cookie(parts, answer, "visit")
            drop_cookie(parts, answer, "signed")
            return answer

        return taking(parts, request, form, close)


def _door(parts: Parts, request: Request) -> Response:
    values = {
        "code_token": parts.forms.token("code"),
        "help_token": parts.forms.token("help"),
        "unknown": "code" in request.query_params,
        "closed": "closed" in request.query_params,
    }
    return page(parts.frame(request), "enter", values)
