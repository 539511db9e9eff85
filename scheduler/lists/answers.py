"""Plans what a list of consents changes: answers that were given elsewhere, such as on paper. Pure.

Only consent to the use of pictures. Recognition is asked for by us, never taken over.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Final

from consent.ids import Channel, PersonId, QuitclaimId
from consent.machine import NEXT
from consent.quitclaims import Quitclaim
from consent.states import ConsentState
from consent.terms import last_day
from scheduler.lists.cells import Cells, Form, Problem, Trouble, to_yes, told_once
from scheduler.lists.people import Change

ANSWER: Final = "consent"
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "key": ("key", "number", "nummer", "id", "formulier", "form"),
    "person": ("person", "persoon", "leerlingnummer", "personeelsnummer", "e-mail", "email"),
    "uses": ("uses", "channels", "kanalen", "gebruik", "toestemming voor"),
    "answer": ("answer", "state", "antwoord", "toestemming", "status"),
    "signed_on": ("signed on", "date", "datum", "getekend op"),
    "ends": ("ends", "until", "einddatum", "geldig tot"),
    "months": ("months", "maanden"),
    "guardian": ("signed by guardian", "guardian", "ouder", "getekend door ouder"),
}
FORM: Final = Form(
    fields=FIELDS,
    needed=("person", "answer", "signed_on"),
    days=("signed_on", "ends"),
    to_come=("ends",),
)
_STATES: Final = {
    "given": ConsentState.GIVEN,
    "gegeven": ConsentState.GIVEN,
    "refused": ConsentState.REFUSED,
    "geweigerd": ConsentState.REFUSED,
    "withdrawn": ConsentState.WITHDRAWN,
    "ingetrokken": ConsentState.WITHDRAWN,
}
_EVERY: Final = frozenset({"all", "alle", "alles", "*"})
_MOST_MONTHS: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One good row."""

    line: int
    change: Change
    key: str = field(repr=False)
    person: PersonId
    quitclaim: QuitclaimId | None
    """What an earlier import made of it; None: nothing."""
    state: ConsentState
    channels: frozenset[Channel]
    at: datetime
    begins: date
    ends: date | None
    guardian: bool
    asked: frozenset[Channel] | None = None
    """Of a row that was changed: also what it named before, so that this is no longer given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPlan:
    """What a list changes."""

    rows: tuple[AnswerRow, ...]
    problems: tuple[Problem, ...]

    def count(self, change: Change) -> int:
        """Count the rows that do this."""
        return sum(row.change is change for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAnswers:
    """What is here already."""

    persons: Mapping[str, Sequence[PersonId]] = field(repr=False)
    """By what the list calls them: the key of an earlier import, or an address."""
    quitclaims: Mapping[str, Quitclaim] = field(repr=False)
    """By the key of the row."""
    channels: Sequence[Channel]
    labels: Mapping[str, Channel]
    """What channels are called, in small letters."""
    today: date


def row_key(cells: Cells) -> str:
    """Give what says which row this is: its key, else who answered what when."""
    said = cells.text("key")
    return said or "\n".join(cells.text(name) for name in ("person", "uses", "signed_on"))


def plan_answers(cells: Sequence[Cells], known: KnownAnswers) -> AnswersPlan:
    """Plan what a list of consents changes. The same list again changes nothing."""
    counts = Counter(row_key(one) for one in cells)
    rows: list[AnswerRow] = []
    problems: list[Problem] = []
    for one in cells:
        twice = counts[row_key(one)] > 1
        found = [one.problem("key", Trouble.TWICE_IN_FILE)] if twice else _wrong(one, known)
        if found:
            problems += found
            continue
        row = _row(one, known)
        rows.append(row) if isinstance(row, AnswerRow) else problems.append(row)
    columns = {column for one in cells[:1] for column in one.line.cells}
    return AnswersPlan(rows=tuple(rows), problems=told_once(problems, columns))


def _wrong(cells: Cells, known: KnownAnswers) -> list[Problem]:
    found = [_wrong_person(cells, known), _wrong_day(cells, known.today), *_wrong_end(cells)]
    if _state(cells) is None:
        found.append(cells.problem("answer", Trouble.BAD_STATE))
    if _uses(cells, known) is None:
        found.append(cells.problem("uses", Trouble.BAD_USE))
    if to_yes(cells.text("guardian")) is None:
        found.append(cells.problem("guardian", Trouble.BAD_YES_NO))
    return [problem for problem in found if problem is not None]


def _wrong_person(cells: Cells, known: KnownAnswers) -> Problem | None:
    fits = known.persons.get(cells.text("person"), ())
    if len(fits) == 1:
        return None
    return cells.problem("person", Trouble.SEVERAL_FIT if fits else Trouble.NOBODY)


def _wrong_day(cells: Cells, today: date) -> Problem | None:
    day = cells.day("signed_on")
    if day is None:
        missing = not cells.text("signed_on")
        return cells.problem("signed_on", Trouble.NO_DAY if missing else Trouble.BAD_DAY)
    return cells.problem("signed_on", Trouble.DAY_TO_COME) if day > today else None


def _wrong_end(cells: Cells) -> list[Problem]:
    months, ends = cells.text("months"), cells.text("ends")
    if months and not (months.isdecimal() and 0 < int(months) <= _MOST_MONTHS):
        return [cells.problem("months", Trouble.BAD_NUMBER)]
    if not ends:
        return []
    last, first = cells.day("ends"), cells.day("signed_on")
    if last is None:
        return [cells.problem("ends", Trouble.BAD_DAY)]
    early = first is not None and last < first
    return [cells.problem("ends", Trouble.END_BEFORE_BEGIN)] if early else []


def _state(cells: Cells) -> ConsentState | None:
    text = cells.text("answer").casefold()
    if text in _STATES:
        return _STATES[text]
    said = to_yes(text) if text else None
    return None if said is None else ConsentState.GIVEN if said else ConsentState.REFUSED


def _uses(cells: Cells, known: KnownAnswers) -> frozenset[Channel] | None:
    """Give the uses a row is about; all where it names none and says no. None where one is none."""
    text = cells.text("uses").casefold()
    if text in _EVERY or (not text and _state(cells) is not ConsentState.GIVEN):
        return frozenset(known.channels)
    parts = [part.strip() for part in text.replace("|", ";").replace(",", ";").split(";")]
    named = [known.labels.get(part) for part in parts if part]
    if not named or None in named:
        return None
    return frozenset(channel for channel in named if channel is not None)


def _row(cells: Cells, known: KnownAnswers) -> AnswerRow | Problem:
    state, channels = _state(cells), _uses(cells, known)
    first = cells.day("signed_on")
    if state is None or channels is None or first is None:
        return cells.problem("answer", Trouble.BAD_STATE)
    months, said = cells.text("months"), cells.day("ends")
    row = AnswerRow(
        line=cells.number,
        change=Change.ADD,
        key=row_key(cells),
        person=known.persons[cells.text("person")][0],
        quitclaim=None,
        state=state,
        channels=channels,
        at=_instant(first, state),
        begins=first,
        ends=said or (last_day(first, int(months)) if months else None),
        guardian=bool(to_yes(cells.text("guardian"))),
    )
    before = known.quitclaims.get(row.key)
    return row if before is None else _against(row, before, cells)


def _against(row: AnswerRow, before: Quitclaim, cells: Cells) -> AnswerRow | Problem:
    """Compare with what an earlier import made of this row."""
    terms = (before.state, before.channels, before.begins, before.ends, before.signer.guardian)
    said = (row.state, row.channels, row.begins, row.ends, row.guardian)
    change = Change.SAME if terms == said else Change.UPDATE
    changed = replace(row, quitclaim=before.id, change=change)
    if change is Change.UPDATE:
        changed = replace(changed, asked=row.channels | before.channels)
    other = before.person != row.person or before.evidence is not None
    moved = before.state is not row.state and row.state not in NEXT[before.state]
    over = row.at < before.said_at or _lasts_longer(row, before)
    if changed.change is Change.UPDATE and (other or moved or over):
        return cells.problem("answer", Trouble.NOT_POSSIBLE)
    return changed


def _lasts_longer(row: AnswerRow, before: Quitclaim) -> bool:
    """Tell whether only the end is later: of two answers of one moment the earlier end counts."""
    same = row.at == before.said_at and row.state is before.state
    return same and (row.ends or date.max) > (before.ends or date.max)


def _instant(day: date, state: ConsentState) -> datetime:
    """Give the instant of an answer of which only the day is known: a yes early, a no late."""
    return datetime.combine(day, time.min if state is ConsentState.GIVEN else time.max, UTC)
