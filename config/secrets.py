"""Secrets of hosts: from the environment, a Docker secret, or a file of their own.

Never from likeness.toml.
"""

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from config.errors import SecretRefused

DOCKER = Path("/run/secrets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A secret and where it came from; printing it shows stars."""

    value: SecretStr
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The three places secrets may lie in. `folder` is `secrets` in the data folder."""

    folder: Path
    environ: Mapping[str, str] = field(repr=False)
    docker: Path = DOCKER

    def find(self, name: str) -> Secret | None:
        """Give the secret of a host; the environment wins.

        Raises `SecretRefused` where others could read it.
        """
        variable = f"LIKENESS_SECRET_{name.upper().replace('-', '_')}"
        if value := self.environ.get(variable, "").strip():
            return Secret(value=SecretStr(value), origin=f"environment {variable}")
        for path in (self.docker / f"likeness_{name}", self.docker / name):
            if path.is_file():
                return self._read(path, f"Docker secret {path.name}")
        path = self.folder / name
        return self._own(path) if path.is_file() else None

    def _own(self, path: Path) -> Secret:
        """Read a file that only its owner may open."""
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SecretRefused(
                f"secrets/{path.name} can be read by others than its owner. Make it yours alone: "
                f"chmod 600 secrets/{path.name}; then change the secret itself."
            )
        return self._read(path, f"secret file secrets/{path.name}")

    def _read(self, path: Path, origin: str) -> Secret:
        try:
            value = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SecretRefused(f"The {origin} cannot be read ({type(error).__name__}).") from None
        if not value:
            raise SecretRefused(f"The {origin} is empty. Write the secret into it, or remove it.")
        return Secret(value=SecretStr(value), origin=origin)
