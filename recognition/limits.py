"""What a child process takes away from itself before it sees a photo; Linux best, others partly.

Rights are only ever given up here, never gained. The filter of system calls is in `child_filter`.
"""

import contextlib
import ctypes
import math
import os
import resource
import signal
import sys
from dataclasses import dataclass
from enum import StrEnum


class Guard(StrEnum):
    """A protection that is really in force in a child; `doctor` names those that are missing."""

    NO_FILES = "no-files"
    MEMORY_LIMIT = "memory-limit"
    NO_DUMP = "no-dump"
    DIES_WITH_PARENT = "dies-with-parent"
    SYSTEM_CALLS = "system-calls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may use. `address_space` in bytes; None where memory is watched from outside."""

    address_space: int | None
    open_files: int


_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


def confine(limits: Limits, parent: int) -> frozenset[Guard]:
    """Give up writing files, core dumps and most descriptors; die with the parent process.

    Ends the process at once when the parent is gone already.
    """
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, limits.open_files)
    guards = {Guard.NO_FILES}
    if limits.address_space is not None:
        # macOS refuses this limit; there the parent's watch over memory remains.
        with contextlib.suppress(ValueError, OSError):
            _lower(resource.RLIMIT_AS, limits.address_space)
            guards.add(Guard.MEMORY_LIMIT)
    guards |= _linux_guards()
    if os.getppid() != parent:
        os._exit(1)
    return frozenset(guards)


def grant_cpu(seconds: float) -> None:
    """Allow so much more processor time; beyond it the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _lower(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, value))


def _linux_guards() -> set[Guard]:
    if sys.platform != "linux":
        return set()
    libc = ctypes.CDLL(None, use_errno=True)
    # The kernel counts a thread's end as its process's: start children from a thread that stays.
    wishes = (
        (Guard.DIES_WITH_PARENT, _PR_SET_PDEATHSIG, int(signal.SIGKILL)),
        (Guard.NO_DUMP, _PR_SET_DUMPABLE, 0),
    )
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return {guard for guard, option, value in wishes if libc.prctl(option, value, 0, 0, 0) == 0}
