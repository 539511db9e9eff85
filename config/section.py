"""What every section of the settings has in common: frozen, and no unknown keys."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """One `[section]` of likeness.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
