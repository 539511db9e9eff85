"""Where one installation lies: data folder, settings, keys, models. Reads no file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.secrets import Secrets

SETTINGS_NAME = "likeness.toml"
KEK_NAME = "kek"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders and files of one installation, before its settings are read."""

    data: Path
    settings_file: Path
    environ: Mapping[str, str] = field(repr=False)

    def key_file(self, configured: Path | None) -> Path:
        """Give where the key file lies: as configured, or in a folder beside the data folder."""
        return configured or self.data.with_name(f"{self.data.name}-keys") / KEK_NAME

    @property
    def models(self) -> Path:
        """Model packs."""
        return self.data / "models"

    @property
    def words(self) -> Path:
        """Words of pages in further languages."""
        return self.data / "words"

    @property
    def secrets(self) -> Secrets:
        """Where secrets of hosts are looked for."""
        return Secrets(folder=self.data / "secrets", environ=self.environ)


def find_places(data: Path | None, environ: Mapping[str, str]) -> Places:
    """Say where everything lies: --data, else LIKENESS_DATA, else the user's own data folder."""
    folder = (data or _usual(environ)).expanduser().absolute()
    settings = environ.get("LIKENESS_CONFIG", "")
    return Places(
        data=folder,
        settings_file=Path(settings).expanduser() if settings else folder / SETTINGS_NAME,
        environ=environ,
    )


def _usual(environ: Mapping[str, str]) -> Path:
    if given := environ.get("LIKENESS_DATA", ""):
        return Path(given)
    home = environ.get("XDG_DATA_HOME", "") or str(Path.home() / ".local" / "share")
    return Path(home) / "likeness"
