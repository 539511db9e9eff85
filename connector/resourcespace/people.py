"""Names of persons in a field that editors fill, too: ours are added and taken back, theirs stay.

Which names are ours is remembered by the host itself: its log says who added each.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from connector.errors import HostConfused, MarkRefused
from connector.resourcespace.api import Api
from connector.resourcespace.plan import Wish
from connector.resourcespace.request import listed, tidy
from connector.resourcespace.rows import FieldRef, FieldValue, HistoryRow, NodeRef, Ref


@dataclass(slots=True, kw_only=True)
class People:
    """The names in one field of one host."""

    about: FieldRef
    _names: dict[NodeRef, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wish(self, api: Api, ref: Ref, there: FieldValue | None, names: Iterable[str]) -> Wish:
        """Say what the field shall hold: what editors wrote, and these names. Makes keywords.

        Raises `MarkRefused` where the field cannot be read: to write it blindly would throw away
        what editors wrote.
        """
        if there is None:
            raise MarkRefused("no-permission")
        wanted = {self._keyword(api, tidy(name).strip()) for name in names}
        others = there.nodes - wanted
        if others:
            known = self._known(api, others)
            mine = added_by(api.account.user, api.history(ref), self.about)
            others = frozenset(node for node in others if known[node].casefold() not in mine)
        kept = others | wanted
        names_kept = (self._names[node] for node in sorted(kept))
        return Wish(text=listed(names_kept), nodes=frozenset(kept))

    def _keyword(self, api: Api, name: str) -> NodeRef:
        """Give the keyword of a name. One at a time: made twice at once, there would be two."""
        with self._lock:
            for node, known in self._names.items():
                if known.casefold() == name.casefold():
                    return node
            try:
                made = api.keyword(self.about, name)
            except HostConfused:  # an old database has no room for some characters
                raise MarkRefused("failed") from None
            if made is None:
                raise MarkRefused("no-permission")
            self._names[made] = name
            return made

    def _known(self, api: Api, nodes: frozenset[NodeRef]) -> dict[NodeRef, str]:
        """Give what keywords are called, looked up where one is new to us."""
        with self._lock:
            if not nodes <= self._names.keys():
                self._names |= {one.ref: one.name for one in api.options(self.about) or ()}
            if not nodes <= self._names.keys():
                raise MarkRefused("no-permission")
            return {node: self._names[node] for node in nodes}


def added_by(user: str, history: Iterable[HistoryRow], about: FieldRef) -> frozenset[str]:
    """Give the names that a user added and nobody took off since, folded. `history`: oldest first.

    What somebody else added again is theirs.
    """
    mine: set[str] = set()
    for row in history:
        if row.about != about:
            continue
        for line in row.diff.splitlines():
            name = tidy(line[2:]).strip().casefold()
            if line.startswith("- ") or row.user.casefold() != user.casefold():
                mine.discard(name)
            elif line.startswith("+ "):
                mine.add(name)
    return frozenset(mine)
