"""Finding the admin's mapping in what a host has: fields by number, options by name. Pure.

An option that was renamed is followed by its number. Nothing may be taken for two things, or a yes
could be read as a no.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connector.causes import N_, Cause, Kind, cause
from connector.resourcespace.parts import Part, Wanted
from connector.resourcespace.request import tidy
from connector.resourcespace.rows import FieldRef, Fields, FieldType, FieldValue, NodeRef, Option

Options = tuple[Option, ...]

_TEXTS = frozenset({FieldType.TEXT, FieldType.MULTI_LINE, FieldType.LARGE_TEXT})
_KINDS: Mapping[Part, tuple[frozenset[FieldType], str]] = {
    Part.STATUS: (frozenset({FieldType.DROPDOWN, FieldType.RADIO}), N_("a dropdown")),
    Part.WARNING: (_TEXTS | {FieldType.WARNING}, N_("a warning message")),
    Part.CHANNELS: (frozenset({FieldType.CHECKBOX}), N_("check boxes")),
    Part.END: (frozenset({FieldType.DATE, FieldType.DATE_TIME, FieldType.EXPIRY}), N_("a date")),
    Part.NOTE: (_TEXTS, N_("a text")),
    Part.PEOPLE: (frozenset({FieldType.DYNAMIC}), N_("a dynamic keywords list")),
    Part.LINK: (_TEXTS, N_("a text")),
    Part.CHECKED: (frozenset({FieldType.DATE, FieldType.DATE_TIME}), N_("a date")),
}
ESSENTIAL = frozenset({Part.STATUS, Part.WARNING, Part.CHANNELS, Part.END})
"""What the answer itself is made of. The rest explains it, and never holds it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The mapping as the host has it."""

    fields: Mapping[Part, FieldValue]
    status: Mapping[str, Option]
    channels: Mapping[str, Option]
    causes: tuple[Cause, ...] = ()
    """What is in the way of it."""
    faulty: frozenset[Part] = frozenset()
    """Parts that something is in the way of."""
    hidden: Mapping[Part, FieldRef] = field(default_factory=dict)
    """Fields that are there and not shown to us. What is written into them cannot be read back."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Key of an option that was followed by its number -> what it is called now."""
    kept: Mapping[str, NodeRef] = field(default_factory=dict, compare=False)
    """Status -> the number its option had when it was last found."""

    named: Mapping[str, str] = field(default_factory=dict)
    """Name of an option of the status, folded, as the admin wrote it -> status."""

    @property
    def blank(self) -> bool:
        """Tell whether there was no photo to see the fields of."""
        return any(one.kind is Kind.NO_PHOTO for one in self.causes)

    @property
    def careful(self) -> bool:
        """Tell whether only what is stricter may be written."""
        return bool(self.faulty & ESSENTIAL)

    @property
    def nodes(self) -> Mapping[str, str]:
        """Give the number of each option that was found, to follow it by when it is renamed."""
        lists = {Part.STATUS: self.status, Part.CHANNELS: self.channels}
        return {
            key_of(part, word): str(one.ref)
            for part, found in lists.items()
            for word, one in found.items()
        }


def key_of(part: Part, word: str) -> str:
    """Name the option of a word, as the memory of a host keeps it."""
    return f"{part}.{word}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What a host was seen to have."""

    fields: Fields
    options: Mapping[Part, Options | None]
    sure: bool = True
    """False: there is no photo, so that a field that is not seen may be there."""
    gone: frozenset[FieldRef] = frozenset()
    """Fields that it does not know any more."""
    locked: frozenset[FieldRef] = frozenset()
    """Fields that our user may not write."""


def resolve(wanted: Wanted, host: Host, memory: Mapping[str, str]) -> Mapped:
    """Find fields by number, and options by name, raw or translated, whatever their case."""
    found = {part: host.fields[ref] for part, ref in wanted.fields.items() if ref in host.fields}
    troubles = dict(_field_troubles(wanted, host, found))
    unsure = not host.sure and any(one.kind is Kind.NO_PHOTO for one in troubles.values())
    if unsure and not host.gone:
        return Mapped(
            fields=found,
            status={},
            channels={},
            causes=(cause(Kind.NO_PHOTO),),
            faulty=frozenset({*troubles}),
        )
    lists = {
        part: _match(part, names, host.options.get(part), memory)
        for part, names in {Part.STATUS: wanted.status, Part.CHANNELS: wanted.channels}.items()
    }
    more = [one for part, match in lists.items() if part in found for one in match.causes]
    faulty = {part for part, match in lists.items() if part in found and match.causes}
    return Mapped(
        fields=found,
        status=lists[Part.STATUS].found,
        channels=lists[Part.CHANNELS].found,
        causes=(*dict.fromkeys(troubles.values()), *more),
        faulty=frozenset({*troubles, *faulty}),
        hidden={
            part: wanted.written[part]
            for part, one in troubles.items()
            if one.kind is Kind.FIELD_HIDDEN
        },
        renamed={**lists[Part.STATUS].renamed, **lists[Part.CHANNELS].renamed},
        kept=_kept(wanted, memory),
        named={tidy(name).casefold(): word for word, name in wanted.status.items()},
    )


def _kept(wanted: Wanted, memory: Mapping[str, str]) -> Mapping[str, NodeRef]:
    """Read the numbers of statuses from the memory."""
    kept = {word: memory.get(key_of(Part.STATUS, word), "") for word in wanted.status}
    return {word: NodeRef(int(node)) for word, node in kept.items() if node.isdecimal()}


def _field_troubles(
    wanted: Wanted, host: Host, found: Mapping[Part, FieldValue]
) -> list[tuple[Part, Cause]]:
    every = ((part, _field_trouble(part, ref, host, found)) for part, ref in wanted.written.items())
    return [(part, one) for part, one in every if one is not None]


def _field_trouble(
    part: Part, ref: FieldRef, host: Host, found: Mapping[Part, FieldValue]
) -> Cause | None:
    """Say what is in the way of one field; None = nothing."""
    if ref in host.gone:
        return cause(Kind.FIELD_GONE, field=ref, part=part)
    if part not in found:
        return cause(Kind.FIELD_HIDDEN, field=ref, part=part) if host.sure else _NO_PHOTO
    kinds, word = _KINDS[part]
    if found[part].type not in kinds:
        return cause(Kind.FIELD_TYPE, field=ref, part=part, type=word)
    return cause(Kind.FIELD_LOCKED, field=ref, part=part) if ref in host.locked else None


_NO_PHOTO = cause(Kind.NO_PHOTO)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """The options of one list field."""

    found: Mapping[str, Option]
    causes: tuple[Cause, ...]
    renamed: Mapping[str, str]


def _match(
    part: Part, names: Mapping[str, str], options: Options | None, memory: Mapping[str, str]
) -> _Match:
    """Match options by name; one whose name nobody has, by the number it had."""
    found: dict[str, Option] = {}
    causes: list[Cause] = []
    renamed: dict[str, str] = {}
    wanted = {tidy(name).casefold() for name in names.values()}
    for word, name in names.items():
        fitting = [one for one in options or () if tidy(name).casefold() in one.names()]
        key = key_of(part, word)
        if not fitting and (there := _followed(memory.get(key, ""), options or (), wanted)):
            found[word], renamed[key] = there, there.translated or there.name
        elif len(fitting) == 1:
            found[word] = fitting[0]
        else:
            kind = Kind.OPTION_TWICE if fitting else Kind.OPTION_GONE
            causes.append(cause(kind, part=part, name=name, word=word))
    refs = [one.ref for one in found.values()]
    if len(set(refs)) != len(refs):
        causes.append(cause(Kind.OPTION_SHARED, part=part))
        found = {word: one for word, one in found.items() if refs.count(one.ref) == 1}
    return _Match(found=found, causes=tuple(causes), renamed=renamed)


def _followed(kept: str, options: Options, wanted: set[str]) -> Option | None:
    """Find a renamed option by its number; not where its new name is that of something else."""
    there = next((one for one in options if str(one.ref) == kept), None)
    if there is None or there.names() & wanted:
        return None
    others = [one for one in options if one.ref != there.ref and one.names() & there.names()]
    return None if others else there


def word_of(nodes: frozenset[NodeRef] | None, mapped: Mapped) -> str:
    """Give the status these nodes stand for; empty where they are none of ours, or several."""
    found = {word: one.ref for word, one in mapped.status.items()}
    numbers = {**{w: ref for w, ref in mapped.kept.items() if ref not in found.values()}, **found}
    return next((word for word, ref in numbers.items() if nodes == frozenset({ref})), "")
