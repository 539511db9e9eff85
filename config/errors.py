"""Errors of settings. The caller must stop: nothing may run on settings that are wrong."""

from dataclasses import dataclass

from typing_extensions import override

EXIT_ADVICE = "Put these right and start again; `likeness config example` shows every setting."


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One wrong setting: its name, what is wrong with it, and how a right one looks."""

    name: str
    wrong: str
    example: str = ""
    origin: str = ""
    """Where it was read: a file, an environment variable; empty for the settings as a whole."""

    @override
    def __str__(self) -> str:
        """Give one or two lines for people."""
        where = f" ({self.origin})" if self.origin else ""
        like = f"\n      for example: {self.example}" if self.example else ""
        return f"{self.name}{where}: {self.wrong}{like}"


class SettingsError(Exception):
    """Anything wrong with settings. Never raised itself."""


class SettingsRefused(SettingsError):
    """Stop: one or more settings are wrong; all of them are listed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep every problem, and say all of them."""
        lines = "\n".join(f"  - {problem}" for problem in problems)
        count = "One setting is" if len(problems) == 1 else f"{len(problems)} settings are"
        super().__init__(f"{count} wrong:\n{lines}\n{EXIT_ADVICE}")
        self.problems = problems


class SecretRefused(SettingsError):
    """Stop: a secret is missing, or others could read it."""
