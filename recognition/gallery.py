"""The templates of the people in scope, and an exact comparison with all of them.

A gallery is a float32 (n, d) matrix and the person of each row, rows of one person together.
There is no index structure: exact comparison of 100,000 templates takes milliseconds, loses
nobody, and taking a row away revokes it at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from recognition.errors import GalleryRefused
from recognition.geometry import Floats
from recognition.values import PackId, PersonKey, Template

Keys = npt.NDArray[np.int32]
NORM_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Scope:
    """The rows of the people one photo is compared with; `starts` is each person's first row."""

    keys: Keys
    starts: npt.NDArray[np.intp]
    vectors: Floats

    def best_per_person(self, queries: Floats) -> Floats:
        """Compare (f, d) with everybody: the best cosine per person, (f, p) in order of `keys`."""
        cosines = queries @ self.vectors.T
        best: Floats = np.maximum.reduceat(cosines, self.starts, axis=1)
        return best


class Gallery:
    """All templates of one vector space that may be compared with today."""

    __slots__ = ("_everybody", "_last", "pack_id")

    def __init__(self, vectors: Floats, persons: Keys, pack_id: PackId) -> None:
        """View rows that are sorted by person, without copying: they may be shared memory.

        Raises `GalleryRefused` when they are not sorted, not finite or not of length 1.
        """
        _check(vectors, persons)
        keys, starts = np.unique(persons, return_index=True)
        self.pack_id = pack_id
        self._everybody = Scope(keys=keys.astype(np.int32), starts=starts, vectors=vectors)
        self._last: tuple[frozenset[PersonKey], Scope] | None = None

    @classmethod
    def of(cls, rows: Iterable[tuple[PersonKey, Template]], pack_id: PackId) -> Self:
        """Build a gallery of templates in any order.

        Raises `GalleryRefused` when a template is of another vector space.
        """
        ordered = sorted(rows, key=lambda row: row[0])
        if any(template.pack_id != pack_id for _, template in ordered):
            raise GalleryRefused(
                "A template was made with another model pack; enrol that person again."
            )
        raw = b"".join(template.vector for _, template in ordered)
        vectors = np.frombuffer(raw, dtype="<f4").reshape(len(ordered), -1) if ordered else None
        persons = np.array([key for key, _ in ordered], dtype=np.int32)
        empty = np.empty((0, 0), np.float32)
        return cls(empty if vectors is None else vectors, persons, pack_id)

    def __len__(self) -> int:
        """Tell the number of templates."""
        return len(self._everybody.vectors)

    @property
    def persons(self) -> frozenset[PersonKey]:
        """List everybody in the gallery."""
        return frozenset(PersonKey(int(key)) for key in self._everybody.keys)

    def scope(self, persons: frozenset[PersonKey]) -> Scope:
        """Take the rows of these people; those without a template are not there.

        The last scope is kept: the photos of one session come one after the other.
        """
        if self._last is not None and self._last[0] == persons:
            return self._last[1]
        scope = self._cut(persons)
        self._last = (persons, scope)
        return scope

    def _cut(self, persons: frozenset[PersonKey]) -> Scope:
        everybody = self._everybody
        wanted = np.isin(everybody.keys, np.fromiter(persons, np.int32, len(persons)))
        if wanted.all():
            return everybody
        counts = np.diff(everybody.starts, append=len(everybody.vectors))
        rows = np.repeat(wanted, counts)
        starts = np.concatenate([[0], np.cumsum(counts[wanted])[:-1]]).astype(np.intp)
        return Scope(
            keys=everybody.keys[wanted],
            starts=starts[: int(wanted.sum())],
            vectors=everybody.vectors[rows],
        )


def _check(vectors: Floats, persons: Keys) -> None:
    """Refuse a gallery in which a comparison could go wrong unnoticed."""
    if len(vectors) != len(persons) or vectors.ndim != 2:  # noqa: PLR2004 - rows, columns
        raise GalleryRefused("The gallery has not one person per template; build it again.")
    if len(persons) and (np.diff(persons) < 0).any():
        raise GalleryRefused("The rows of the gallery are not sorted by person; build it again.")
    norms = np.linalg.norm(vectors, axis=1)
    if not np.allclose(norms, 1.0, atol=NORM_TOLERANCE):
        raise GalleryRefused("A template is damaged; enrol that person again.")
