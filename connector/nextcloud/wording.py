"""The one comment of ours on a file: written from marks, and read back. Pure; never a name.

Nextcloud shows no field of ours, so this is where editors read why:

    Likeness: ◐ Cleared for some uses
    ✓ Press · Website (until 2027-06-30)
    ⚠ Not for: social media
    social media: no consent, 2nd face from the left of 5
    https://…
"""

import re
from collections.abc import Mapping
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
        lines = [HEAD + (marks.word or marks.status), self._channels(marks), warning]
        top = "\n".join(line for line in lines if line)
        room = LIMIT - len(top) - len(marks.link) - 2
        note = marks.note if len(marks.note) <= room else f"{marks.note[: max(0, room - 1)]}…"
        whole = "\n".join(part for part in (top, note, marks.link) if part)
        return whole.replace("@", "＠")  # noqa: RUF001 - meant: it looks the same and calls nobody

    def _channels(self, marks: MarkSet) -> str:
        if not marks.channels:
            return ""
        labels = _BETWEEN.join(self.labels.get(one, one) for one in marks.channels)
        day = f" ({_UNTIL.get(self.language, 'until')} {marks.until})" if marks.until else ""
        return f"{_CLEARED}{labels}{day}"

    def read(self, text: str, status: str) -> MarkSet:
        """Read the comment back; what somebody else put into it counts as note."""
        first, *lines = text.split("\n")
        channels: tuple[str, ...] = ()
        until, warning, link = None, "", ""
        if lines and lines[0].startswith(_CLEARED):
            channels, until = self._cleared(lines.pop(0).removeprefix(_CLEARED))
        if lines and lines[0].startswith(WARNING):
            warning = lines.pop(0).removeprefix(WARNING)
        if lines and _LINK.fullmatch(lines[-1]):
            link = lines.pop()
        return MarkSet(
            status=status,
            word=first.removeprefix(HEAD),
            channels=channels,
            until=until,
            note="\n".join(lines),
            warning=warning,
            link=link,
        )

    def _cleared(self, line: str) -> tuple[tuple[str, ...], date | None]:
        day = _DAY.search(line)
        shown = line[: day.start()] if day else line
        ids = {label: channel for channel, label in self.labels.items()}
        channels = tuple(sorted(ids.get(one, one) for one in shown.split(_BETWEEN)))
        return channels, _date(day.group(1)) if day else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_ours(text: str) -> bool:
    """Tell whether a comment of our account is the one about consent."""
    return text.startswith(HEAD)
