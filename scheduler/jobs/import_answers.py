"""Takes over a list of consents that were given elsewhere, such as on paper years ago.

All of it, or what is right of it; in portions, each planned again in the transaction that applies
it. After a crash between two of them the same list again does the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consent.ids import Actor, PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.newest import current
from consent.quitclaims import Quitclaim, Signer
from consent.signing import Means
from consent.states import NOES
from scheduler.deps import Deps
from scheduler.jobs.import_people import Said
from scheduler.jobs.save_quitclaim import note_quitclaim, priority
from scheduler.lists.answers import (
    ANSWER,
    FORM,
    AnswerRow,
    AnswersPlan,
    KnownAnswers,
    plan_answers,
    row_key,
)
from scheduler.lists.cells import rows_of
from scheduler.lists.people import PERSON, Change
from scheduler.lists.reading import Table, portions
from scheduler.ports import Tx
from scheduler.values import Priority


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
    plan = preview_answers(deps, table, *said).plan
    if plan.problems and not skip_bad:
        return ImportedAnswers(plan=plan, applied=False)
    rows: list[AnswerRow] = []
    problems, photos = [*plan.problems], 0
    for some in portions(table, frozenset(row.line for row in plan.rows)):
        with deps.store.begin() as tx:
            part = _plan_answers(deps, tx, some, *said)
            photos += _apply_answers(deps, tx, part, actor)
        rows += part.rows
        problems += part.problems
    done = AnswersPlan(rows=tuple(rows), problems=tuple(problems))
    return ImportedAnswers(plan=done, applied=True, photos=photos)


def _plan_answers(deps: Deps, tx: Tx, table: Table, said: Said, labels: Said) -> AnswersPlan:
    cells = rows_of(table, FORM, said, deps.clock.today())
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
        quitclaims=_before(deps, tx, [row_key(one) for one in cells]),
        channels=channels,
        labels={
            **{text: one for text, name in by_label.items() for one in channels if one == name},
            **{channel.casefold(): channel for channel in channels},
        },
        today=deps.clock.today(),
    )
    return plan_answers(cells, known)


def _before(deps: Deps, tx: Tx, keys: Sequence[str]) -> dict[str, Quitclaim]:
    """Give what an earlier import made of each row; the no that replaced it, where one did."""
    found = {key: tx.import_keys.find(ANSWER, key) for key in keys}
    made = {key: tx.people.quitclaim(QuitclaimId(one[1])) for key, one in found.items() if one}
    subjects = tx.people.subjects({one.person for one in made.values()})
    standing = {one.id: current(one, deps.clock.today()) for one in subjects}
    return {key: _instead(one, standing.get(one.person, ())) for key, one in made.items()}


def _instead(made: Quitclaim, standing: Sequence[Quitclaim]) -> Quitclaim:
    """Give a record, or the newer no of its signer that counts instead."""
    newer = [
        entry
        for entry in standing
        if entry.state in NOES
        and entry.signer.identity == made.signer.identity
        and entry.said_at >= made.said_at
        and entry.channels & made.channels
    ]
    if any(entry.id == made.id for entry in standing) or not newer:
        return made
    return max(newer, key=lambda entry: (entry.said_at, entry.id))


def _apply_answers(deps: Deps, tx: Tx, plan: AnswersPlan, actor: Actor) -> int:
    """Keep the answers; gives how many photos are decided again."""
    urgent: dict[PersonId, Priority] = {}
    for row in plan.rows:
        if row.change is not Change.SAME:
            _apply_answer(deps, tx, row, actor)
            before = urgent.get(row.person, Priority.BACKFILL)
            urgent[row.person] = max(before, priority(row.state))
    now = deps.clock.now()
    return sum(tx.queue.wake_person(person, how, now) for person, how in urgent.items())


def _apply_answer(deps: Deps, tx: Tx, row: AnswerRow, actor: Actor) -> None:
    now = deps.clock.now()
    signer = _guardian(tx, row.person) if row.guardian else SignerId(row.person)
    made = Quitclaim(
        id=QuitclaimId(deps.new_id()),
        person=row.person,
        state=row.state,
        channels=row.channels,
        at=min(row.at, now),
        signer=Signer(id=signer, guardian=row.guardian),
        begins=row.begins,
        ends=row.ends,
        asked=row.asked,
    )
    note_quitclaim(deps, tx, made, How(by=actor, means=Means.IMPORT))
    tx.import_keys.put(ANSWER, row.key, row.person, made.id)


def _guardian(tx: Tx, person: PersonId) -> SignerId:
    """Give who signed where a list says only that a guardian did."""
    known = tx.guardians.of(person)
    return known[0].signer if len(known) == 1 else SignerId(f"{person}:guardian-1")
