"""A reader of Dockerfiles, as far as ours goes: instructions in order, and the stages they stand in."""

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One instruction, its continuation lines joined. `stage` counts from 0."""

    stage: int
    word: str
    rest: str

    @property
    def words(self) -> tuple[str, ...]:
        """Give what follows the word, options left out; the JSON form where there is one."""
        return tuple(json.loads(self.rest)) if self.rest.startswith("[") else self._plain()

    def _plain(self) -> tuple[str, ...]:
        return tuple(word for word in shlex.split(self.rest) if not word.startswith("--"))

    @property
    def options(self) -> Mapping[str, str]:
        """Give `--name=value` before the words."""
        return dict(re.findall(r"--([a-z-]+)=(\S+)", self.rest.partition(" CMD ")[0]))


def read(path: Path) -> tuple[Instruction, ...]:
    """Read a Dockerfile. Comments and empty lines are left out."""
    lines = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    found: list[Instruction] = []
    stage = -1
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        word, rest = line.split(maxsplit=1)
        stage += word == "FROM"
        found.append(Instruction(stage=stage, word=word, rest=rest))
    return tuple(found)
