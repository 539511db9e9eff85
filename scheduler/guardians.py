"""Which guardian somebody is: the one who answers for a sibling already, or somebody new.

Whoever has the same name and address is one guardian, asked once for all children. Parents may
share an address: then the name decides.
"""

from collections import defaultdict
from collections.abc import Collection

from consent.ids import SignerId
from scheduler.ports import Tx


class KnownGuardians:
    """The guardians there are, by name and by address."""

    def __init__(self, tx: Tx) -> None:
        """Read them all."""
        self._named: dict[tuple[str, str], SignerId] = {}
        self._addresses: defaultdict[str, set[SignerId]] = defaultdict(set)
        for person in tx.guardians.signers():
            for guardian in tx.guardians.of(person):
                self.note(guardian.name, guardian.email, guardian.signer)

    def note(self, name: str, email: str, signer: SignerId) -> None:
        """Remember one; without an address nobody can be known again."""
        if email:
            self._named[_key(name, email)] = signer
            self._addresses[email.casefold()].add(signer)

    def find(self, name: str, email: str, taken: Collection[SignerId] = ()) -> SignerId | None:
        """Give who this is; `taken`: those who are somebody else for the same child."""
        if not email:
            return None
        if same := self._named.get(_key(name, email)):
            return same
        there = self._addresses[email.casefold()]
        (only,) = there if len(there) == 1 else (None,)
        return None if only in taken else only

    def proved(self, name: str, email: str) -> SignerId | None:
        """Give who somebody is who has proved this address; parents may share it, so the name, too.

        Nobody where the name is another: they stay two until a human says otherwise.
        """
        return self._named.get(_key(name, email)) if email else None


def _key(name: str, email: str) -> tuple[str, str]:
    return " ".join(name.split()).casefold(), email.casefold()
