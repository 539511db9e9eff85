"""The personal page at /me: what I said, and everything I can do about it."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from consent.ids import PersonId
from consent.quitclaims import Subject
from likeness.web.pages.limits import Bounds, network
from likeness.web.pages.parts import Form, Parts, Posted
from likeness.web.pages.shell import page, sender_of
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

    @classmethod
    def taking(cls, parts: Parts, request: Request, form: Posted) -> "Desk":
        """Do the same for a form, and check that it is one of this visit."""
        desk = cls.at(parts, request)
        parts.limits.require(Bounds.POST, network(sender_of(request)), parts.now())
        parts.forms.nonce(desk.page_id, form.token)
        return desk

    @property
    def page_id(self) -> str:
        """Name the pages of this visit, for their forms."""
        return f"me|{self.visit.link}"

    def token(self) -> str:
        """Make the token of a form."""
        return self.parts.forms.token(self.page_id)

    def person(self, number: int) -> PersonId:
        """Give a person of this visit. Raises 404 for any other number."""
        if not 0 <= number < len(self.visit.persons):
            raise HTTPException(404)
        return self.visit.persons[number]

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
        return page(self.frame, template, {"token": self.token(), **values}, status=status)

    def one(self, number: int) -> Overview:
        """Give what is shown of one person of this visit."""
        person = self.person(number)
        with self.parts.deps.store.read() as tx:
            (subject,) = tx.people.subjects((person,))
            return self.overview(tx, subject)


def add_page(app: FastAPI, parts: Parts) -> None:
    """Answer /me, for those who are in and those who are not yet."""

    def to_the_door(_: Request, __: Exception) -> Response:
        return RedirectResponse("/me", 303)

    app.add_exception_handler(NotIn, to_the_door)

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
            "waiting": [one is not None and one.handed_in for one in waiting],
            "guardian": visit.guardian,
        }
        return desk.show("me", values)

    @app.post("/me/leave", response_class=HTMLResponse)
    def leave(request: Request, form: Form) -> Response:
        desk = Desk.taking(parts, request, form)
        with parts.deps.store.begin() as tx:
            tx.links.kill(desk.visit.link, parts.now())
        answer = RedirectResponse("/me", 303)
        drop_cookie(parts, answer, "visit")
        drop_cookie(parts, answer, "signed")
        return answer


def _door(parts: Parts, request: Request) -> Response:
    values = {
        "code_token": parts.forms.token("code"),
        "help_token": parts.forms.token("help"),
        "unknown": "code" in request.query_params,
    }
    return page(parts.frame(request), "enter", values)
