"""Shots that people make of themselves: kept apart and sealed until a human confirms them.

No gallery ever sees a pending template. Whether the face looks like somebody enrolled is asked only
when a human looks, so the page answers everybody alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from consent.errors import NotAllowed
from consent.families import is_child
from consent.ids import Actor, PersonId, SessionId
from recognition.values import Band, FaceMatch, MatchRequest, PhotoTrouble, QualityReason, Template
from scheduler import letters
from scheduler.deps import Deps
from scheduler.jobs.enrol_person import Offered, require_consent
from scheduler.ports import Tx
from scheduler.ports.pages import PendingEnrolment, PolicyKind, Pose, Shot
from scheduler.values import Act, NewTemplate, Priority

WAIT_DAYS = 14
MAKING_HOURS = 2
"""Time to make three shots; then what is there is deleted."""
SHOT_PX, REFERENCE_PX = 1280, 160
TIMER = Actor("timer")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotResult:
    """What became of one shot."""

    outcome: Offered
    reasons: tuple[QualityReason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """A pending face looks like somebody enrolled: for a human to compare."""

    pose: Pose
    like: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Face:
    shot: Shot
    found: FaceMatch
    template: Template = field(repr=False)


def check_may_enrol(deps: Deps, tx: Tx, person: PersonId, session: SessionId | None) -> None:
    """Refuse without a valid consent, and minors where no policy allows them.

    Raises `ConsentMissing` and `NotAllowed`.
    """
    require_consent(tx, person, deps.clock.today())
    minor = is_child(tx.people.profile(person).minor_until, deps.clock.today())
    if minor and not policy_holds(deps, tx, PolicyKind.MINORS, session):
        raise NotAllowed("Children are not recognised by face here.")


def policy_holds(deps: Deps, tx: Tx, kind: PolicyKind, session: SessionId | None) -> bool:
    """Tell whether a policy is on today for a session."""
    today = deps.clock.today()
    return any(
        one.kind is kind
        and (one.session == (session or "") or (not one.session and kind is PolicyKind.MINORS))
        and (one.until is None or today <= one.until)
        for one in tx.pending_enrolments.policies()
    )


def offer_shot(
    deps: Deps, person: PersonId, pose: Pose, data: bytes, session: SessionId | None
) -> ShotResult:
    """Take one shot, or say what is wrong with it. Raises `ConsentMissing` and `NotAllowed`."""
    with deps.store.read() as tx:
        check_may_enrol(deps, tx, person, session)
        waiting = tx.pending_enrolments.of_person(person)
        before = tx.pending_enrolments.shots(waiting.id) if waiting else ()
    picture = deps.eyes.covered(data, (), SHOT_PX)
    if isinstance(picture, PhotoTrouble):
        return ShotResult(outcome=Offered.UNREADABLE)
    made = _template(deps, picture)
    if isinstance(made, ShotResult):
        return made
    if any(one.template.vector == made.vector and one.pose is not pose for one in before):
        return ShotResult(outcome=Offered.SAME_PICTURE)
    with deps.store.begin() as tx:
        check_may_enrol(deps, tx, person, session)
        enrolment = _being_made(deps, tx, person, session)
        tx.pending_enrolments.add_shot(
            enrolment.id, Shot(pose=pose, picture=picture, template=made)
        )
    return ShotResult(outcome=Offered.ENROLLED)


def _template(deps: Deps, picture: bytes) -> Template | ShotResult:
    seen = deps.eyes.scan(picture, MatchRequest(), None)
    if isinstance(seen, PhotoTrouble):
        return ShotResult(outcome=Offered.UNREADABLE)
    if len(seen.faces) != 1:
        return ShotResult(outcome=Offered.SEVERAL_FACES if seen.faces else Offered.NO_FACE)
    made = deps.eyes.enrol(picture, seen.faces[0].box)
    if isinstance(made, PhotoTrouble):
        return ShotResult(outcome=Offered.UNREADABLE)
    if made.template is None:
        return ShotResult(outcome=Offered.POOR, reasons=made.quality.reasons)
    return made.template


def _being_made(
    deps: Deps, tx: Tx, person: PersonId, session: SessionId | None
) -> PendingEnrolment:
    there = tx.pending_enrolments.of_person(person)
    if there is not None and not there.handed_in:
        return there
    now = deps.clock.now()
    begun = PendingEnrolment(
        id=deps.new_id(),
        person=person,
        session=session,
        made_at=now,
        ends_at=now + timedelta(hours=MAKING_HOURS),
        keep=False,
        handed_in=False,
    )
    tx.pending_enrolments.make(begun)
    return begun


def hand_in_shots(deps: Deps, person: PersonId, *, keep: bool) -> bool:
    """Note that the person is done; True where a logged policy confirmed the shots at once.

    Raises `NotAllowed` where shots are missing.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        there = tx.pending_enrolments.of_person(person)
        if there is None or set(there.poses) != set(Pose):
            raise NotAllowed("Three shots are needed.")
        tx.pending_enrolments.hand_in(there.id, now + timedelta(days=WAIT_DAYS), keep=keep)
        act = Act(actor=Actor(f"person:{person}"), act="shots-handed-in", subjects=(person,))
        tx.records.act(act, now)
        attended = there.session is not None and policy_holds(
            deps, tx, PolicyKind.ATTENDED, there.session
        )
    if not attended:
        return False
    return not confirm_enrolment(deps, there.id, Actor("policy:attended"))


def confirm_enrolment(
    deps: Deps, enrolment_id: str, actor: Actor, *, distinct: bool = False
) -> tuple[Collision, ...]:
    """Let pending templates count; gives collisions, and then nothing happened.

    `distinct` is a human's word that this is not the person it looks like: both then always go to a
    human. Raises `NoSuchRow` and `ConsentMissing`.
    """
    with deps.store.read() as tx:
        enrolment = tx.pending_enrolments.get(enrolment_id)
        check_may_enrol(deps, tx, enrolment.person, enrolment.session)
        shots = tx.pending_enrolments.shots(enrolment_id)
    collisions = collisions_of(deps, enrolment.person, shots)
    if collisions and not distinct:
        return collisions
    faces = tuple(_faces(deps, shots))
    reference = _reference(deps, faces) if enrolment.keep else None
    with deps.store.begin() as tx:
        enrolment = tx.pending_enrolments.get(enrolment_id)
        check_may_enrol(deps, tx, enrolment.person, enrolment.session)
        _let_count(tx, enrolment, faces, reference)
        for like in {one.like for one in collisions}:
            tx.people.add_look_alike(enrolment.person, like)
        tx.pending_enrolments.drop(enrolment_id)
        detail = {
            "templates": len(faces),
            "reference": reference is not None,
            "distinct_by_hand": bool(collisions),
        }
        act = Act(
            actor=actor, act="enrolment-confirmed", subjects=(enrolment.person,), detail=detail
        )
        tx.records.act(act, deps.clock.now())
        tx.queue.wake_undecided(Priority.BACKFILL, deps.clock.now())
    return ()


def collisions_of(deps: Deps, person: PersonId, shots: Sequence[Shot]) -> tuple[Collision, ...]:
    """Say whom these shots look like, besides the person."""
    gallery = deps.galleries.current()
    names = {key: one for one, key in gallery.keys.items()}
    own = gallery.keys.get(person)
    others = frozenset(key for key in gallery.keys.values() if key != own)
    found = []
    for shot in shots:
        seen = deps.eyes.scan(shot.picture, MatchRequest(persons=others), gallery)
        faces = () if isinstance(seen, PhotoTrouble) else seen.faces
        found += [
            Collision(pose=shot.pose, like=names[face.best])
            for face in faces
            if face.best is not None and face.band is not Band.UNKNOWN
        ]
    return tuple(found)


def drop_enrolment(deps: Deps, enrolment_id: str, actor: Actor, *, tell: bool) -> None:
    """Delete shots and templates; `tell` puts a letter to the person into the outbox."""
    now = deps.clock.now()
    with deps.store.begin() as tx:
        enrolment = tx.pending_enrolments.get(enrolment_id)
        tx.pending_enrolments.drop(enrolment_id)
        if tell:
            tx.outbox.put(letters.pending_dropped(enrolment_id, enrolment.person, now))
        act = Act(actor=actor, act="enrolment-dropped", subjects=(enrolment.person,))
        tx.records.act(act, now)


def drop_over(deps: Deps) -> int:
    """Delete what nobody confirmed in time, and tell those who had handed it in."""
    with deps.store.read() as tx:
        over = tx.pending_enrolments.over(deps.clock.now())
    for one in over:
        drop_enrolment(deps, one.id, TIMER, tell=one.handed_in)
    return len(over)


def _faces(deps: Deps, shots: Sequence[Shot]) -> Iterator[_Face]:
    """Give the face of each shot, with a template of the pack in use."""
    for shot in shots:
        seen = deps.eyes.scan(shot.picture, MatchRequest(), None)
        if isinstance(seen, PhotoTrouble) or len(seen.faces) != 1:
            continue
        template: Template | ShotResult = shot.template
        if shot.template.pack_id != deps.rules.pack:
            template = _template(deps, shot.picture)
        if isinstance(template, Template):
            yield _Face(shot=shot, found=seen.faces[0], template=template)


def _reference(deps: Deps, faces: Sequence[_Face]) -> bytes | None:
    """Cut out one small picture of the face."""
    for face in sorted(faces, key=lambda face: face.found.quality.yaw):
        made = deps.eyes.crop(face.shot.picture, face.found.box, REFERENCE_PX)
        if not isinstance(made, PhotoTrouble):
            return made
    return None


def _let_count(
    tx: Tx, enrolment: PendingEnrolment, faces: Sequence[_Face], reference: bytes | None
) -> None:
    if not faces:
        raise NotAllowed("None of the shots can be read any more. Ask the person for new ones.")
    for face in faces:
        template = NewTemplate(
            person=enrolment.person, pack=face.template.pack_id, vector=face.template.vector
        )
        tx.people.add_template(template)
    if reference is not None:
        tx.pending_enrolments.keep_reference(enrolment.person, reference)
