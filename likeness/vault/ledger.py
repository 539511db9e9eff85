"""The erasure ledger: an append-only text file of random ids, outside the data folder.

It lies beside the key file, is written before anything is erased and replayed before any database
opens, so that no backup brings anybody back. First line: format and ledger id. Every other line:
person id, UTC instant. A line that begins with `seal-` says that a backup was made: a ledger with
that line has every erasure from before the backup's end. One with `older-` says that a restore was
accepted without such a ledger.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from likeness.vault.errors import LedgerDamaged, LedgerExists, LedgerForeign, LedgerMissing
from likeness.vault.private_files import sync_folder, write_new

HEADER = "likeness-erasures 1"
_FIRST = re.compile(rf"{HEADER} ([0-9a-f]{{32}})")
_LINE = re.compile(r"([A-Za-z0-9_-]{1,64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")
_MARK = re.compile(r"(seal|older)-[0-9a-f]{32}")
SEAL, OLDER = "seal", "older"
_TORN = " torn"


def create_ledger(path: Path) -> None:
    """Make an empty ledger. Raises `LedgerExists`."""
    try:
        write_new(path, f"{HEADER} {secrets.token_hex(16)}\n")
    except FileExistsError as error:
        raise LedgerExists(
            f"There is an erasure ledger at {path} already; it is never overwritten."
        ) from error


class Ledger:
    """One ledger file."""

    def __init__(self, path: Path, copy: Path | None = None) -> None:
        """Read the file; `copy`: a second place. Raises `LedgerMissing` and `LedgerDamaged`."""
        self.path, self._copy = path, copy
        self.id, self._entries = _read(path)

    def read_again(self) -> None:
        """Take in what other processes appended since. Raises like opening does."""
        self.id, self._entries = _read(self.path)

    def entries(self) -> Mapping[str, datetime]:
        """Give the erased persons and when each erasure was asked for."""
        return {who: at for who, at in self._entries.items() if not _MARK.fullmatch(who)}

    def lines(self) -> Mapping[str, datetime]:
        """Give everything that was written down, marks among it."""
        return dict(self._entries)

    def mark(self, kind: str, number: str, at: datetime) -> None:
        """Write down that a backup was made (SEAL), or an older ledger accepted (OLDER)."""
        self.append(f"{kind}-{number}", at)

    def has(self, kind: str, number: str) -> bool:
        """Tell whether this mark is there."""
        return f"{kind}-{number}" in self._entries

    def accepted(self) -> str:
        """Give the number of the last restore that accepted an older ledger; empty = none."""
        marks = [who for who in self._entries if who.startswith(f"{OLDER}-")]
        found = [who for who in marks if _MARK.fullmatch(who)]
        return found[-1].removeprefix(f"{OLDER}-") if found else ""

    def copy_out(self) -> bool:
        """Write the second copy anew; False where that place cannot be written now.

        An erasure never waits for it: `doctor` says that it is behind.
        """
        if self._copy is None:
            return True
        try:
            write_copy(self.path, self._copy)
        except OSError:
            return False
        return True

    def append(self, person: str, at: datetime) -> None:
        """Write an erasure down, durably, before it begins. Safe to run twice."""
        if person in self._entries:
            self.copy_out()
            return
        line = f"{person} {at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        if not _LINE.fullmatch(line):
            raise ValueError("this id does not fit into the ledger")
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND)
        try:
            size = os.fstat(handle).st_size
            torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
            os.write(handle, f"{f'{_TORN}{chr(10)}' if torn else ''}{line}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
        self._entries[person] = at
        self.copy_out()

    def merge(self, other: Path) -> int:
        """Take over every erasure another copy of this ledger knows; gives how many were new.

        Raises `LedgerForeign` for the ledger of another installation.
        """
        theirs = Ledger(other)
        if theirs.id != self.id:
            raise LedgerForeign("These two ledgers belong to different installations.")
        missing = {p: at for p, at in theirs.lines().items() if p not in self._entries}
        for person, at in missing.items():
            self.append(person, at)
        return len(missing.keys() & theirs.entries().keys())


def write_copy(source: Path, target: Path) -> None:
    """Replace a copy of a ledger by the present one, in one step. Raises `OSError`."""
    handle, made = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(source.read_bytes())
            out.flush()
            os.fsync(out.fileno())
        Path(made).replace(target)
    except OSError:
        Path(made).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _read(path: Path) -> tuple[str, dict[str, datetime]]:
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise LedgerMissing(
            f"The erasure ledger {path} is missing. Restore it from its newest copy: without it a"
            " backup could bring back people who were erased."
        ) from error
    except UnicodeDecodeError as error:
        raise _damaged(path, 1) from error
    first, *lines = text.split("\n")
    header = _FIRST.fullmatch(first)
    if header is None:
        raise _damaged(path, 1)
    entries: dict[str, datetime] = {}
    tail = lines.pop() if lines else ""
    if tail and _LINE.fullmatch(tail):
        lines.append(tail)  # whole, only its line end was lost
    for number, line in enumerate(lines, start=2):
        match = _LINE.fullmatch(line.removesuffix(_TORN))
        if match is not None:
            moment = datetime.strptime(match[2], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            entries.setdefault(match[1], moment)
        elif not line.endswith(_TORN):
            raise _damaged(path, number)
    return header[1], entries


def _damaged(path: Path, line: int) -> LedgerDamaged:
    return LedgerDamaged(
        f"Line {line} of the erasure ledger {path} cannot be read. Restore it from its newest copy."
    )
