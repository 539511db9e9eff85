"""Where everybody stands, kept in memory between pages: ids and states, never a name."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consent.ids import PersonId
from consent.standing import AnswerLine
from likeness.storage.merges import MERGES_VERSION
from likeness.storage.store import SqlTx

Answers = Mapping[PersonId, Sequence[AnswerLine]]


@dataclass(slots=True)
class AnswerMemory:
    """The answers of everybody; only those that changed are read again. Thread-safe."""

    _people: str = ""
    _last: int = 0
    _merges: str = ""
    _answers: Answers = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def of(self, tx: SqlTx) -> Answers:
        """Give the answers as this transaction sees them."""
        people, last = tx.people.version(), tx.overview.last_event()
        merges = tx.facts.get(MERGES_VERSION)
        with self._lock:
            if people == self._people and last == self._last:
                return self._answers
            if last < self._last or merges != self._merges or self._somebody_went(tx, people):
                answers = tx.overview.answers()
            else:
                answers = {**self._answers, **tx.overview.answers(since=self._last)}
            self._people, self._last, self._answers = people, last, answers
            self._merges = merges
            return answers

    def _somebody_went(self, tx: SqlTx, people: str) -> bool:
        """Tell whether somebody was erased since: then the numbers of events may begin anew."""
        return people != self._people and not self._answers.keys() <= frozenset(tx.people.ids())
