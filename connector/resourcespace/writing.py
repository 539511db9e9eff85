"""Writing into one resource: field by field, read back, healed, and why it did not take."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from connector.errors import (
    HostConfused,
    MarkRefused,
    PhotoGone,
    PhotoLocked,
)
from connector.resourcespace.api import Api
from connector.resourcespace.matching import ESSENTIAL, Mapped
from connector.resourcespace.parts import Part
from connector.resourcespace.plan import Todo, Wish
from connector.resourcespace.rows import DELETED, FieldRef, Ref

_HEAL = 12
"""Values of one field that are taken away at most."""
_TEXTS = frozenset({Part.WARNING, Part.END, Part.NOTE, Part.LINK, Part.CHECKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes into one resource."""

    api: Api
    number: Ref
    mapped: Mapped

    def send(self, todo: Todo) -> None:
        """Write field by field.

        Going milder (status last), the first no ends it: no yes may be shown without its limits.
        What only explains the answer is no such limit.
        """
        for part, wish in todo.parts.items():
            if not self._update(part, wish.text) and todo.milder and part in ESSENTIAL:
                return

    def send_blind(self, texts: Iterable[tuple[Part, str]]) -> None:
        """Write into fields we cannot see: whether it took, nobody tells."""
        for part, text in texts:
            self._put(self.mapped.hidden[part], text)

    def _update(self, part: Part, text: str) -> bool:
        return self._put(self._ref(part), text)

    def _put(self, ref: FieldRef, text: str) -> bool:
        """Write one field. An error note may come after the change: then reading back will tell."""
        try:
            return self.api.update(self.number, ref, text)
        except HostConfused:
            return False

    def _ref(self, part: Part) -> FieldRef:
        return self.mapped.fields[part].ref

    def missing(self, todo: Todo) -> dict[Part, Wish]:
        """Read back: give what is not shown, in the order of writing."""
        present = self.api.fields(self.number)
        return {
            part: wish
            for part, wish in todo.parts.items()
            if not wish.is_shown(present.get(self._ref(part)))
        }

    def heal(self, todo: Todo) -> None:
        """Write again what does not show, as carefully as the first time.

        Where two wrote at once, a text has several values, and each write takes only one away:
        empty it first.
        """
        missing = self.missing(todo)
        for part in missing.keys() & _TEXTS:
            self._empty(part)
        self.send(Todo(parts=missing, milder=todo.milder))

    def _empty(self, part: Part) -> None:
        for _ in range(_HEAL):
            there = self.api.fields(self.number).get(self._ref(part))
            if there is None or not there.value or not self._update(part, ""):
                return

    def check_resource(self) -> None:
        """Raise what the resource itself gives as the reason, if it does."""
        there = self.api.resource(self.number)
        if there is None or there.archive == DELETED:
            raise PhotoGone("not in this host any more")
        if there.locked_by:
            raise PhotoLocked("somebody is editing it")
        if not self.api.may_edit(self.number):
            raise MarkRefused("no-permission")


def denied(may: Callable[[str], bool], ref: FieldRef) -> bool:
    """Tell whether permissions keep us from writing a field: F* denies all, F-88 lets one pass."""
    return not may(f"F-{ref}") if may("F*") else may(f"F{ref}")


def may_not_write(may: Callable[[str], bool], refs: Iterable[FieldRef]) -> frozenset[FieldRef]:
    """Give the fields that permissions keep us from writing."""
    if may("F*"):
        return frozenset(ref for ref in refs if not may(f"F-{ref}"))
    return frozenset(ref for ref in refs if may(f"F{ref}"))


def is_gone(api: Api, number: Ref) -> bool:
    """Tell whether a resource is not there any more, or in the bin."""
    there = api.resource(number)
    return there is None or there.archive == DELETED
