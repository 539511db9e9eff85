"""Takes over a list of consents that were given elsewhere, such as on paper years ago.

Planned again inside the transaction that applies it; all of it, or what is right of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consent.ids import Actor, PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.quitclaims import Quitclaim, Signer
from consent.signing import Means
from scheduler.deps import Deps
from scheduler.jobs.import_people import Said
from scheduler.jobs.save_quitclaim import note_quitclaim, priority
from scheduler.lists.answers import (
    ANSWER,
    AnswerRow,
    AnswersPlan,
    KnownAnswers,
    cells_of,
    plan_answers,
    row_key,
)
from scheduler.lists.people import PERSON, Change
from scheduler.lists.reading import Table
from scheduler.ports import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAnswers:
    """What a list of consents did, or would do."""

    plan: AnswersPlan
    applied: bool
    photos: int = 0


def preview_answers(deps: Deps, table: Table, said: Said, labels: Said) -> ImportedAnswers:
    """Say what a list of consents would do. Raises `TableRefused`."""
    with deps.store.read() as tx:
        return ImportedAnswers(plan=_plan_answers(deps, tx, table, said, labels), applied=False)


def import_answers(
    deps: Deps, table: Table, said: tuple[Said, Said], actor: Actor, *, skip_bad: bool
) -> ImportedAnswers:
    """Apply a list of consents. `said`: columns, and what channels are called.

    Raises `TableRefused`.
    """
    with deps.store.begin() as tx:
        plan = _plan_answers(deps, tx, table, *said)
        if plan.problems and not skip_bad:
            return ImportedAnswers(plan=plan, applied=False)
        photos = sum(_apply_answer(deps, tx, row, actor) for row in plan.rows)
    return ImportedAnswers(plan=plan, applied=True, photos=photos)


def _plan_answers(deps: Deps, tx: Tx, table: Table, said: Said, labels: Said) -> AnswersPlan:
    cells = cells_of(table, said)
    by_email: dict[str, list[PersonId]] = {}
    for person, profile in tx.people.profiles().items():
        by_email.setdefault(profile.email.casefold(), []).append(person)
    persons: dict[str, Sequence[PersonId]] = {}
    for name in {one.text("person") for one in cells} - {""}:
        found = tx.import_keys.find(PERSON, name)
        persons[name] = [found[0]] if found else by_email.get(name.casefold(), [])
    channels = deps.rules.decide.channels
    by_label = {label.casefold(): channel for label, channel in labels.items()}
    known = KnownAnswers(
        persons=persons,
        quitclaims=_before(tx, [row_key(one) for one in cells]),
        channels=channels,
        labels={
            **{text: one for text, name in by_label.items() for one in channels if one == name},
            **{channel.casefold(): channel for channel in channels},
        },
        today=deps.clock.today(),
    )
    return plan_answers(cells, known)


def _before(tx: Tx, keys: Sequence[str]) -> dict[str, Quitclaim]:
    found = {key: tx.import_keys.find(ANSWER, key) for key in keys}
    return {key: tx.people.quitclaim(QuitclaimId(one[1])) for key, one in found.items() if one}


def _apply_answer(deps: Deps, tx: Tx, row: AnswerRow, actor: Actor) -> int:
    """Keep one answer; gives how many photos are decided again."""
    if row.change is Change.SAME:
        return 0
    now = deps.clock.now()
    signer = _guardian(tx, row.person) if row.guardian else SignerId(row.person)
    made = Quitclaim(
        id=row.quitclaim or QuitclaimId(deps.new_id()),
        person=row.person,
        state=row.state,
        channels=row.channels,
        at=min(row.at, now),
        signer=Signer(id=signer, guardian=row.guardian),
        begins=row.begins,
        ends=row.ends,
    )
    note_quitclaim(deps, tx, made, How(by=actor, means=Means.IMPORT))
    tx.import_keys.put(ANSWER, row.key, row.person, made.id)
    return tx.queue.wake_person(row.person, priority(row.state), now)


def _guardian(tx: Tx, person: PersonId) -> SignerId:
    """Give who signed where a list says only that a guardian did."""
    known = tx.guardians.of(person)
    return known[0].signer if len(known) == 1 else SignerId(f"{person}:guardian-1")
