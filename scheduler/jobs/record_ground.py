"""Record another legal ground than consent for the pictures of a session. Never for recognition."""

from consent.families import is_child
from consent.grounds import SessionGround, check_ground
from consent.ids import Actor, PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.quitclaims import ForSession, Quitclaim, Signer
from consent.signing import Means
from consent.states import ConsentState
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.jobs.save_quitclaim import note_quitclaim
from scheduler.ports import Tx
from scheduler.values import Act, Priority


def record_ground(
    deps: Deps, ground: SessionGround, actor: Actor, means: Means = Means.COMMAND
) -> int:
    """Keep a ground, and for each person the record that rests on it; gives photos woken.

    A later no of the person still counts. Raises `NoSuchRow` and `NotAllowed`.
    """
    check_ground(ground, deps.rules.decide.channels)
    now, how = deps.clock.now(), How(by=actor, means=means)
    woken = 0
    with deps.store.begin() as tx:
        if not any(one.id == ground.session for one in tx.sessions.all()):
            raise NoSuchRow("There is no such session: likeness session list")
        number = deps.new_id()
        tx.grounds.add(number, ground)
        detail = {"basis": ground.ground.value, "count": len(ground.persons)}
        act = Act(actor=actor, act="ground-recorded", subjects=(ground.session,), detail=detail)
        tx.records.act(act, now)
        for person in sorted(ground.persons):
            note_quitclaim(deps, tx, _resting(deps, tx, ground, number, person), how)
            woken += tx.queue.wake_person(person, Priority.CONSENT, now)
    return woken


def _resting(deps: Deps, tx: Tx, ground: SessionGround, number: str, person: PersonId) -> Quitclaim:
    """Make the record of one person. For a child it ends as a guardian's answer would."""
    until = tx.people.profile(person).minor_until
    minor = is_child(until, deps.clock.today())
    return Quitclaim(
        id=QuitclaimId(deps.new_id()),
        person=person,
        state=ConsentState.UNKNOWN,
        channels=ground.channels,
        at=ground.at,
        signer=Signer(id=SignerId(f"ground-{number}"), guardian=minor),
        scope=ForSession(session=ground.session),
        begins=ground.begins,
        ends=ground.ends,
        ground=ground.ground,
    )
