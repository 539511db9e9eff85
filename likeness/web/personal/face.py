"""Three shots for recognition, one at a time, each judged at once; used for nothing yet."""

import contextlib
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from consent.errors import NotAllowed
from consent.ids import PersonId, SessionId
from likeness.i18n.catalogs import N_
from likeness.web.pages.parts import Form, Parts
from likeness.web.personal.ending import actor_of
from likeness.web.personal.page import READ, Desk
from recognition.errors import RecognitionError
from recognition.values import QualityReason
from scheduler.errors import ConsentMissing
from scheduler.jobs.enrol_pending import (
    ShotResult,
    check_may_enrol,
    drop_enrolment,
    hand_in_shots,
    offer_shot,
)
from scheduler.jobs.enrol_person import Offered
from scheduler.ports.pages import PendingEnrolment, Pose

POSES: Mapping[Pose, str] = {
    Pose.FRONT: N_("look straight ahead"),
    Pose.LEFT: N_("turn slightly to the left"),
    Pose.RIGHT: N_("turn slightly to the right"),
}
OUTCOMES: Mapping[Offered, str] = {
    Offered.NO_FACE: N_("No face was found. Hold the camera at the height of your eyes."),
    Offered.SEVERAL_FACES: N_("There is more than one face. Take a photo with only you on it."),
    Offered.UNREADABLE: N_("This file cannot be read as a photo. Choose another one."),
    Offered.SAME_PICTURE: N_("This is the photo you used before. Take a new one."),
    Offered.POOR: N_("The face cannot be seen well enough. Take another photo."),
}
REASONS: Mapping[QualityReason, str] = {
    QualityReason.TOO_SMALL: N_("The face is too small. Come closer."),
    QualityReason.BLURRED: N_("The photo is blurred. Hold still, and clean the lens."),
    QualityReason.TOO_DARK: N_("It is too dark. Look towards a window or a lamp."),
    QualityReason.TOO_BRIGHT: N_("It is too bright. Step out of the sun."),
    QualityReason.TURNED_AWAY: N_("The face is turned too far. Turn back a little."),
    QualityReason.LOW_SCORE: N_("Something covers the face. Take off a mask or sunglasses."),
}
NOT_NOW = N_("Photos cannot be checked at the moment. Try again later.")
NO_CONSENT = N_("Photos are only taken after a yes to face recognition. There is none now.")
NO_MINORS = N_("We do not use face recognition for children here.")


def add_face(app: FastAPI, parts: Parts) -> None:
    """Answer /me/<number>/face and the forms on it."""

    @app.api_route("/me/face", methods=READ, response_class=HTMLResponse)
    def first(request: Request) -> Response:
        Desk.at(parts, request)
        return RedirectResponse("/me/0/face", 303)

    @app.api_route("/me/{number}/face", methods=READ, response_class=HTMLResponse)
    def face(number: int, request: Request) -> Response:
        return _show(Desk.at(parts, request), number, ())

    @app.post("/me/{number}/face/shot", response_class=HTMLResponse)
    def shot(number: int, request: Request, form: Form) -> Response:
        desk = Desk.taking(parts, request, form)
        return _take(desk, number, form.files.get("shot", b""))

    @app.post("/me/{number}/face/done", response_class=HTMLResponse)
    def done(number: int, request: Request, form: Form) -> Response:
        desk = Desk.taking(parts, request, form)
        keep = form.fields.get("keep") == "yes"
        with contextlib.suppress(NotAllowed, ConsentMissing):
            hand_in_shots(parts.deps, desk.person(number), keep=keep)
        return RedirectResponse(f"/me/{number}/face?done=1", 303)

    @app.post("/me/{number}/face/drop", response_class=HTMLResponse)
    def drop(number: int, request: Request, form: Form) -> Response:
        desk = Desk.taking(parts, request, form)
        waiting = _waiting(desk, desk.person(number))
        if waiting is not None:
            drop_enrolment(parts.deps, waiting.id, actor_of(desk), tell=False)
        return RedirectResponse("/me", 303)


def _take(desk: Desk, number: int, data: bytes) -> Response:
    person = desk.person(number)
    pose = _next_pose(_waiting(desk, person))
    if pose is None:
        return RedirectResponse(f"/me/{number}/face", 303)
    say = desk.parts.words(desk.frame)
    try:
        result = offer_shot(desk.parts.deps, person, pose, data, _session(desk, person))
    except RecognitionError:
        return _show(desk, number, (say(NOT_NOW),))
    except (NotAllowed, ConsentMissing):
        return _show(desk, number, ())
    if result.outcome is Offered.ENROLLED:
        return RedirectResponse(f"/me/{number}/face", 303)
    return _show(desk, number, _advice(desk, result))


def _advice(desk: Desk, result: ShotResult) -> tuple[str, ...]:
    say = desk.parts.words(desk.frame)
    if result.reasons:
        return tuple(say(REASONS[reason]) for reason in result.reasons)
    return (say(OUTCOMES[result.outcome]),)


def _show(desk: Desk, number: int, advice: tuple[str, ...]) -> Response:
    person = desk.person(number)
    say = desk.parts.words(desk.frame)
    values: dict[str, object] = {"number": number, "advice": advice, "why": "", "until": None}
    refusal = _refusal(desk, person)
    waiting = _waiting(desk, person)
    if refusal:
        values |= {"state": "refused", "why": say(refusal)}
    elif waiting is not None and waiting.handed_in:
        values |= {"state": "waiting", "until": waiting.ends_at.date()}
    elif waiting is None and "done" in desk.request.query_params:
        values |= {"state": "done"}
    elif (pose := _next_pose(waiting)) is None:
        values |= {"state": "finish"}
    else:
        step = list(Pose).index(pose) + 1
        values |= {"state": "shots", "step": step, "pose": say(POSES[pose])}
    answer = desk.show("face", values, 422 if advice else 200)
    answer.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    return answer


def _refusal(desk: Desk, person: PersonId) -> str:
    """Say why no shots are taken; empty where they are."""
    session = _session(desk, person)
    try:
        with desk.parts.deps.store.read() as tx:
            check_may_enrol(desk.parts.deps, tx, person, session)
    except ConsentMissing:
        return NO_CONSENT
    except NotAllowed:
        return NO_MINORS
    return ""


def _waiting(desk: Desk, person: PersonId) -> PendingEnrolment | None:
    with desk.parts.deps.store.read() as tx:
        return tx.pending_enrolments.of_person(person)


def _next_pose(waiting: PendingEnrolment | None) -> Pose | None:
    made = waiting.poses if waiting else ()
    return next((pose for pose in Pose if pose not in made), None)


def _session(desk: Desk, person: PersonId) -> SessionId | None:
    """Give the session at which the person signed last."""
    with desk.parts.deps.store.read() as tx:
        signed = tx.signatures.of_person(person)
    return signed[-1].session if signed else None
