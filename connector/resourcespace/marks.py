"""Our marks on a resource: compared, written field by field, read back."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from connector.errors import (
    HostConfused,
    HostRefused,
    MarkRefused,
    PhotoChanged,
    PhotoGone,
    PhotoLocked,
)
from connector.resourcespace import judging, plan
from connector.resourcespace.api import Api
from connector.resourcespace.fields import Mapped, Mapper, Part
from connector.resourcespace.people import People
from connector.resourcespace.plan import Todo, Wish
from connector.resourcespace.rows import DELETED, FieldRef, Fields, Ref
from connector.values import MarkSet, PhotoRef, Written

TOTAL_S = 20.0
"""Seconds one photo may take, all calls together: less than a lease is sure to last."""
_LOCKS = 64
_HEAL = 12
_TEXTS = frozenset({Part.WARNING, Part.END, Part.NOTE, Part.LINK, Part.CHECKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpaceMarks:
    """The marks of one ResourceSpace."""

    api: Api
    mapper: Mapper
    people: People | None = None
    """None: no names are written."""
    nothing_ends_on: date | None = None
    locks: tuple[threading.Lock, ...] = field(
        default_factory=lambda: tuple(threading.Lock() for _ in range(_LOCKS))
    )

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Give what the resource shows of ours; None = nothing. Names are left out.

        Raises `PhotoGone`, `HostUnavailable`, `HostRefused` and `HostConfused`.
        """
        api, number = self.api.within(TOTAL_S), _number(ref)
        if _is_gone(api, number):
            raise PhotoGone("not in this host any more")
        return plan.marks_of(api.fields(number), self.mapper.mapped(), self.nothing_ends_on)

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Make the resource show exactly this. Safe to run twice.

        Raises `MarkRefused`, `PhotoGone`, `PhotoLocked`, `PhotoChanged`, `HostUnavailable`,
        `HostRefused` and `HostConfused`.
        """
        mapped = self.mapper.mapped()
        wishes = plan.wishes(marks, mapped, self.nothing_ends_on)
        return self._apply(_number(ref), mapped, wishes, marks.names)

    def clear(self, ref: PhotoRef) -> Written:
        """Empty every field of ours, and take our names back. Raises as `write` does.

        Options that are gone, or fields, do not keep us from taking back the rest.
        """
        mapped = self.mapper.whatever()
        return self._apply(_number(ref), mapped, plan.nothing(mapped), ())

    def _apply(
        self, number: Ref, mapped: Mapped, wishes: dict[Part, Wish], names: tuple[str, ...]
    ) -> Written:
        """Write what differs. One writer per resource: two at once would leave two values.

        Trouble with names does not keep the answer back.
        """
        api = self.api.within(TOTAL_S)
        with self.locks[number % _LOCKS]:
            present = api.fields(number)
            found = plan.found(present, mapped)
            named, trouble = self._named(api, number, present, names)
            todo = plan.todo(wishes | named, present, mapped, found)
            if todo.parts:
                self._send(_Writer(api=api, number=number, mapped=mapped), todo)
            elif not found and _is_gone(api, number):
                raise PhotoGone("not in this host any more")
        if trouble:
            raise trouble
        return Written(changed=bool(todo.parts), found=found)

    def _named(
        self, api: Api, number: Ref, present: Fields, names: tuple[str, ...]
    ) -> tuple[dict[Part, Wish], MarkRefused | None]:
        """Say what the field of names shall hold, or what keeps us from saying so."""
        if self.people is None:
            return {}, None
        try:
            there = present.get(self.people.about)
            return {Part.PEOPLE: self.people.wish(api, number, there, names)}, None
        except MarkRefused as error:
            return {}, error

    def _send(self, writer: "_Writer", todo: Todo) -> None:
        writer.send(todo)
        if writer.missing(todo):
            self._explain(writer, todo)

    def _explain(self, writer: "_Writer", todo: Todo) -> None:
        """Say why a write did not take, or heal it. Always raises where it still is not shown."""
        writer.check_resource()
        writer.check_fields(todo)
        if self.mapper.again():
            raise PhotoChanged("the options of a field were changed meanwhile")
        writer.heal(todo)
        if writer.missing(todo):
            raise MarkRefused("failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """Writes into one resource."""

    api: Api
    number: Ref
    mapped: Mapped

    def send(self, todo: Todo) -> None:
        """Write field by field.

        Going milder (status last), the first no ends it: no yes may be shown without its limits.
        """
        for part, wish in todo.parts.items():
            if not self._update(part, wish.text) and todo.milder:
                return

    def _update(self, part: Part, text: str) -> bool:
        """Write one field. An error note may come after the change: then reading back will tell."""
        try:
            return self.api.update(self.number, self._ref(part), text)
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

    def check_fields(self, todo: Todo) -> None:
        """Raise `HostRefused` where we may not write a field at all."""
        for part in todo.parts:
            if denied(self.api.may, self._ref(part)):
                raise HostRefused(f"field {self._ref(part)} ({part}) may not be written")


def denied(may: Callable[[str], bool], ref: FieldRef) -> bool:
    """Tell whether permissions keep us from writing a field: F* denies all, F-88 lets one pass."""
    return not may(f"F-{ref}") if may("F*") else may(f"F{ref}")


def _number(ref: PhotoRef) -> Ref:
    number = judging.ref_of(ref.id)
    if number is None:
        raise PhotoGone("not a photo of this host")
    return number


def _is_gone(api: Api, number: Ref) -> bool:
    there = api.resource(number)
    return there is None or there.archive == DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class NoMarks:
    """The marks of a host whose admin named no field: nothing is read and nothing written."""

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Give nothing."""
        del ref
        return None

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Change nothing."""
        del ref, marks
        return Written(changed=False)

    def clear(self, ref: PhotoRef) -> Written:
        """Change nothing."""
        del ref
        return Written(changed=False)
