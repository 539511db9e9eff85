"""The first import of 10,000 resources of a live ResourceSpace, killed half-way and gone on with.

    python -m benchmarks.resourcespace_import [--photos 10000] [--mysql 'mysql -uroot rs']

With `--mysql`, a client of its database, so many resources are made for the run and deleted after
it; else what is there is imported. Nothing is written into the host. Prints one JSON object last:
pages and seconds, the most memory the importing process held after the first page and at the end,
and how many photos the second run looked at again that the first had noted.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.memory import high_water
from benchmarks.resourcespace_live import HOST, Installation, installation, live, query
from connector.values import HostName
from likeness.bootstrap.app import open_app
from likeness.bootstrap.places import find_places
from scheduler.jobs.change_stage import begin_stages
from scheduler.jobs.poll_host import poll_host

DAM = HostName(HOST)
_MAKE = """insert into resource (resource_type, creation_date, file_extension, preview_extension,
has_image, archive, access, created_by, file_checksum, file_size, file_modified, modified)
select 1, now(), 'jpg', 'jpg', 1, 0, 0, 1, concat('likeness-benchmark-', seq), 1000 + seq, now(),
now() from seq_1_to_{count}"""
_DELETE = "delete from resource where file_checksum like 'likeness-benchmark-%'"


def main() -> None:
    """Print the figures as one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--photos", type=int, default=10_000)
    asked.add_argument("--mysql", default="", help="client of the host's database")
    asked.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.child:
        _import(given.child)
        return
    there = live()
    with ExitStack() as context:
        if given.mysql:
            context.enter_context(_made(given.mysql, given.photos))
        ours = context.enter_context(installation(there, {"poll_s": 3600.0}))
        figures = _measure(ours, given.photos // 2)
    print(json.dumps({**figures, "host": there.version()}))


@contextmanager
def _made(mysql: str, count: int) -> Iterator[None]:
    query(mysql, _MAKE.format(count=count))
    try:
        yield
    finally:
        query(mysql, _DELETE)


def _measure(ours: Installation, half: int) -> dict[str, object]:
    """Import until half-way, kill, and import the rest."""
    began = time.perf_counter()
    before = list(_pages(ours, half))
    after = list(_pages(ours, sys.maxsize))
    seconds = time.perf_counter() - began
    photos = json.loads(ours.run("--json", "status"))["photos"]
    return {
        "photos": photos,
        "shown": after[-1]["total"],
        "pages": len(before) + len(after),
        "seconds": round(seconds, 1),
        "photos_per_s": round(photos / seconds, 1),
        "killed_at": before[-1]["seen"],
        "went_on_at": after[0]["seen"],
        "rss_first_page_mib": before[0]["rss_mib"],
        "rss_end_mib": after[-1]["rss_mib"],
    }


def _pages(ours: Installation, most: int) -> Iterator[dict[str, int]]:
    """Import in a process of its own; it is killed when so many were seen."""
    command = [sys.executable, "-m", __spec__.name, "--child", str(ours.data)]
    with subprocess.Popen(  # noqa: S603 - ourselves
        command, env=ours.environ, stdout=subprocess.PIPE, text=True
    ) as child:
        for line in child.stdout or ():
            page = json.loads(line)
            yield page
            if page["seen"] >= most:
                child.kill()
                return
    if child.returncode:
        sys.exit("the import failed")


def _import(data: Path) -> None:
    """Import, and say after every page how far it is."""
    with open_app(find_places(data, {})) as app:
        begin_stages(app.deps)
        poll_host(app.deps, DAM, _say)


def _say(seen: int, total: int) -> None:
    if total:
        rss = high_water("self")
        print(json.dumps({"seen": seen, "total": total, "rss_mib": round(rss, 1)}), flush=True)


if __name__ == "__main__":
    main()
