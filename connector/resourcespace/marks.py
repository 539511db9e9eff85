"""Our marks on a resource: compared, written field by field, read back."""

import threading
from dataclasses import dataclass, field
from datetime import date

from connector.causes import SENTENCES, Kind
from connector.errors import (
    HostError,
    HostRefused,
    MarkRefused,
    PhotoChanged,
    PhotoGone,
)
from connector.resourcespace import judging, plan
from connector.resourcespace.api import Api
from connector.resourcespace.careful import Careful, retreat
from connector.resourcespace.fields import Mapper
from connector.resourcespace.matching import ESSENTIAL, Mapped
from connector.resourcespace.parts import Part
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
        """Make the resource show exactly this, or as much of it as makes it stricter.

        Safe to run twice. Raises `MarkRefused`, `PhotoGone`, `PhotoLocked`, `HostUnavailable`,
        `HostRefused` and `HostConfused`.
        """
        number, api = _number(ref), self.api.within(TOTAL_S)
        with self.locks[number % _LOCKS]:
            return self._say(api, number, marks)

    def clear(self, ref: PhotoRef) -> Written:
        """Empty every field of ours, and take our names back. Raises as `write` does.

        Options that are gone, or fields, do not keep us from taking back the rest; `causes` names
        the fields we cannot see: they were told to be empty, and that was not read back.
        """
        number, api = _number(ref), self.api.within(TOTAL_S)
        with self.locks[number % _LOCKS]:
            try:
                return self._empty(api, number)
            except MappingMoved:
                return self._empty(api, number)

    def _empty(self, api: Api, number: Ref) -> Written:
        mapped, present = self._fitting(api, number)
        writer = Writer(api=api, number=number, mapped=mapped)
        blind = [(part, "") for part in mapped.hidden if part is not Part.PEOPLE]
        writer.send_blind(blind)
        found = plan.found(present, mapped)
        named, trouble = self._named(api, number, present, mapped, ())
        todo = Todo(parts=plan.differs(plan.nothing(mapped) | named, present, mapped))
        if todo.parts:
            self._send(writer, todo, present)
        elif not found and is_gone(api, number):
            raise PhotoGone("not in this host any more")
        if trouble:
            raise trouble
        hidden = {str(mapped.hidden[part]) for part, _ in blind}
        causes = tuple(one for one in mapped.causes if dict(one.values).get("field") in hidden)
        return Written(changed=bool(todo.parts or blind), found=found, causes=causes)

    def _say(self, api: Api, number: Ref, marks: MarkSet) -> Written:
        """Write, and once more where the mapping turns out to be another one meanwhile."""
        mapped, present = self._fitting(api, number)
        if not mapped.careful:
            writer = Writer(api=api, number=number, mapped=mapped)
            names = marks.names if self.mapper.wanted.names else ()
            wishes = plan.wishes(marks, mapped, self.nothing_ends_on)
            try:
                return self._full(writer, present, wishes, names)
            except MappingMoved:
                mapped, present = self.mapper.mapped(), api.fields(number)
        if mapped.careful:
            return self._strictly(api, number, marks, (mapped, present))
        writer = Writer(api=api, number=number, mapped=mapped)
        wishes = plan.wishes(marks, mapped, self.nothing_ends_on)
        return self._full(writer, present, wishes, marks.names if self.mapper.wanted.names else ())

    def _fitting(self, api: Api, number: Ref) -> tuple[Mapped, Fields]:
        """Give the mapping and the fields of a resource; a field that is missing is looked for.

        Raises `HostRefused` where not even the search shows us a photo.
        """
        mapped, present = self.mapper.mapped(), api.fields(number)
        if mapped.blank and self.mapper.again():
            mapped = self.mapper.mapped()
        if mapped.blank:
            raise HostRefused(SENTENCES[Kind.NO_PHOTO])
        if not _fits(mapped, present):
            if is_gone(api, number):
                raise PhotoGone("not in this host any more")
            self.mapper.again()
            mapped = self.mapper.mapped()
        return mapped, present

    def _strictly(
        self, api: Api, number: Ref, marks: MarkSet, there: tuple[Mapped, Fields]
    ) -> Written:
        """Write all that makes the resource stricter, whatever is in the way of the rest."""
        mapped, present = there
        careful = Careful(
            marks=marks, present=present, mapped=mapped, nothing_ends_on=self.nothing_ends_on
        )
        found = plan.found(present, mapped)
        writer = Writer(api=api, number=number, mapped=mapped)
        blind = tuple(careful.blind())
        writer.send_blind(blind)
        todo = Todo(parts=plan.differs(careful.wishes(), present, mapped))
        if todo.parts:
            writer.send(todo)
            if writer.missing(todo):
                writer.check_resource()
                writer.heal(todo)
        elif not found and is_gone(api, number):
            raise PhotoGone("not in this host any more")
        waits = not careful.is_shown(api.fields(number))
        changed = bool(todo.parts or blind)
        return Written(changed=changed, found=found, causes=mapped.causes, waits=waits)

    def _full(
        self,
        writer: Writer,
        present: Fields,
        wishes: dict[Part, Wish],
        names: tuple[str, ...],
    ) -> Written:
        """Write what differs. One writer per resource: two at once would leave two values.

        Trouble with names does not keep the answer back.
        """
        api, number, mapped = writer.api, writer.number, writer.mapped
        found = plan.found(present, mapped)
        named, trouble = self._named(api, number, present, mapped, names)
        todo = plan.todo(wishes | named, present, mapped, found)
        if todo.parts:
            self._send(writer, todo, present)
        elif not found and is_gone(api, number):
            raise PhotoGone("not in this host any more")
        if trouble:
            raise trouble
        return Written(changed=bool(todo.parts), found=found, causes=mapped.causes)

    def _named(
        self, api: Api, number: Ref, present: Fields, mapped: Mapped, names: tuple[str, ...]
    ) -> tuple[dict[Part, Wish], MarkRefused | None]:
        """Say what the field of names shall hold, or what keeps us from saying so."""
        if self.people is None or Part.PEOPLE in mapped.faulty:
            return {}, None
        if not names and Part.PEOPLE not in mapped.fields:
            return {}, None
        try:
            there = present.get(self.people.about)
            return {Part.PEOPLE: self.people.wish(api, number, there, names)}, None
        except MarkRefused as error:
            return {}, error

    def _send(self, writer: Writer, todo: Todo, before: Fields) -> None:
        """Write and read back; a step towards milder that cannot be finished is taken back."""
        writer.send(todo)
        if not writer.missing(todo):
            return
        try:
            self._explain(writer, todo)
        except HostError:
            if todo.milder and writer.missing(todo).keys() & ESSENTIAL:
                back = retreat(before, writer.mapped)
                parts = {part: back[part] for part in Part if part in back.keys() & todo.parts}
                writer.send(Todo(parts=parts))
            raise

    def _explain(self, writer: Writer, todo: Todo) -> None:
        """Say why a write did not take, or heal it. Raises where it still is not shown."""
        writer.check_resource()
        if self.mapper.again():
            raise MappingMoved("the fields or options were changed meanwhile")
        writer.heal(todo)
        if writer.missing(todo):
            raise MarkRefused("failed")


def _fits(mapped: Mapped, present: Fields) -> bool:
    """Tell whether a resource has the fields of the mapping, of the same types."""
    fields = mapped.fields.values()
    return all(one.ref in present and present[one.ref].type == one.type for one in fields)


class MappingMoved(PhotoChanged):
    """What we write by is not what the host has any more: look at it, and write again."""


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
