"""A poll tells how far it is."""

from collections.abc import Mapping
from dataclasses import replace

from typing_extensions import override

from connector.values import Known, Page
from scheduler.jobs.poll_host import poll_host
from tests.fakes.host import MemoryHost
from tests.scheduler.world import World


class Counting(MemoryHost):
    """Says how many photos it has, as some hosts do."""

    @override
    def changes(self, cursor: str, known: Mapping[str, Known]) -> Page:
        """Give a page that tells."""
        page = super().changes(cursor, known)
        return replace(page, seen=len(page.changes), total=7)


def test_after_each_page_it_says_how_many_photos_were_looked_at(world: World) -> None:
    host = Counting(page_size=2)
    world.deps = replace(world.deps, hosts={host.name: host})
    for number in range(3):
        host.put(f"{number}.jpg", b"\xff\xd8\xff" + bytes([number]))
    told: list[tuple[int, int]] = []

    poll_host(world.deps, host.name, lambda seen, total: told.append((seen, total)))

    assert told == [(2, 7), (1, 7)]
