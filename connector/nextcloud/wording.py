"""The one comment of ours on a file: written from marks, and read back. Pure; never a name.

Nextcloud shows no field of ours, so this is where editors read why:

    Likeness: ◐ Cleared for some uses
    ✓ Press · Website (until 2027-06-30)
    https://…
    social media: no consent, 2nd face from the left of 5
    ⚠ Not for: social media

The sidebar shows some nine lines of a comment, with an empty one after each of ours, and hides the
rest behind a scroll bar (34.0.1, seen). So what has one length comes first, and the reason, which
may be long, before the warning, which says no more than it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from connector.values import MarkSet

LIMIT = 1000
"""Characters of a comment at most; more is a 400."""
HEAD = "Likeness: "
_CLEARED = "✓ "
WARNING = "⚠ "
_BETWEEN = " · "
_UNTIL: Mapping[str, str] = MappingProxyType({"en": "until", "nl": "t/m"})
_DAY = re.compile(r" \([^()]* (\d{4}-\d{2}-\d{2})\)$")
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How comments of ours are written in one language."""

    language: str = "en"
    labels: Mapping[str, str] = field(default_factory=dict)
    """Channel -> its label."""

    def write(self, marks: MarkSet) -> str:
        """Write the comment; an @ would call a user, so there is none."""
        warning = f"{WARNING}{marks.warning}" if marks.warning else ""
        top = (HEAD + (marks.word or marks.status), self._channels(marks), marks.link)
        around = sum(len(line) + 1 for line in (*top, warning) if line)
        room = max(0, LIMIT - around)
        note = marks.note if len(marks.note) <= room else f"{marks.note[: max(0, room - 1)]}…"
        whole = "\n".join(line for line in (*top, note, warning) if line)
        return whole.replace("@", "＠")  # noqa: RUF001 - meant: it looks the same and calls nobody

    def _channels(self, marks: MarkSet) -> str:
        if not marks.channels:
            return ""
        labels = _BETWEEN.join(self.labels.get(one, one) for one in marks.channels)
        day = f" ({_UNTIL.get(self.language, 'until')} {marks.until})" if marks.until else ""
        return f"{_CLEARED}{labels}{day}"

    def read(self, text: str, status: str) -> MarkSet:
        """Read the comment back; what somebody else put into it counts as note.

        Earlier ones had the warning before the note, and the link after it.
        """
        first, *lines = text.split("\n")
        channels: tuple[str, ...] = ()
        until = None
        if lines and lines[0].startswith(_CLEARED):
            channels, until = self._cleared(lines.pop(0).removeprefix(_CLEARED))
        link = _taken(lines, (0, -1), lambda line: bool(_LINK.fullmatch(line)))
        warning = _taken(lines, (-1, 0), lambda line: line.startswith(WARNING))
        return MarkSet(
            status=status,
            word=first.removeprefix(HEAD),
            channels=channels,
            until=until,
            note="\n".join(lines),
            warning=warning.removeprefix(WARNING),
            link=link,
        )

    def _cleared(self, line: str) -> tuple[tuple[str, ...], date | None]:
        day = _DAY.search(line)
        shown = line[: day.start()] if day else line
        ids = {label: channel for channel, label in self.labels.items()}
        channels = tuple(sorted(ids.get(one, one) for one in shown.split(_BETWEEN)))
        return channels, _date(day.group(1)) if day else None


def _taken(lines: list[str], places: Sequence[int], fits: Callable[[str], bool]) -> str:
    """Take the first line that fits out of these places; empty = there is none."""
    place = next((one for one in places if lines and fits(lines[one])), None)
    return "" if place is None else lines.pop(place)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_ours(text: str) -> bool:
    """Tell whether a comment of our account is the one about consent."""
    return text.startswith(HEAD)
