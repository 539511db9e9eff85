"""A human says who somebody is who was held: the same person, or somebody else. And takes it back.

Evidence stays under the number it was given for. Whoever signed gets access to what is kept of a
child only where the office says which guardian that is, or confirms the address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from consent.errors import NotAllowed
from consent.held import HeldAnswer, Merge
from consent.ids import Actor, MergeId, PersonId, SignerId
from consent.lifecycle import How
from consent.signing import Means
from consent.states import NOES
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.jobs.end_recognition import end_within
from scheduler.ports import Tx
from scheduler.values import Act, Priority

MERGED: Final = "persons-merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a human says about a held match."""

    answer: HeldAnswer
    person: PersonId | None = None
    """Who it is, where it is somebody here."""
    guardian: SignerId | None = None
    """Of a child: the guardian here who signed; None: a guardian who is new, confirmed by this."""


def answer_held(deps: Deps, held: PersonId, said: Said, actor: Actor) -> MergeId | None:
    """Keep what a human says; gives the merge where it is the same person.

    Photos of both are decided anew. Raises `NoSuchRow` where nothing is held about this person, or
    whoever it is said to be is not here, and `NotAllowed` where it is not said who it is.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        match = tx.held.get(held)
        if match is None:
            raise NoSuchRow("Nothing is held about this person (any more).")
        tx.held.drop(held)
        detail: dict[str, str | int | bool | None] = {"kind": said.answer.value}
        act = Act(actor=actor, act="held-answered", subjects=(held,), detail=detail)
        tx.records.act(act, now)
        for one in (held, *(candidate.person for candidate in match.candidates)):
            tx.queue.wake_person(one, Priority.WITHDRAWAL, now)
        if said.answer is HeldAnswer.OTHER:
            return None
        if said.person is None:
            raise NotAllowed("Say which person it is.")
        return merge_within(deps, tx, said.person, held, said, actor)


def answer_clear(deps: Deps, actor: Actor) -> int:
    """Say of every clear case that it is the same person; gives how many.

    The guardian of a child is the one here whose address was proved; no such one: no access.
    """
    with deps.store.read() as tx:
        clear = {
            match.person: _plainly(tx, match.person, match.clear)
            for match in tx.held.all()
            if match.clear is not None
        }
    for held, said in clear.items():
        answer_held(deps, held, said, actor)
    return len(clear)


def _plainly(tx: Tx, held: PersonId, person: PersonId) -> Said:
    """Give what is said of a clear case."""
    proved = {one.email.casefold() for one in tx.guardians.of(held) if one.email}
    if not tx.guardians.of(held):
        return Said(answer=HeldAnswer.SAME, person=person)
    for guardian in tx.guardians.of(person):
        if guardian.email.casefold() in proved:
            return Said(answer=HeldAnswer.SAME, person=person, guardian=guardian.signer)
    return Said(answer=HeldAnswer.SAME_NO_ACCESS, person=person)


def merge_within(  # noqa: PLR0913, PLR0917 - who, whom, how, and by whom
    deps: Deps, tx: Tx, kept: PersonId, merged: PersonId, said: Said, actor: Actor
) -> MergeId:
    """Make one person of two numbers, in a transaction. Raises `NoSuchRow`, `NotAllowed`."""
    here = frozenset(tx.people.ids())
    if kept == merged or not {kept, merged} <= here:
        raise NoSuchRow("There is no such person, or it is the same number.")
    if tx.held.held([kept, merged]):
        raise NotAllowed("It is not said yet who this is: likeness person held")
    now = deps.clock.now()
    signers = _signers(tx, kept, merged, said)
    merge = Merge(id=MergeId(deps.new_id()), kept=kept, merged=merged, at=now, by=actor)
    _confirm_guardians(deps, tx, merge, said)
    tx.merges.make(merge, signers)
    _keep_recognition(deps, tx, merge, How(by=actor, means=Means.OFFICE))
    act = Act(
        actor=actor,
        act=MERGED,
        subjects=(kept, merged, merge.id),
        detail={"kind": said.answer.value},
    )
    tx.records.act(act, now)
    tx.queue.wake_person(kept, Priority.WITHDRAWAL, now)
    return merge.id


def _signers(tx: Tx, kept: PersonId, merged: PersonId, said: Said) -> Mapping[SignerId, SignerId]:
    """Give who is found to be the same signer: the person, and a guardian who was named.

    Without access nobody has said who signed, so signers stay two.
    """
    if said.answer is not HeldAnswer.SAME:
        return {}
    found = {SignerId(merged): SignerId(kept)}
    mine = tx.guardians.signers().get(merged, ())
    if said.guardian is not None:
        if said.guardian not in tx.guardians.signers().get(kept, ()):
            raise NoSuchRow("Nobody with this id answers for this child.")
        found |= dict.fromkeys(mine, said.guardian)
    return found


def _confirm_guardians(deps: Deps, tx: Tx, merge: Merge, said: Said) -> None:
    """Let a guardian who signed and is new here answer for the child, where the office says so."""
    if said.answer is not HeldAnswer.SAME or said.guardian is not None:
        return
    for guardian in tx.guardians.of(merge.merged):
        tx.guardians.save(merge.kept, guardian)
        subjects = (merge.kept, guardian.signer)
        act = Act(actor=merge.by, act="guardian-saved", subjects=subjects)
        tx.records.act(act, deps.clock.now())


def _keep_recognition(deps: Deps, tx: Tx, merge: Merge, how: How) -> None:
    """Let the newest word on face recognition count, whichever number it was given for.

    A yes that comes under another number is no yes of this one: it is asked for anew.
    """
    mine = tx.people.recognition_consent(merge.merged)
    before = tx.people.recognition_consent(merge.kept)
    if mine is None or before is None or before.at > mine.at:
        return
    if mine.state in NOES and before.state not in NOES:
        touched = end_within(deps, tx, merge.kept, mine.state, how)
        tx.queue.wake(touched, Priority.WITHDRAWAL, deps.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What taking a merge back came to."""

    merge: Merge
    later: tuple[str, ...]
    """Answers given for either number since the merge: they stay where they are; look at them."""


def undo_merge(deps: Deps, merge: MergeId, actor: Actor) -> Undone:
    """Make two persons of one again. What came after the merge stays, and is listed.

    Raises `NoSuchRow`, and `NotAllowed` where it was undone before.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        found = tx.merges.get(merge)
        if found.undone_at is not None:
            raise NotAllowed("This was undone already.")
        subjects = tx.people.subjects([found.kept])
        later = tuple(
            record.id
            for subject in subjects
            for record in subject.quitclaims
            if record.said_at > found.at
        )
        tx.queue.wake_person(found.kept, Priority.WITHDRAWAL, now)
        tx.merges.undo(merge, now)
        act = Act(
            actor=actor,
            act="merge-undone",
            subjects=(found.kept, found.merged, merge),
            detail={"count": len(later)},
        )
        tx.records.act(act, now)
        for person in (found.kept, found.merged):
            tx.queue.wake_person(person, Priority.WITHDRAWAL, now)
    return Undone(merge=replace(found, undone_at=now), later=later)
