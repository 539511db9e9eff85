"""Three shots for recognition, one at a time, each judged at once; used for nothing yet."""

import contextlib
from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from consent.errors import NotAllowed
from consent.ids import PersonId, SessionId
from likeness.i18n.catalogs import N_
from likeness.web.pages.parts import Form, Parts
from likeness.web.pages.taking import Gone
from likeness.web.personal.ending import actor_of
from likeness.web.personal.page import READ, Desk, taking
from recognition.errors import RecognitionError
from recognition.values import QualityReason
from scheduler.errors import ConsentMissing
from scheduler.jobs.enrol_pending import (
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
_LATER = "later"
_ADVICE: Mapping[str, str] = {
    **{outcome.value: text for outcome, text in OUTCOMES.items()},
    **{reason.value: text for reason, text in REASONS.items()},
    _LATER: NOT_NOW,
}


def add_face(app: FastAPI, parts: Parts) -> None:
    """Answer /me/<who>/face and the forms on it."""
    _looking(app, parts)
    _making(app, parts)

    @app.post("/me/{who}/face/{enrolment}/done", response_class=HTMLResponse)
    def done(who: str, enrolment: str, request: Request, form: Form) -> Response:
        def act(desk: Desk) -> Response:
            keep = form.fields.get("keep") == "yes"
            person = _making_of(desk, who, enrolment).person
            with contextlib.suppress(NotAllowed, ConsentMissing):
                hand_in_shots(parts.deps, person, keep=keep)
            return RedirectResponse(f"/me/{who}/face?done=1", 303)

        return taking(parts, request, form, act)

    @app.post("/me/{who}/face/{enrolment}/drop", response_class=HTMLResponse)
    def drop(who: str, enrolment: str, request: Request, form: Form) -> Response:
        def act(desk: Desk) -> Response:
            waiting = _making_of(desk, who, enrolment)
            drop_enrolment(parts.deps, waiting.id, actor_of(desk), tell=False)
            return RedirectResponse(f"/me#{who}", 303)

        return taking(parts, request, form, act)


def _looking(app: FastAPI, parts: Parts) -> None:
    @app.api_route("/me/face", methods=READ, response_class=HTMLResponse)
    def first(request: Request) -> Response:
        """Lead whoever has just signed for themselves to their shots."""
        desk = Desk.at(parts, request)
        return RedirectResponse(f"/me/{desk.name(desk.visit.persons[0])}/face", 303)

    @app.api_route("/me/{who}/face", methods=READ, response_class=HTMLResponse)
    def face(who: str, request: Request) -> Response:
        return _show(Desk.at(parts, request), who)


def _making(app: FastAPI, parts: Parts) -> None:
    @app.post("/me/{who}/face/{pose}/shot", response_class=HTMLResponse)
    def shot(who: str, pose: str, request: Request, form: Form) -> Response:
        def act(desk: Desk) -> Response:
            wrong = _take(desk, who, pose, form.files.get("shot", b""))
            asked = f"?wrong={','.join(wrong)}#errors" if wrong else ""
            return RedirectResponse(f"/me/{who}/face{asked}", 303)

        return taking(parts, request, form, act)


def _making_of(desk: Desk, who: str, enrolment: str) -> PendingEnrolment:
    """Give the shots a form is about. Raises `Gone` where they are not the person's any more."""
    waiting = _waiting(desk, desk.person(who))
    if waiting is None or waiting.id != enrolment:
        raise Gone
    return waiting


def _take(desk: Desk, who: str, pose: str, data: bytes) -> Sequence[str]:
    """Offer a shot of the pose that was asked for; gives what is wrong with it.

    Raises `Gone` where another pose is asked for by now.
    """
    person = desk.person(who)
    wanted = _next_pose(_waiting(desk, person))
    if wanted is None or wanted != pose:
        raise Gone
    try:
        result = offer_shot(desk.parts.deps, person, wanted, data, _session(desk, person))
    except RecognitionError:
        return (_LATER,)
    except (NotAllowed, ConsentMissing):
        return ()
    if result.outcome is Offered.ENROLLED:
        return ()
    return result.reasons or (result.outcome,)


def _advice(desk: Desk) -> list[str]:
    """Give the sentences about the shot before, as the address names what was wrong with it."""
    say = desk.parts.words(desk.frame)
    named = desk.request.query_params.get("wrong", "").split(",")
    return [say(_ADVICE[one]) for one in dict.fromkeys(named) if one in _ADVICE]


def _show(desk: Desk, who: str) -> Response:
    person = desk.person(who)
    say = desk.parts.words(desk.frame)
    values: dict[str, object] = {"who": who, "advice": _advice(desk), "why": "", "until": None}
    refusal = _refusal(desk, person)
    waiting = _waiting(desk, person)
    values["enrolment"] = waiting.id if waiting else ""
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
        values |= {"state": "shots", "step": step, "shot": pose.value, "pose": say(POSES[pose])}
    answer = desk.show("face", values)
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
