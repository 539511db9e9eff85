"""From an upload to its tag, at a live Nextcloud with a running service. Prints JSON last.

python -m benchmarks.nextcloud_latency --photo FILE [--uploads 20] [--folder "Photo Desk"]

LIKENESS_LIVE_NEXTCLOUD holds `url,user,password` of an editor, who is not the account of the
service. `likeness serve` runs beside it with that host live: with webhooks and one background
worker (`occ background-job:worker`), or without, for polling alone.
"""

import argparse
import json
import os
import random
import statistics
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from connector.nextcloud.api import Account, Api
from connector.nextcloud.rows import FileId
from connector.transport import Sending, Transport

LIVE = "LIKENESS_LIVE_NEXTCLOUD"
LOOK_S = 0.1
"""How often it is looked whether the tag is there: the figures are that coarse."""
PATIENCE_S = 120.0
MOST_APART_S = 3.0
_COMMENT = b"\xff\xfe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Somebody who uploads photos and waits for their tags."""

    api: Api
    transport: Transport
    folder: str

    def upload(self, photo: bytes) -> tuple[FileId, float]:
        """Upload a photo under a new name; gives its number, and when that was done."""
        place = f"{self.folder}/{uuid.uuid4().hex}.jpg"
        reply = self.transport.send(
            Sending(
                method="PUT",
                url=self.api.url + self.api.files(place),
                body=photo,
                headers={"Authorization": self.api.account.header},
            )
        )
        if reply.status != 201:  # noqa: PLR2004
            raise SystemExit(f"The upload was answered {reply.status}.")
        done = time.perf_counter()
        return self.api.node(place).id, done

    def wait(self, file: FileId, before: float) -> float:
        """Give the seconds from `before` until the file has a tag."""
        while not any(not tag.assignable for tag in self.api.tags_of(file)):
            if time.perf_counter() - before > PATIENCE_S:
                raise SystemExit("No tag came: is the service running, and this host live?")
            time.sleep(LOOK_S)
        return time.perf_counter() - before


def another(photo: bytes) -> bytes:
    """Make the same picture with other bytes: a comment after the start of the JPEG."""
    text = uuid.uuid4().bytes
    return photo[:2] + _COMMENT + (len(text) + 2).to_bytes(2, "big") + text + photo[2:]


def measured(editor: Editor, photo: bytes, uploads: int) -> list[float]:
    """Upload one after another, at moments that no poll knows; gives the seconds of each."""
    found: list[float] = []
    for _ in range(uploads):
        time.sleep(random.uniform(0.0, MOST_APART_S))  # noqa: S311 - no secret
        file, done = editor.upload(another(photo))
        found.append(editor.wait(file, done))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photo", type=Path, required=True)
    parser.add_argument("--uploads", type=int, default=20)
    parser.add_argument("--folder", default="Photo Desk")
    options = parser.parse_args()
    url, user, password = os.environ[LIVE].split(",")[:3]
    transport = Transport(cookies=True)
    api = Api(sender=transport, url=url, account=Account(user=user, password=password))
    editor = Editor(api=api, transport=transport, folder=options.folder)
    took = sorted(measured(editor, options.photo.read_bytes(), options.uploads))
    result = {
        "server": api.status().version,
        "uploads": len(took),
        "median_s": round(statistics.median(took), 2),
        "p95_s": round(took[max(0, -(-len(took) * 95 // 100) - 1)], 2),
        "worst_s": round(took[-1], 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
