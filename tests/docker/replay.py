"""The steps of the Dockerfile, taken on this machine below one folder instead of in an image.

By root: what follows USER is done by that user, as in an image; programs only where that user may
enter the folder of this machine's Python.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.docker.dockerfile import Instruction, read

ROOT = Path(__file__).parent.parent.parent
OURS = re.compile(r"(?<![\w./-])/(opt|app|src|data|keys)\b")
ONLY_IN_AN_IMAGE = "useradd"
OF_THE_SYSTEM = "apt-get"
"""Packages that this machine has, or has not."""


@dataclass(slots=True, kw_only=True)
class Replay:
    """Installs and starts what the Dockerfile says, with every folder of ours below `root`."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    workdir: Path = Path("/")
    user: str = ""
    """`uid:gid` of the last USER; empty before it."""

    def build(self) -> None:
        """Take every step that makes the image."""
        for step in read(ROOT / "docker" / "Dockerfile"):
            self._take(step)

    def _take(self, step: Instruction) -> None:
        match step.word:
            case "FROM":
                self.user = ""
                self.environment = {
                    "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
                    "HOME": str(self.root / "home"),
                }
                self.workdir = self.root
            case "WORKDIR":
                self.workdir = Path(self.here(step.rest))
                self.workdir.mkdir(parents=True, exist_ok=True)
            case "ENV":
                words = (word.split("=", 1) for word in step.words)
                self.environment |= {name: self.here(value) for name, value in words}
            case "USER":
                self._become(step.rest)
            case "COPY":
                self._copy(step)
            case "RUN":
                self._run(step.rest)
            case _:
                pass  # says what the image is, not how it is made

    def _become(self, user: str) -> None:
        self.user = user
        uid, gid = (int(number) for number in user.split(":"))
        if self._runs_as():
            for volume in ("data", "keys"):
                os.chown(self.root / volume, uid, gid)

    def _run(self, command: str) -> None:
        if ONLY_IN_AN_IMAGE in command:
            for volume in ("data", "keys"):
                (self.root / volume).mkdir(mode=0o700)
        elif OF_THE_SYSTEM not in command:
            self.shell(self.here(command))

    def _copy(self, step: Instruction) -> None:
        *sources, target = step.words
        for source in sources:
            start = Path(self.here(source)) if "from" in step.options else ROOT / source
            end = self.workdir / self.here(target)
            end = end / start.name if target.endswith("/") else end
            if start == end:
                continue
            end.parent.mkdir(parents=True, exist_ok=True)
            if start.is_dir():
                shutil.copytree(start, end, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(start, end)

    def here(self, text: str) -> str:
        """Put every folder of ours below `root`."""
        return OURS.sub(lambda found: f"{self.root}{found.group()}", text)

    def shell(self, command: str) -> None:
        """Run one RUN."""
        subprocess.run(
            [*self._as_user(), "/bin/sh", "-euc", command],
            cwd=self.workdir,
            env=self._everything(),
            check=True,
        )

    def run(
        self, words: Sequence[str], settings: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run `docker run IMAGE words...` and wait for it."""
        return subprocess.run(
            [*self._runs_as(), *self.entrypoint(), *words],
            cwd=self.root,
            env=self._everything(settings),
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, settings: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
        """Run `docker run IMAGE` in the background. The caller ends it."""
        words = [*self._runs_as(), *self.entrypoint(), *self._last("CMD").words]
        with log.open("wb") as out:
            return subprocess.Popen(
                words, cwd=self.root, env=self._everything(settings), stdout=out, stderr=out
            )

    def healthy(self, settings: Mapping[str, str]) -> bool:
        """Ask as HEALTHCHECK does."""
        command = self._last("HEALTHCHECK").rest.partition(" CMD ")[2]
        words = Instruction(stage=0, word="CMD", rest=command).words
        return (
            subprocess.run(
                [*self._runs_as(), *words],
                env=self._everything(settings),
                capture_output=True,
                check=False,
            ).returncode
            == 0
        )

    def _as_user(self) -> list[str]:
        """Give the words that run a program as the user of the image, where root replays."""
        if not self.user or os.geteuid() != 0:
            return []
        uid, gid = self.user.split(":")
        return ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--no-new-privs"]

    def _runs_as(self) -> list[str]:
        """Give the words for a program in Python; none where its user could not start Python."""
        words = self._as_user()
        again = ["/bin/sh", "-c", 'exec "$0" -c ""', str(Path(sys.executable).resolve())]
        tried = subprocess.run([*words, *again], check=False, capture_output=True)
        return words if tried.returncode == 0 else []  # the shell: setpriv itself may still do all

    def entrypoint(self) -> list[str]:
        """Give the program that the image starts with, as a path."""
        name, *words = self._last("ENTRYPOINT").words
        return [str(shutil.which(name, path=self.environment["PATH"])), *words]

    def _last(self, word: str) -> Instruction:
        return [step for step in read(ROOT / "docker" / "Dockerfile") if step.word == word][-1]

    def _everything(self, settings: Mapping[str, str] | None = None) -> dict[str, str]:
        return {**self.environment, **(settings or {})}
