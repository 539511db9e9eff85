"""What to write while something of the mapping is in the way: only what makes a photo stricter.

Pure. Each part ends at most as mild as both what is shown and what was decided. So a photo is never
half-way to a milder answer, and a no never waits for an option or a field.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from connector.resourcespace import plan
from connector.resourcespace.matching import ESSENTIAL, Mapped, word_of
from connector.resourcespace.parts import Part
from connector.resourcespace.plan import Wish, empty, severity
from connector.resourcespace.request import listed, tidy
from connector.resourcespace.rows import Fields, FieldValue, Option
from connector.values import MarkSet

_UNKNOWN = "something else"
"""What a status field holds that is none of our words; it may be read as anything."""
_NO = frozenset({"blocked", "review", "not-assessed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Careful:
    """One photo, the answer it shall show, and what it shows now."""

    marks: MarkSet
    present: Fields
    mapped: Mapped
    nothing_ends_on: date | None

    def wishes(self) -> dict[Part, Wish]:
        """Say what the fields that can be seen shall hold; parts that stay are left out."""
        full = plan.wishes(self.marks, self.mapped, self.nothing_ends_on)
        kept = self._kept_channels()
        every = {
            Part.STATUS: self._status(full.get(Part.STATUS)),
            Part.WARNING: self._warning(),
            Part.CHANNELS: self._channels(kept),
            Part.END: self._end(full.get(Part.END), kept),
            **{part: full.get(part) for part in (Part.NOTE, Part.LINK) if not self._is_milder()},
            Part.CHECKED: full.get(Part.CHECKED),
        }
        return {part: wish for part, wish in every.items() if wish is not None}

    def blind(self) -> Iterator[tuple[Part, str]]:
        """Say what to write into fields we cannot see, where that cannot make anything milder."""
        strict = self.marks.status in _NO
        partly = self.marks.status == "partly"
        texts = {
            Part.STATUS: "" if strict or partly else None,
            Part.WARNING: self.marks.warning or None,
            Part.CHANNELS: "" if partly or not self.marks.channels else None,
            Part.END: None if self.marks.channels else "",
        }
        for part, text in texts.items():
            if part in self.mapped.hidden and text is not None:
                yield part, text

    def is_shown(self, after: Fields) -> bool:
        """Tell whether the whole answer is shown now; explanations aside."""
        full = plan.wishes(self.marks, self.mapped, self.nothing_ends_on)
        fields = self.mapped.fields
        needed = (ESSENTIAL & {*fields, *self.mapped.faulty}) | {Part.STATUS}
        return needed <= full.keys() and all(
            full[part].is_shown(after.get(fields[part].ref)) for part in needed
        )

    def _there(self, part: Part) -> FieldValue | None:
        about = self.mapped.fields.get(part)
        return None if about is None else self.present.get(about.ref)

    def _shown_status(self) -> str:
        """Give the status that is shown; empty = none; `_UNKNOWN` = something that is not ours."""
        there = self._there(Part.STATUS)
        if there is None or not (there.value.strip() or there.nodes):
            return ""
        text = tidy(there.value).strip().casefold()
        return word_of(there.nodes, self.mapped) or self.mapped.named.get(text, _UNKNOWN)

    def _is_milder(self) -> bool:
        """Tell whether the answer allows more than what is shown."""
        shown = self._shown_status()
        return shown != _UNKNOWN and severity(self.marks.status) < severity(shown)

    def _status(self, full: Wish | None) -> Wish | None:
        about, shown = self.mapped.fields.get(Part.STATUS), self._shown_status()
        if about is None or shown == self.marks.status or self._is_milder():
            return None
        if full is not None:
            return full
        stays = shown != _UNKNOWN and severity(shown) >= severity(self.marks.status)
        return None if stays else empty(about)

    def _warning(self) -> Wish | None:
        there = self._there(Part.WARNING)
        if there is None or not self.marks.warning or (there.value and self._is_milder()):
            return None
        return Wish(text=tidy(self.marks.warning).strip())

    def _kept_channels(self) -> tuple[Option, ...]:
        """Give the ticks that may stay: those that are there, and were decided."""
        there = self._there(Part.CHANNELS)
        found = (self.mapped.channels.get(one) for one in self.marks.channels)
        return tuple(one for one in found if one and there and one.ref in there.nodes)

    def _channels(self, kept: tuple[Option, ...]) -> Wish | None:
        there, about = self._there(Part.CHANNELS), self.mapped.fields.get(Part.CHANNELS)
        if there is None or about is None:
            return None
        if not kept:
            return empty(about)
        names = listed(one.name for one in kept)
        return Wish(text=names, nodes=frozenset(one.ref for one in kept))

    def _end(self, full: Wish | None, kept: tuple[Option, ...]) -> Wish | None:
        """Bring the last day forward, or take it away where no channel is left."""
        there, about = self._there(Part.END), self.mapped.fields.get(Part.END)
        if there is None or about is None:
            return None
        if not self.marks.channels or (not kept and Part.CHANNELS in self.mapped.fields):
            return empty(about)
        if full is None or not full.text:
            return None
        shown = there.value.strip()
        if not shown:
            return None if self._is_milder() else full
        return full if full.text < shown[: len(full.text)] else None


def retreat(before: Fields, mapped: Mapped) -> Mapping[Part, Wish]:
    """Say how to take back a step towards a milder answer that could not be finished.

    What stood there stands there again, but for channels and days that were not there.
    """
    wishes: dict[Part, Wish] = {}
    for part, about in mapped.fields.items():
        there = before.get(about.ref)
        if there is None or part in {Part.PEOPLE, Part.CHECKED}:
            continue
        if not there.nodes:
            wishes[part] = Wish(text=there.value) if there.value else empty(about)
            continue
        options = {Part.STATUS: mapped.status, Part.CHANNELS: mapped.channels}.get(part, {})
        known = [one for one in options.values() if one.ref in there.nodes]
        nodes = frozenset(one.ref for one in known)
        wishes[part] = Wish(text=listed(one.name for one in known), nodes=nodes)
    return wishes
