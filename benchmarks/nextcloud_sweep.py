"""What a look at a whole Nextcloud costs where nothing changed. Prints one JSON object last.

python -m benchmarks.nextcloud_sweep [--photos 10000]

At the fake Nextcloud of the tests; at a live one where LIKENESS_LIVE_NEXTCLOUD holds
`url,user,password`: then with the photos that lie there. Only the client is measured for memory.
"""

import argparse
import json
import os
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from connector.nextcloud.api import Account, Api
from connector.nextcloud.feed import NextcloudFeed
from connector.nextcloud.photos import NextcloudPhotos
from connector.transport import Reply, Sending, Transport
from connector.values import HostId, HostName, Known, PhotoChange
from tests.fakes.nextcloud.server import running
from tests.fakes.nextcloud.site import PASSWORD, USER, Site

LIVE = "LIKENESS_LIVE_NEXTCLOUD"
PER_FOLDER = 100
BYTES = 2_000
A_DAY = timedelta(days=1, seconds=1)


@dataclass(slots=True)
class CountingSender:
    """Sends, and counts requests and the bytes that came back."""

    transport: Transport = field(default_factory=lambda: Transport(cookies=True))
    requests: int = 0
    received: int = 0

    def send(self, sending: Sending) -> Reply:
        """Give the whole answer."""
        self.requests += 1
        reply = self.transport.send(sending)
        self.received += len(reply.data)
        return reply


@dataclass(slots=True)
class Library:
    """What storage knows, by place and by number."""

    known: dict[str, Known] = field(default_factory=dict)
    places: dict[HostId, str] = field(default_factory=dict)

    def take(self, change: PhotoChange) -> None:
        """Take over one change."""
        self.known.pop(self.places.get(change.ref.id, ""), None)
        self.places[change.ref.id] = change.place
        self.known[change.place] = Known(
            ref=change.ref, version=change.version, place=change.place, content=change.content
        )


@dataclass(slots=True, kw_only=True)
class Poller:
    """Polls one Nextcloud, with a clock that can be put forward."""

    sender: CountingSender
    api: Api
    library: Library = field(default_factory=Library)
    cursor: str = ""
    ahead: timedelta = timedelta()

    def poll(self) -> int:
        """Read to the end and take it over; give the number of changes."""
        prints = NextcloudPhotos(api=self.api, locate=self.library.places.get)
        feed = NextcloudFeed(
            name=HostName("cloud"), api=self.api, prints=prints, now=self._now, zone=UTC
        )
        count, complete = 0, False
        while not complete:
            page = feed.changes(self.cursor, self.library.known)
            for change in page.changes:
                self.library.take(change)
            self.cursor, complete = page.cursor, page.complete
            count += len(page.changes)
        return count

    def _now(self) -> datetime:
        return datetime.now(UTC) + self.ahead  # noqa: TID251 - a live host has the present time

    def measured(self, name: str, act: Callable[[], int]) -> dict[str, float]:
        """Say what an act took."""
        requests, received, start = self.sender.requests, self.sender.received, time.perf_counter()
        changes = act()
        return {
            f"{name}_s": round(time.perf_counter() - start, 2),
            f"{name}_requests": self.sender.requests - requests,
            f"{name}_bytes": self.sender.received - received,
            f"{name}_changes": changes,
        }


def fill(site: Site, photos: int) -> None:
    """Put files into folders of a hundred."""
    for index in range(photos):
        data = b"\xff\xd8\xff\xe0" + index.to_bytes(8, "big")
        site.put(f"Photo Desk/{index // PER_FOLDER:04}/{index:06}.jpg", data.ljust(BYTES, b"\0"))


@contextmanager
def poller(photos: int) -> Iterator[Poller]:
    """Give a poller of the live one, or of the fake one."""
    sender = CountingSender()
    said = os.environ.get(LIVE, "")
    if said:
        url, user, password = said.split(",")[:3]
        yield Poller(sender=sender, api=_api(sender, url, user, password))
        return
    with running() as site:
        fill(site, photos)
        yield Poller(sender=sender, api=_api(sender, site.url, USER, PASSWORD))


def _api(sender: CountingSender, url: str, user: str, password: str) -> Api:
    return Api(sender=sender, url=url, account=Account(user=user, password=password))


def main() -> None:
    """Measure a first poll, one without a change, and a sweep without a change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=10_000)
    options = parser.parse_args()
    with poller(options.photos) as one:
        version = one.api.status().version if os.environ.get(LIVE) else "fake of 34.0.1"
        result: dict[str, object] = {"server": version}
        result |= one.measured("first_poll", one.poll)
        result |= one.measured("poll", one.poll)
        one.ahead = A_DAY
        result |= one.measured("sweep", one.poll)
        one.ahead *= 2
        tracemalloc.start()
        one.poll()
        result["sweep_peak_bytes"] = tracemalloc.get_traced_memory()[1]
        result["photos"] = len(one.library.known)
        result["cursor_bytes"] = len(one.cursor)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
