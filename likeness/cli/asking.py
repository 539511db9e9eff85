"""Secrets that a command needs: from a file, from whoever sits there, or from the pipe."""

import sys
from pathlib import Path

import typer

from likeness.cli.frame import Frame


def has_secret(frame: Frame, name: str) -> bool:
    """Tell whether the secret of a host is there already."""
    return frame.places.secrets.find(name) is not None


def secret(file: Path | None, question: str, option: str, *, needed: bool = True) -> str:
    """Read a secret: a file that was named, else what somebody types, else a line of input.

    Empty where none is needed and no file is named.
    """
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise typer.BadParameter(f"A key file cannot be read: {error}.") from None
    if not needed:
        return ""
    if sys.stdin.isatty():
        return str(typer.prompt(question, hide_input=True)).strip()
    if given := sys.stdin.readline().strip():
        return given
    raise typer.BadParameter(f"{question}: name a file with it ({option}), or pipe it in.")
