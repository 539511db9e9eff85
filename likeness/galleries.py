"""The gallery in memory.

Opened from the vault when the database has a newer version, never written anywhere.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from consent.gallery import valid_today
from consent.ids import PersonId
from likeness.storage.store import SqlStore
from recognition.shared_gallery import SharedGallery
from recognition.values import LookAlike, PackId, PersonKey
from scheduler.ports import Clock
from scheduler.restored import is_unreviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGallery:
    """One version of the gallery on one day. Rows lie in shared memory for the recognisers."""

    version: int
    day: date
    keys: Mapping[PersonId, PersonKey]
    templates: Mapping[PersonId, int]
    look_alikes: tuple[LookAlike, ...]
    shared: SharedGallery


class VaultGalleries:
    """Gives the present gallery; an older one is wiped as soon as nobody compares with it."""

    def __init__(self, store: SqlStore, pack: PackId, clock: Clock) -> None:
        """Prepare; nothing is opened yet."""
        self._store, self._pack, self._clock = store, pack, clock
        self._lock = threading.Lock()
        self._open: OpenGallery | None = None

    def current(self) -> OpenGallery:
        """Give the gallery of the database's version and of today, opening it if need be."""
        with self._lock:
            with self._store.read() as tx:
                version = tx.people.gallery_version()
            now = self._open
            if now is None or (now.version, now.day) != (version, self._clock.today()):
                self._open = self._opened()
                if now is not None:
                    now.shared.retire()
                now = self._open
            return now

    def close(self) -> None:
        """Wipe the gallery. Safe to call twice."""
        with self._lock:
            if self._open is not None:
                self._open.shared.retire()
            self._open = None

    def _opened(self) -> OpenGallery:
        day = self._clock.today()
        with self._store.read() as tx:
            version = tx.people.gallery_version()
            consents = tx.people.recognition_consents()
            given_now = {} if is_unreviewed(tx) else consents
            valid = [person for person, given in given_now.items() if valid_today(given, day)]
            rows = tx.gallery.open_templates(self._pack, valid)
            pairs = tx.people.look_alikes()
        keys = {person: PersonKey(index) for index, person in enumerate(rows.persons)}
        counts = np.bincount(rows.owners, minlength=len(rows.persons))
        return OpenGallery(
            version=version,
            day=day,
            keys=keys,
            templates={person: int(counts[key]) for person, key in keys.items()},
            look_alikes=tuple(
                LookAlike(one=keys[one], other=keys[other])
                for one, other in pairs
                if one in keys and other in keys
            ),
            shared=SharedGallery(rows.vectors, rows.owners, self._pack, version),
        )
