"""Forged, changed, late, early and replayed messages of a Nextcloud: none is a hint, none breaks it.

LIKENESS_TEST_FORGED says how many (usual 500; 10,000 is what security promises).
"""

import json
import os
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from connector.nextcloud.messages import EARLY_S, LATE_S, NextcloudMessages
from connector.values import HostName
from connector.webhooks import WebhookKeys, new_secret
from likeness.web.hooks import Hooks
from likeness.web.pace import Pace
from likeness.web.public import make_public
from tests.fakes.hints import FakeHints

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY, OLD = new_secret(), new_secret()
MANY = int(os.environ.get("LIKENESS_TEST_FORGED", "500"))
ENDLESS = 10**9


class Post:
    """A public listener with one Nextcloud, and a clock."""

    def __init__(self, secrets: str = KEY) -> None:
        self.hints, self.now = FakeHints(), NOW
        reader = NextcloudMessages(
            keys=WebhookKeys.read(secrets), account="svc-consent", tags=frozenset({4})
        )
        hooks = Hooks(
            readers={HostName("cloud"): reader},
            hints=self.hints,
            now=lambda: self.now,
            pace=Pace(each=ENDLESS, everybody=ENDLESS),
        )
        self.client = TestClient(make_public("en", hooks))

    def send(self, body: bytes, headers: Mapping[str, str], host: str = "cloud") -> int:
        return self.client.post(f"/hooks/{host}", content=body, headers=dict(headers)).status_code


@pytest.fixture
def post() -> Post:
    return Post()


def body(number: int = 7, at: datetime = NOW, **more: object) -> bytes:
    said: dict[str, Any] = {
        "event": {"node": {"id": number}, "class": "OCP\\Files\\Events\\Node\\NodeWrittenEvent"},
        "user": {"uid": "alice"},
        "time": int(at.timestamp()),
    }
    return json.dumps(said | more).encode()


def bearer(key: str = KEY) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


def forged(dice: random.Random) -> Iterator[tuple[bytes, dict[str, str], str]]:
    """Make messages of every wrong kind, without end."""
    while True:
        good = body(dice.randrange(1, 10**6))
        wrong = list(KEY)
        at = dice.randrange(len(wrong))
        wrong[at] = dice.choice([one for one in "abcXYZ019_-+/" if one != wrong[at]])
        cut = KEY[: dice.randrange(len(KEY))]
        late = timedelta(seconds=dice.choice([LATE_S + 1, 86_400, -EARLY_S - 1, -(10**7)]))
        noise = bytearray(good)
        noise[dice.randrange(len(noise))] ^= 1 << dice.randrange(8)
        yield good, bearer("".join(wrong)), "cloud"
        yield good, bearer(cut), "cloud"
        yield good, {"authorization": KEY}, "cloud"
        yield good, {"webhook-signature": KEY, "webhook-id": "m"}, "cloud"
        yield good, bearer(), dice.choice(["other", "clouds", "cloud%00", "x" * 200])
        yield body(at=NOW - late), bearer(), "cloud"
        yield bytes(noise), bearer(OLD), "cloud"
        yield dice.randbytes(dice.randrange(200)), bearer(), "cloud"
        yield b"[" * dice.randrange(1, 9000), bearer(), "cloud"
        yield body(user={"uid": "svc-consent"}), bearer(), "cloud"


def test_no_bad_message_is_a_hint_and_none_is_an_error(post: Post) -> None:
    dice = random.Random(20261121)  # noqa: S311 - not for secrets
    bad = forged(dice)

    answers = {post.send(*next(bad)) for _ in range(MANY)}

    assert answers <= {200, 404}
    assert post.hints.events == []


def test_a_message_counts_once_however_often_and_in_which_order_it_comes(post: Post) -> None:
    messages = [body(number) for number in range(1, 21)]
    replays = messages * 3
    random.Random(7).shuffle(replays)  # noqa: S311 - not for secrets

    for one in replays:
        post.send(one, bearer())
    post.now = NOW + timedelta(seconds=LATE_S)
    for one in messages:
        post.send(one, bearer())

    assert sorted(int(str(one.host_id)) for one in post.hints.events) == list(range(1, 21))


def test_no_message_is_lost_while_one_secret_replaces_another() -> None:
    both = Post(f"{KEY}\n{OLD}")

    for number, key in enumerate([OLD, KEY, OLD, KEY], start=1):
        both.send(body(number), bearer(key))

    assert [one.host_id for one in both.hints.events] == ["1", "2", "3", "4"]
