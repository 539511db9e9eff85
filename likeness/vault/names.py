"""Search by name in memory: decrypted names are never on disk, and never in a database index."""

import unicodedata
from collections.abc import Mapping

from consent.ids import PersonId
from consent.naming import Described, labels
from consent.persons import Profile


class NameIndex:
    """Finds persons by id, e-mail address or the beginnings of words of their name."""

    __slots__ = ("_emails", "_labels", "_names", "_ordered", "_spelled", "version")

    def __init__(
        self,
        version: str,
        profiles: Mapping[PersonId, Profile],
        described: Mapping[PersonId, Described] | None = None,
    ) -> None:
        """Index these profiles; `version` says which state of the list of persons they are."""
        self.version = version
        plain = {person: Described(name=entry.name) for person, entry in profiles.items()}
        self._labels = labels({**plain, **(described or {})})
        self._names = {person: _words(entry.name) for person, entry in profiles.items()}
        self._emails = {person: _plain(entry.email) for person, entry in profiles.items()}
        self._spelled = {person: entry.name for person, entry in profiles.items()}
        self._ordered = tuple(
            sorted(self._names, key=lambda person: (" ".join(self._names[person]), person))
        )

    def name(self, person: PersonId) -> str:
        """Give a name as it is written; empty for somebody unknown or erased."""
        return self._spelled.get(person, "")

    def label(self, person: PersonId) -> str:
        """Give what a person is called in lists: name, groups, birth year; no two are alike."""
        return self._labels.get(person, "")

    def ordered(self, text: str = "") -> tuple[PersonId, ...]:
        """Give everybody by name, or everybody the text fits."""
        if not text.strip():
            return self._ordered
        found = frozenset(self.find(text))
        return tuple(person for person in self._ordered if person in found)

    def find(self, text: str) -> tuple[PersonId, ...]:
        """Give everybody the text fits; an exact id or e-mail address beats names.

        Empty text fits nobody.
        """
        wanted = _plain(text)
        if not wanted:
            return ()
        exact = [p for p in self._names if p == text.strip() or self._emails[p] == wanted]
        found = exact or [p for p, words in self._names.items() if _fits(wanted.split(), words)]
        return tuple(sorted(found))


def _fits(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _words(text: str) -> list[str]:
    return _plain(text).split()


def _plain(text: str) -> str:
    """Drop case and accents."""
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
