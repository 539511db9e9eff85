"""Marks as properties of an XMP packet, and back. Pure: no file is touched, no lxml is known.

Where another tool said something before us, it gets its say back when our marks go: its release
status is kept beside ours, its release ids and regions stay in their lists all the time.
"""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from connector.folder import turns, words
from connector.folder.xmp import Packet, Value
from connector.values import Mark, MarkSet, Region

_DIGITS = 6


def put(packet: Packet, marks: MarkSet, orientation: int) -> None:
    """Make the packet say exactly this of ours. `orientation` is the EXIF number of the photo."""
    earlier = _theirs(packet)
    release = words.release_of(marks.status, confirmed_nobody=marks.confirmed_nobody)
    packet.put(words.STATUS, marks.status)
    packet.put(words.WORD, marks.word)
    packet.put(words.CHANNELS, marks.channels)
    packet.put(words.UNTIL, marks.until.isoformat() if marks.until else None)
    packet.put(words.NOTE, marks.note)
    packet.put(words.CONFIRMED_NOBODY, "True" if marks.confirmed_nobody else None)
    packet.put(words.WIDTH, str(marks.width) if marks.width else None)
    packet.put(words.HEIGHT, str(marks.height) if marks.height else None)
    packet.put(words.ORIENTATION, str(orientation) if marks.regions else None)
    packet.put(words.EARLIER_STATUS, earlier if release else None)
    if packet.text(words.PLUS_STATUS) != (release or earlier):
        packet.put(words.PLUS_STATUS, release or earlier)
    _put_ids(packet, marks.release_ids)
    regions = tuple(_region(region, orientation) for region in marks.regions)
    if regions != tuple(item for item in packet.items(words.REGION) if _is_ours(item)):
        packet.swap_items(words.REGION, _is_ours, regions)
    packet.tidy()


def stamp(packet: Packet, at: datetime, *, made_file: bool) -> None:
    """Say when this was written, and whether the whole file is of our making."""
    packet.put(words.CHECKED, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    if made_file:
        packet.put(words.MADE_FILE, "True")


def take_off(packet: Packet) -> bool:
    """Take everything of ours away; tell whether nothing is left of a file that we made."""
    ours = [name for name in packet.meaning() if name.startswith(f"{{{words.LIKENESS}}}")]
    if not ours and not any(_is_ours(item) for item in packet.items(words.REGION)):
        return False
    made = packet.text(words.MADE_FILE) is not None
    packet.put(words.PLUS_STATUS, _theirs(packet))
    _put_ids(packet, ())
    if words.REGION in packet.meaning():
        packet.swap_items(words.REGION, _is_ours, ())
    for name in ours:
        packet.put(name, None)
    packet.tidy()
    return made and not packet.meaning()


def found(packet: Packet) -> MarkSet | None:
    """Read our marks; a release status that somebody changed is told as it is now."""
    declared = packet.text(words.STATUS)
    if declared is None:
        return None
    nobody = packet.text(words.CONFIRMED_NOBODY) == "True"
    orientation = _number(packet.text(words.ORIENTATION)) or 1
    return MarkSet(
        status=_shown(packet, declared, confirmed_nobody=nobody),
        word=packet.text(words.WORD) or "",
        channels=tuple(item for item in packet.items(words.CHANNELS) if isinstance(item, str)),
        until=_day(packet.text(words.UNTIL)),
        note=packet.text(words.NOTE) or "",
        confirmed_nobody=nobody,
        release_ids=_texts(packet, words.RELEASE_IDS),
        regions=tuple(_regions(packet, orientation)),
        width=_number(packet.text(words.WIDTH)),
        height=_number(packet.text(words.HEIGHT)),
    )


def _shown(packet: Packet, declared: str, *, confirmed_nobody: bool) -> str:
    expected = words.release_of(declared, confirmed_nobody=confirmed_nobody)
    actual = packet.text(words.PLUS_STATUS)
    if expected is None or actual == expected:
        return declared
    return words.STATUS_OF_RELEASE.get(actual or "", "not-assessed")


def _theirs(packet: Packet) -> str | None:
    """Give the release status that another tool wrote: before us, or over ours."""
    actual = packet.text(words.PLUS_STATUS)
    declared = packet.text(words.STATUS)
    if declared is None:
        return actual
    nobody = packet.text(words.CONFIRMED_NOBODY) == "True"
    ours = words.release_of(declared, confirmed_nobody=nobody)
    return packet.text(words.EARLIER_STATUS) if ours and actual == ours else actual


def _put_ids(packet: Packet, ids: tuple[str, ...]) -> None:
    """Change our ids in the list that we share with other tools, and remember which are ours."""
    before = _texts(packet, words.RELEASE_IDS)
    listed = _texts(packet, words.PLUS_IDS)
    theirs = [item for item in listed if item not in before]
    ours = tuple(item for item in ids if item not in theirs)
    if before != ours or not set(ours) <= set(listed):
        packet.swap_items(words.PLUS_IDS, lambda item: item in before, ours)
    packet.put(words.RELEASE_IDS, ours)


def _texts(packet: Packet, name: str) -> tuple[str, ...]:
    return tuple(item for item in packet.items(name) if isinstance(item, str))


def _region(region: Region, orientation: int) -> Value:
    box = turns.to_stored((region.x, region.y, region.w, region.h), orientation)
    sides = {name: _share(side) for name, side in zip(words.SIDES, box, strict=True)}
    whole: dict[str, Value] = {
        words.REGION_ID: f"{words.OUR_REGION}{region.id}",
        words.BOUNDARY: {words.SHAPE: "rectangle", words.UNIT: "relative", **sides},
        words.KIND: ({words.IDENTIFIER: (words.HUMAN,)},),
        words.ROLE: ({words.IDENTIFIER: (words.SUBJECT,)},),
        words.PLUS_STATUS: words.RELEASE_OF_MARK[region.mark],
        words.PLUS_IDS: region.release_ids,
        words.PERSONS: (region.name,) if region.name else (),
        words.MARK: region.mark.value,
    }
    return {name: value for name, value in whole.items() if value}


def _share(side: float) -> str:
    """Write a share of the image without an exponent and without noise behind the sixth digit."""
    return f"{round(side, _DIGITS) + 0.0:.{_DIGITS}f}".rstrip("0").rstrip(".")


def _is_ours(item: Value) -> bool:
    if not isinstance(item, Mapping):
        return False
    name = item.get(words.REGION_ID)
    return isinstance(name, str) and name.startswith(words.OUR_REGION)


def _regions(packet: Packet, orientation: int) -> Iterator[Region]:
    """Give our regions; one that somebody spoiled is left out, so that it is written anew."""
    for item in packet.items(words.REGION):
        if isinstance(item, Mapping) and _is_ours(item):
            with contextlib.suppress(ValueError):
                yield _region_read(item, orientation)


def _region_read(item: Mapping[str, Value], orientation: int) -> Region:
    boundary = item.get(words.BOUNDARY)
    if not isinstance(boundary, Mapping):
        raise ValueError("a region without a boundary")  # noqa: TRY004 - any spoiled region is the same
    left, top, width, height = (float(str(boundary.get(side))) for side in words.SIDES)
    x, y, w, h = turns.to_upright((left, top, width, height), orientation)
    ids = item.get(words.PLUS_IDS, ())
    names = item.get(words.PERSONS, ())
    return Region(
        id=str(item[words.REGION_ID]).removeprefix(words.OUR_REGION),
        x=x,
        y=y,
        w=w,
        h=h,
        mark=_mark(str(item.get(words.MARK)), item.get(words.PLUS_STATUS)),
        release_ids=tuple(str(one) for one in ids) if isinstance(ids, tuple) else (str(ids),),
        name=str(names[0]) if isinstance(names, tuple) and names else "",
    )


def _mark(declared: str, actual: Value | None) -> Mark:
    mark = Mark(declared)
    if actual == words.RELEASE_OF_MARK[mark]:
        return mark
    return Mark(words.STATUS_OF_RELEASE.get(str(actual), ""))


def _day(text: str | None) -> date | None:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text or "")
    return None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and text.isascii() else 0
