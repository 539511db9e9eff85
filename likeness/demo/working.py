"""Processes what is due until nothing is, one thread per pair of children."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from recognition.child_pool import cores
from scheduler.deps import Deps
from scheduler.worker import Worker


def drain(deps: Deps, done: Callable[[int], None]) -> None:
    """Process everything that is due; `done` gets how many so far. Raises `PackRefused`."""
    stop, numbers = threading.Event(), count(1)
    worker = Worker(deps, lambda one: None if one.look_later else done(next(numbers)))
    with ThreadPoolExecutor(cores()) as threads:
        working = [threads.submit(worker.drain, stop) for _ in range(cores())]
        try:
            for one in working:
                one.result()
        finally:
            stop.set()
