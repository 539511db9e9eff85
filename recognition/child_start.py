"""The first lines a child process runs: give up rights, then load what it is for.

Started by `recognition.child_process` with `python -I -c BOOT`, never by fork: no open file, no
key and no thread of the parent comes along.
"""

import gc
import importlib
import json
import os
import socket
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, cast

from recognition.child_filter import forbid_other_calls
from recognition.child_frames import Channel, Frame, Words
from recognition.errors import ChildLost
from recognition.limits import Guard, Limits, confine

BOOT = (
    "import sys; sys.path.insert(0, sys.argv.pop(1));"
    "from recognition.child_start import run; run(sys.argv[1])"
)


OUT_OF_MEMORY_CODE = 12
"""Exit status of a child that met its memory limit outside the work on a photo (ENOMEM)."""


class Role(StrEnum):
    """What a child can be; the module that is loaded is recognition.<role>_child."""

    DECODER = "decoder"
    RECOGNISER = "recogniser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What the parent tells a child on its command line; nothing secret, `ps` shows it."""

    role: Role
    channel: int
    memory: int
    parent: int
    address_space: int | None
    open_files: int
    most_payload: int
    settings: Words

    def written(self) -> str:
        """Write the orders as one argument."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


class Desk(Protocol):
    """The work of one child: an answer to each frame."""

    descriptors: int
    """How many descriptors a frame may bring."""

    def hello(self) -> Words:
        """Say what the parent needs to know about this child."""
        ...

    def answer(self, frame: Frame, channel: Channel) -> Frame | None:
        """Do what one frame asks; None where no answer is expected."""
        ...


def run(written: str) -> None:
    """Be the child that the orders describe, until the parent hangs up."""
    orders = Orders(**json.loads(written))
    limits = Limits(address_space=orders.address_space, open_files=orders.open_files)
    guards = set(confine(limits, orders.parent))
    # What a library prints on standard output must not end in /dev/null unheard.
    os.dup2(2, 1)
    module = importlib.import_module(f"recognition.{Role(orders.role)}_child")
    desk = cast("Desk", module.desk(orders))
    end = socket.socket(fileno=orders.channel)
    channel = Channel(end, orders.most_payload)
    if forbid_other_calls():
        guards.add(Guard.SYSTEM_CALLS)
    # What is loaded by now stays: looking for garbage in it cost 3 to 10 ms with every photo.
    gc.freeze()
    channel.send(Frame(words={"guards": sorted(guards), **desk.hello()}))
    try:
        _serve(desk, channel)
    except ChildLost:
        sys.exit(0)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY_CODE)


def _serve(desk: Desk, channel: Channel) -> None:
    while True:
        answer = desk.answer(channel.receive(descriptors=desk.descriptors), channel)
        if answer is not None:
            channel.send(answer)
