"""The list of system calls a child may still make once it is warm; Linux on x86-64 and ARM64.

No call that opens a file, a socket or a process, or maps code, is on it. What is not on the list
fails with EPERM. The filter is a few lines of classic BPF, so that no library (libseccomp, LGPL) is
needed: https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass

# Numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux.
_ALLOWED_X86_64 = (
    *(0, 1, 3, 5, 7, 8, 11, 12, 13, 14, 15, 19, 20),  # read to writev
    *(23, 24, 25, 28, 32, 35, 39),  # select, sched_yield, mremap, madvise, dup, nanosleep, getpid
    *(44, 45, 46, 47, 60, 72, 96, 98, 110, 131),  # sendto to recvmsg, exit, fcntl, getrusage
    *(186, 201, 202, 204, 219, 228, 229, 230, 231),  # gettid, futex, clocks, exit
    *(270, 271, 273, 309, 318, 324, 334),  # pselect6, ppoll, robust list, getrandom, rseq
)
_ALLOWED_ARM64 = (
    *(23, 25, 57, 62, 63, 64, 65, 66, 72, 73, 80),  # dup, fcntl, close, lseek, read to ppoll, fstat
    *(93, 94, 98, 99, 101, 113, 114, 115, 123, 124, 128),  # exit, futex, clocks, scheduling
    *(132, 134, 135, 139, 165, 168, 169, 172, 173, 178),  # signals, getrusage, time, ids
    *(206, 207, 211, 212, 214, 215, 216, 233, 278, 283, 293),  # sockets at hand, memory, getrandom
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Machine:
    """The numbers of one processor family."""

    audit: int
    seccomp: int
    allowed: tuple[int, ...]
    mmap: int
    mprotect: int
    clone: int
    tgkill: int
    prlimit: int
    newfstatat: int
    clone3: int = 435


_MACHINES = {
    "x86_64": _Machine(
        audit=0xC000003E,
        seccomp=317,
        allowed=_ALLOWED_X86_64,
        mmap=9,
        mprotect=10,
        clone=56,
        tgkill=234,
        prlimit=302,
        newfstatat=262,
    ),
    "aarch64": _Machine(
        audit=0xC00000B7,
        seccomp=277,
        allowed=_ALLOWED_ARM64,
        mmap=222,
        mprotect=226,
        clone=220,
        tgkill=131,
        prlimit=261,
        newfstatat=79,
    ),
}
_LOAD, _IF_EQUAL, _IF_BITS, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_AT_NUMBER, _AT_MACHINE = 0, 4
_AT_FIRST, _AT_SECOND, _AT_THIRD, _AT_FOURTH = 16, 24, 32, 40
_PROT_EXEC = 4
_CLONE_THREAD = 0x10000
_EMPTY_PATH = 0x1000
_SET_MODE_FILTER, _ALL_THREADS = 1, 1


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def forbid_other_calls() -> bool:
    """Put the filter over all threads of this process, for good. Tell whether it is in force."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    steps = b"".join(_steps(machine, os.getpid()))
    program = _Program(len(steps) // 8, steps)
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.syscall(machine.seccomp, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program))
    return bool(done == 0)


def _steps(machine: _Machine, own_pid: int) -> Iterator[bytes]:
    """Yield the program; each test falls through to the next when the number is another."""
    yield _step(_LOAD, _AT_MACHINE)
    yield _step(_IF_EQUAL, machine.audit, 1, 0)
    yield _step(_RETURN, _REFUSE | errno.EPERM)
    yield _step(_LOAD, _AT_NUMBER)
    for number in machine.allowed:
        yield _step(_IF_EQUAL, number, 0, 1)
        yield _step(_RETURN, _ALLOW)
    # The C library starts threads with `clone` where `clone3` does not exist.
    yield _step(_IF_EQUAL, machine.clone3, 0, 1)
    yield _step(_RETURN, _REFUSE | errno.ENOSYS)
    yield from _when(machine.clone, _AT_FIRST, _IF_BITS, _CLONE_THREAD)
    yield from _when(machine.tgkill, _AT_FIRST, _IF_EQUAL, own_pid)
    yield from _own_cpu_limit(machine.prlimit)
    # What the C library makes of fstat.
    yield from _when(machine.newfstatat, _AT_FOURTH, _IF_BITS, _EMPTY_PATH)
    yield from _unless(machine.mmap, _AT_THIRD, _PROT_EXEC)
    yield from _unless(machine.mprotect, _AT_THIRD, _PROT_EXEC)
    yield _step(_RETURN, _REFUSE | errno.EPERM)


def _when(number: int, at: int, test: int, value: int) -> Iterator[bytes]:
    """Allow a call only when an argument passes a test."""
    yield _step(_IF_EQUAL, number, 0, 4)
    yield _step(_LOAD, at)
    yield _step(test, value, 0, 1)
    yield _step(_RETURN, _ALLOW)
    yield _step(_RETURN, _REFUSE | errno.EPERM)


def _own_cpu_limit(number: int) -> Iterator[bytes]:
    """Allow prlimit64 for this process (0) and RLIMIT_CPU (0) only: even root raises no other."""
    yield _step(_IF_EQUAL, number, 0, 6)
    yield _step(_LOAD, _AT_FIRST)
    yield _step(_IF_EQUAL, 0, 0, 3)
    yield _step(_LOAD, _AT_SECOND)
    yield _step(_IF_EQUAL, 0, 0, 1)
    yield _step(_RETURN, _ALLOW)
    yield _step(_RETURN, _REFUSE | errno.EPERM)


def _unless(number: int, at: int, bits: int) -> Iterator[bytes]:
    """Allow a call only when an argument has none of these bits."""
    yield _step(_IF_EQUAL, number, 0, 4)
    yield _step(_LOAD, at)
    yield _step(_IF_BITS, bits, 1, 0)
    yield _step(_RETURN, _ALLOW)
    yield _step(_RETURN, _REFUSE | errno.EPERM)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Encode struct sock_filter."""
    return struct.pack("=HBBI", code, if_true, if_false, value)
