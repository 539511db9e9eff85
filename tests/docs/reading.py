"""Reads the code blocks and links of our Markdown files. No Markdown library: we write it ourselves."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOWN = (
    "README.md",
    "docs/cli.md",
    "docs/install.md",
    "docs/consent-manager.md",
    "docs/letters.md",
    "docs/languages.md",
    "docs/office.md",
    "docs/records.md",
    "docs/dpo.md",
    "docs/person.md",
    "docs/hosts/setup.md",
)

_FENCE = re.compile(
    r"(?:<!-- (?P<note>[^\n]*?) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block with the HTML comment above it."""

    language: str
    note: str
    text: str

    @property
    def runs(self) -> bool:
        """Whether its lines are commands that work in a sandbox."""
        return self.language == "sh" and not self.note.startswith("not run here")

    @property
    def lines(self) -> tuple[str, ...]:
        """Its commands, one per line."""
        return tuple(line for line in self.text.splitlines() if line.strip())


def blocks(document: str) -> tuple[Block, ...]:
    """Give the fenced blocks of a document in order."""
    found = _FENCE.finditer((ROOT / document).read_text(encoding="utf-8"))
    return tuple(
        Block(language=one["language"], note=one["note"] or "", text=one["text"]) for one in found
    )


def links(document: Path) -> tuple[str, ...]:
    """Give the relative links of a document."""
    return tuple(_LINK.findall(document.read_text(encoding="utf-8")))


def words(line: str) -> tuple[str, ...]:
    """Split a command as a shell would, without its comment."""
    return tuple(shlex.split(line, comments=True))
