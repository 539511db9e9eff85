"""Errors as one or two plain sentences. No traceback, no names, no paths of photos."""

import json
import sys
import traceback
from typing import Final

from likeness.cli.exits import Exit, exit_for

_SENTENCES: Final = {
    "HostUnavailable": "The host cannot be reached now. Nothing is lost; try again later.",
    "HostRefused": "The host says no: check its rights and its section in the settings.",
    "PhotoChanged": "The photo changed while it was read. Try again.",
    "PhotoGone": "The photo is not there any more.",
    "PhotoUnreadable": "The photo cannot be read ({}).",
    "PhotoRefused": "The photo cannot be looked at ({}).",
    "MarkRefused": "The marks of the photo cannot be written ({}).",
    "DiskFull": "The disk is full. Free some space, and try again.",
    "ChildLost": "The process that looks at photos ended. Try again; if it stays so, see the log.",
    "StaleClaim": "Another process took this photo over.",
}


def sentence(error: BaseException) -> str:
    """Say what happened and what to do; an error of ours brings its own words where it has any."""
    known = _SENTENCES.get(type(error).__name__)
    words = _of_a_person(error) or str(error).strip()
    if known is not None and " " not in words:
        return known.format(words or "no reason given").replace(" (no reason given)", "")
    if exit_for(error) is not Exit.FAULT and words:
        return words
    return (
        f"Likeness failed ({type(error).__name__}{_place(error)}). Please report this as a fault."
    )


def _of_a_person(error: BaseException) -> str:
    """Say what is wrong with a name, address, day or language; empty for other errors."""
    from consent.errors import ParticularsRefused

    if not isinstance(error, ParticularsRefused):
        return ""
    from likeness.i18n.unfit import unfit

    return unfit(error)


def _place(error: BaseException) -> str:
    """Give the innermost place in the code; the text of an unknown error may hold anything."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return ""
    last = frames[-1]
    return f" in {last.name}, {last.filename.rpartition('/')[2]} line {last.lineno}"


def report(error: BaseException, *, as_json: bool) -> Exit:
    """Print an error and give its exit code. With JSON also as an object on stdout, for scripts."""
    code, words = exit_for(error), sentence(error)
    sys.stderr.write(f"{words}\n")
    if as_json:
        body = {"error": type(error).__name__, "message": words, "exit": int(code)}
        sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n")
    return code
