"""What to write and in which order, and what is there. Pure: values in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from connector.resourcespace.matching import Mapped, word_of
from connector.resourcespace.parts import Part
from connector.resourcespace.request import listed, tidy
from connector.resourcespace.rows import Fields, FieldType, FieldValue, NodeRef, Option
from connector.values import MarkSet

_SEVERITY = {"no-people": 0, "cleared": 1, "partly": 2, "": 3}
_UNSURE = 3
_BLOCKED = 4
_DAY = 10
_MINUTE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What one field shall hold: `text` is sent, and read back as it is or as these nodes."""

    text: str
    nodes: frozenset[NodeRef] | None = None

    def is_shown(self, value: FieldValue | None) -> bool:
        """Tell whether the field holds exactly this."""
        if value is None:
            return False
        if self.nodes is not None:
            return value.nodes == self.nodes
        return _plain(value) == self.text


NOTHING = Wish(text="")
EMPTY = Wish(text="", nodes=frozenset())


def _plain(value: FieldValue) -> str:
    """Give a text as we would have written it: hosts add seconds to some dates."""
    match value.type:
        case FieldType.DATE:
            return value.value.strip()[:_DAY]
        case FieldType.DATE_TIME | FieldType.EXPIRY:
            return value.value.strip()[:_MINUTE]
        case _:
            return tidy(value.value).replace("\r\n", "\n").strip()


def wishes(marks: MarkSet, mapped: Mapped, nothing_ends_on: date | None) -> dict[Part, Wish]:
    """Say what each field shall hold that nothing is in the way of.

    People are the business of connector.resourcespace.people.
    """
    ticked = tuple(name for name in marks.channels if name in mapped.channels)
    end = (marks.until or nothing_ends_on) if marks.channels else None
    status = mapped.status.get(marks.status)
    every = {
        Part.STATUS: None if status is None else _options([status]),
        Part.WARNING: _text(marks.warning),
        Part.CHANNELS: _options([mapped.channels[name] for name in ticked]),
        Part.END: _until(end, mapped.fields.get(Part.END)),
        Part.NOTE: _text(marks.note),
        Part.LINK: _text(marks.link),
        Part.CHECKED: _since(marks.checked_on, mapped.fields.get(Part.CHECKED)),
    }
    fit = mapped.fields.keys() - mapped.faulty
    return {part: wish for part, wish in every.items() if part in fit and wish is not None}


def nothing(mapped: Mapped) -> dict[Part, Wish]:
    """Say that every field shall be empty, people aside."""
    return {part: empty(one) for part, one in mapped.fields.items() if part is not Part.PEOPLE}


def empty(about: FieldValue) -> Wish:
    """Say that a field shall be empty, of whatever type somebody made it."""
    return EMPTY if about.type in _LISTS else NOTHING


_LISTS = frozenset(
    {FieldType.CHECKBOX, FieldType.DROPDOWN, FieldType.TREE, FieldType.DYNAMIC, FieldType.RADIO}
)


def _options(options: list[Option]) -> Wish:
    names = listed(one.name for one in options)
    return Wish(text=names, nodes=frozenset(one.ref for one in options))


def _text(text: str) -> Wish:
    return Wish(text=tidy(text).strip())


def _until(day: date | None, there: FieldValue | None) -> Wish:
    """Write a last good day: where the field has a time, it is the last minute of that day."""
    return Wish(text=_dated(day, there, "23:59"))


def _since(day: date | None, there: FieldValue | None) -> Wish:
    return Wish(text=_dated(day, there, "00:00"))


def _dated(day: date | None, there: FieldValue | None, time: str) -> str:
    if day is None:
        return ""
    timed = there is not None and there.type != FieldType.DATE
    return f"{day.isoformat()} {time}" if timed else day.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """What to write, in this order."""

    parts: Mapping[Part, Wish]
    milder: bool = False
    """Whether the new answer allows more than the old one, or than none."""


def todo(wanted: Mapping[Part, Wish], present: Fields, mapped: Mapped, found: str) -> Todo:
    """Give what differs, in the order to write it.

    Whatever breaks off half-way must not look milder than both the old answer and the new: a
    stricter one begins with the status, a milder one ends with it. The day of the check alone is no
    reason to write.
    """
    differing = differs(wanted, present, mapped)
    status = wanted.get(Part.STATUS)
    word = word_of(status.nodes if status else None, mapped)
    milder = severity(word) < severity(found)
    parts = dict(reversed(differing.items())) if milder else differing
    return Todo(parts=parts, milder=milder)


def differs(wanted: Mapping[Part, Wish], present: Fields, mapped: Mapped) -> dict[Part, Wish]:
    """Give what differs, in the order of writing towards a stricter answer."""
    found = {
        part: wanted[part]
        for part in Part
        if part in wanted and not wanted[part].is_shown(present.get(mapped.fields[part].ref))
    }
    return {} if set(found) <= {Part.CHECKED} else found


def severity(status: str) -> int:
    """Rank a status: what allows more ranks lower; one that is not known allows nothing."""
    return _BLOCKED if status == "blocked" else _SEVERITY.get(status, _UNSURE)


def found(present: Fields, mapped: Mapped) -> str:
    """Give the status that is shown; empty = none of ours."""
    here = mapped.fields.get(Part.STATUS)
    there = present.get(here.ref) if here else None
    return word_of(there.nodes, mapped) if there else ""


def marks_of(present: Fields, mapped: Mapped, nothing_ends_on: date | None) -> MarkSet | None:
    """Read our marks back; None where no field of ours holds anything.

    Without a word of ours in the status field (it is empty, or holds several) the word is empty.
    """
    here = {part: present.get(one.ref) for part, one in mapped.fields.items()}
    texts = {part: _plain(one) for part, one in here.items() if one}
    nodes = {part: one.nodes for part, one in here.items() if one}
    if not any(texts.get(part) or nodes.get(part) for part in here if part is not Part.PEOPLE):
        return None
    known = word_of(nodes.get(Part.STATUS), mapped)
    status = known or "not-assessed"
    ticked = nodes.get(Part.CHANNELS, frozenset())
    until = _day(texts.get(Part.END, ""))
    return MarkSet(
        status=status,
        word=mapped.status[known].translated if known in mapped.status else "",
        channels=tuple(sorted(name for name, one in mapped.channels.items() if one.ref in ticked)),
        until=None if until == nothing_ends_on else until,
        note=texts.get(Part.NOTE, ""),
        warning=texts.get(Part.WARNING, ""),
        link=texts.get(Part.LINK, ""),
        checked_on=_day(texts.get(Part.CHECKED, "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:_DAY])
    except ValueError:
        return None
