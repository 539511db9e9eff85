"""Our marks on a resource: compared, written field by field, read back."""

import threading
from dataclasses import dataclass, field
from datetime import date

from connector.errors import (
    MarkRefused,
    PhotoChanged,
    PhotoGone,
)
from connector.resourcespace import judging, plan
from connector.resourcespace.api import Api
from connector.resourcespace.fields import Mapped, Mapper, Part
from connector.resourcespace.people import People
from connector.resourcespace.plan import Todo, Wish
from connector.resourcespace.rows import Fields, Ref
from connector.resourcespace.writing import Writer, is_gone
from connector.values import MarkSet, PhotoRef, Written

TOTAL_S = 20.0
"""Seconds one photo may take, all calls together: less than a lease is sure to last."""
_LOCKS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpaceMarks:
    """The marks of one ResourceSpace."""

    api: Api
    mapper: Mapper
    people: People | None = None
    """None: there is no field of names."""
    nothing_ends_on: date | None = None
    locks: tuple[threading.Lock, ...] = field(
        default_factory=lambda: tuple(threading.Lock() for _ in range(_LOCKS))
    )

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Give what the resource shows of ours; None = nothing. Names are left out.

        Raises `PhotoGone`, `HostUnavailable`, `HostRefused` and `HostConfused`.
        """
        api, number = self.api.within(TOTAL_S), _number(ref)
        if is_gone(api, number):
            raise PhotoGone("not in this host any more")
        return plan.marks_of(api.fields(number), self.mapper.mapped(), self.nothing_ends_on)

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Make the resource show exactly this. Safe to run twice.

        Raises `MarkRefused`, `PhotoGone`, `PhotoLocked`, `PhotoChanged`, `HostUnavailable`,
        `HostRefused` and `HostConfused`.
        """
        number, mapped = _number(ref), self.mapper.mapped()
        wishes = plan.wishes(marks, mapped, self.nothing_ends_on)
        names = marks.names if self.mapper.wanted.names else ()
        return self._apply(number, mapped, wishes, names)

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
            named, trouble = self._named(api, number, present, mapped, names)
            todo = plan.todo(wishes | named, present, mapped, found)
            if todo.parts:
                self._send(Writer(api=api, number=number, mapped=mapped), todo)
            elif not found and is_gone(api, number):
                raise PhotoGone("not in this host any more")
        if trouble:
            raise trouble
        return Written(changed=bool(todo.parts), found=found)

    def _named(
        self, api: Api, number: Ref, present: Fields, mapped: Mapped, names: tuple[str, ...]
    ) -> tuple[dict[Part, Wish], MarkRefused | None]:
        """Say what the field of names shall hold, or what keeps us from saying so."""
        if self.people is None or (not names and Part.PEOPLE not in mapped.fields):
            return {}, None
        try:
            there = present.get(self.people.about)
            return {Part.PEOPLE: self.people.wish(api, number, there, names)}, None
        except MarkRefused as error:
            return {}, error

    def _send(self, writer: Writer, todo: Todo) -> None:
        writer.send(todo)
        if writer.missing(todo):
            self._explain(writer, todo)

    def _explain(self, writer: Writer, todo: Todo) -> None:
        """Say why a write did not take, or heal it. Always raises where it still is not shown."""
        writer.check_resource()
        writer.check_fields(todo)
        if self.mapper.again():
            raise PhotoChanged("the options of a field were changed meanwhile")
        writer.heal(todo)
        if writer.missing(todo):
            raise MarkRefused("failed")


def _number(ref: PhotoRef) -> Ref:
    number = judging.ref_of(ref.id)
    if number is None:
        raise PhotoGone("not a photo of this host")
    return number


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
